"""flask-smorest's blueprint with required declarations: each route names its access and errors, and parses strictly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask_smorest import Blueprint

from models.core.errors import DomainError
from web.edge.access import Access, declare
from web.edge.error_responses import error_codes_by_status, responses
from web.edge.idempotency import HEADER, METHODS
from web.edge.parsing import StrictParser

View = TypeVar("View", bound=Callable[..., Any])

_KEY = {
    "in": "header",
    "name": HEADER,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]{1,255}$"},
    "description": "The same key within 24 hours gives the first answer again.",
    "example": "5f1f6c1e-2d5c-4c0b-9d0a-8f5d3f0f9a11",
}


class Resource(Blueprint):
    """One resource of the API.  `route` requires an `access`."""

    ARGUMENTS_PARSER = StrictParser()

    def route(
        self, rule: str, *, access: Access, errors: Sequence[type[DomainError]] = (), **options: Any
    ) -> Callable[[View], View]:
        """`errors`: those the view's accessor and operation may raise, beyond those implied by `access`."""
        register = super().route(rule, **options)
        (method,) = options.get("methods", ["GET"])

        def declaring(view: View) -> View:
            inputs = [one["in"] for one in getattr(view, "_apidoc", {}).get("arguments", {}).get("parameters", [])]
            path = (self.url_prefix or "") + rule
            codes = error_codes_by_status(access, method=method, path=path, inputs=inputs, raises=errors)
            documented: View = self.doc(responses=responses(codes), **_extras(access, method))(view)
            declare(documented, access, takes_json="json" in inputs)
            register(documented)
            return documented

        return declaring


def _extras(access: Access, method: str) -> dict[str, Any]:
    """The OpenAPI security requirement, unless it is the default, and the Idempotency-Key parameter."""
    if access.roles is None:
        return {"security": []}
    extras: dict[str, Any] = {}
    if access.login_only:
        extras["security"] = [{"cookie": [], "csrf": []}]
    if method in METHODS:
        extras["parameters"] = [_KEY]
    return extras
