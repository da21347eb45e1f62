"""Which errors a route can return, derived from its declaration and from the errors that its operation may raise.

The OpenAPI document lists them by status with their codes.  The tests check every response against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from models.ai_budget import BudgetExhausted
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

ErrorCode = tuple[int, str]
"""HTTP status and code."""

MALFORMED, TOO_LARGE, TOO_SLOW = (400, "malformed_request"), (413, "too_large"), (408, "request_timeout")
OTHER_TYPE, INVALID = (415, "unsupported_media_type"), (422, "validation_failed")
INTERNAL = (500, "internal_error")


def error_codes_by_status(
    access: Access, *, method: str, path: str, inputs: Iterable[str], raises: Iterable[type[DomainError]]
) -> dict[int, list[str]]:
    """The codes by HTTP status.  `inputs`: where the route's arguments come from (`json`, `query`)."""
    own: list[type[DomainError]] = [Unavailable, *raises]
    possible = {_error_code(error) for error in own} | {INTERNAL}
    possible |= _from_access(access, method)
    possible |= _from_input(access, method, path, set(inputs))
    by_status: dict[int, set[str]] = {}
    for status, code in possible:
        by_status.setdefault(status, set()).add(code)
    return {status: sorted(codes) for status, codes in sorted(by_status.items())}


def responses(codes_by_status: Mapping[int, list[str]]) -> dict[str, Any]:
    """OpenAPI response objects: the error schema, restricted to the codes of each status."""
    return {str(status): _response(codes) for status, codes in codes_by_status.items()}


def _error_code(error: type[DomainError]) -> ErrorCode:
    return error.status, error.code


def _from_access(access: Access, method: str) -> set[ErrorCode]:
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
    if access.asks_model or access.hashes_password or access.takes_file:
        found.add(TooManyRequests)
    if access.only_asks_model:
        found.add(BudgetExhausted)
    return {_error_code(error) for error in found}


def _from_input(access: Access, method: str, path: str, inputs: set[str]) -> set[ErrorCode]:
    # Every route reads the body first, even if it does not use one.
    found = {MALFORMED, TOO_LARGE, TOO_SLOW}
    if "json" in inputs or access.takes_file:
        found.add(OTHER_TYPE)
    if inputs or (access.roles is not None and method in METHODS):
        found.add(INVALID)
    if "<" in path:
        found.add(_error_code(NotFound))
    return found


def _response(codes: list[str]) -> dict[str, Any]:
    narrowed = {"type": "object", "properties": {"code": {"enum": codes}}}
    schema = {"allOf": [{"$ref": "#/components/schemas/Error"}, narrowed]}
    return {
        "description": ", ".join(f"`{code}`" for code in codes),
        "content": {"application/json": {"schema": schema}},
    }
