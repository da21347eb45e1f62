"""flask-smorest's blueprint, strict: each route declares its access, input is parsed by our own parser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask_smorest import Blueprint

from web.edge.access import Access, declare
from web.edge.parsing import StrictParser

View = TypeVar("View", bound=Callable[..., Any])


class Resource(Blueprint):
    """One module of the API.  `route` cannot be called without an `access`."""

    ARGUMENTS_PARSER = StrictParser()

    def route(self, rule: str, *, access: Access, **options: Any) -> Callable[[View], View]:
        register = super().route(rule, **options)

        def declaring(view: View) -> View:
            documented = view if access.roles else self.doc(security=[])(view)
            declare(documented, access)
            register(documented)
            return documented

        return declaring
