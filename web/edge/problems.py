"""Which errors a route can answer: what follows from how it is declared, and what its operation may raise.

The OpenAPI document lists them by status with their codes, and the tests hold every answer they get against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from models.core.errors import (
    CsrfFailed,
    DomainError,
    LoginRequired,
    NotFound,
    PaymentRequired,
    RoleRequired,
    SubscriptionLocked,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)
from models.idempotency_key import IdempotencyConflict
from models.user import EVERYONE
from web.edge.access import Access
from web.edge.idempotency import METHODS
from web.edge.identity import SAFE_METHODS

Problem = tuple[int, str]
"""Status and code."""

MALFORMED, TOO_LARGE, TOO_SLOW = (400, "malformed_request"), (413, "too_large"), (408, "request_timeout")
NO_JSON, INVALID = (415, "unsupported_media_type"), (422, "validation_failed")
INTERNAL = (500, "internal_error")


def problems_of(
    access: Access, *, method: str, path: str, inputs: Iterable[str], raises: Iterable[type[DomainError]]
) -> dict[int, list[str]]:
    """Codes by status.  `inputs`: where the route reads from (`json`, `query`)."""
    own: list[type[DomainError]] = [Unavailable, *raises]
    found = {_problem(error) for error in own} | {INTERNAL}
    found |= _of_access(access, method)
    found |= _of_input(access, method, path, set(inputs))
    by_status: dict[int, set[str]] = {}
    for status, code in found:
        by_status.setdefault(status, set()).add(code)
    return {status: sorted(codes) for status, codes in sorted(by_status.items())}


def responses(problems: Mapping[int, list[str]]) -> dict[str, Any]:
    """As OpenAPI's responses: our one error schema, with the codes that this status can have here."""
    return {str(status): _response(codes) for status, codes in problems.items()}


def _problem(error: type[DomainError]) -> Problem:
    return error.status, error.code


def _of_access(access: Access, method: str) -> set[Problem]:
    found: set[type[DomainError]] = set()
    if method not in SAFE_METHODS:
        found.add(CsrfFailed)
    if access.roles is not None:
        found.add(Unauthenticated)
        found |= {RoleRequired} if access.roles != EVERYONE else set()
        found |= {IdempotencyConflict} if method in METHODS else set()
    if access.gated:
        found |= {PaymentRequired, SubscriptionLocked}
    if access.login_only:
        found.add(LoginRequired)
    if access.asks_model or access.hashes_password:
        found.add(TooManyRequests)
    return {_problem(error) for error in found}


def _of_input(access: Access, method: str, path: str, inputs: set[str]) -> set[Problem]:
    # Every route reads its body before anything else, whether it wants one or not.
    found = {MALFORMED, TOO_LARGE, TOO_SLOW}
    if "json" in inputs:
        found.add(NO_JSON)
    if inputs or (access.roles is not None and method in METHODS):
        found.add(INVALID)
    if "<" in path:
        found.add(_problem(NotFound))
    return found


def _response(codes: list[str]) -> dict[str, Any]:
    narrowed = {"type": "object", "properties": {"code": {"enum": codes}}}
    schema = {"allOf": [{"$ref": "#/components/schemas/Error"}, narrowed]}
    return {
        "description": ", ".join(f"`{code}`" for code in codes),
        "content": {"application/json": {"schema": schema}},
    }
