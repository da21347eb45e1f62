"""Maps a failure of the SDK or of its transport to one of our errors.

The kind that the API names takes precedence over the HTTP status: an error in the middle of a stream has status 200.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import anthropic
import httpx2
import structlog

from tasks.integrations import retry_after
from tasks.integrations.assistant.errors import (
    AssistantError,
    BadCredentials,
    BadRequest,
    ConnectionFailed,
    Overloaded,
    RateLimited,
    SpendLimitReached,
    TooLarge,
)

FAILURES = (anthropic.APIError, httpx2.HTTPError, json.JSONDecodeError, UnicodeDecodeError)
"""What the SDK raises.  In the middle of a stream these are httpx2's errors, not its own."""

_BY_KIND: dict[str, type[AssistantError]] = {
    "overloaded_error": Overloaded,
    "rate_limit_error": RateLimited,
    "billing_error": SpendLimitReached,
    "authentication_error": BadCredentials,
    "permission_error": BadCredentials,
    "request_too_large": TooLarge,
    "timeout_error": ConnectionFailed,
    "api_error": ConnectionFailed,
}
_OUR_MISTAKES = frozenset({"invalid_request_error", "not_found_error"})
_BY_STATUS: dict[int, type[AssistantError]] = {
    401: BadCredentials,
    403: BadCredentials,
    408: ConnectionFailed,
    409: ConnectionFailed,
    413: TooLarge,
    429: RateLimited,
    529: Overloaded,
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Classified:
    """`after` is in seconds, as the API asked for it."""

    error: type[AssistantError]
    after: float | None = None
    request_id: str | None = None


def classified(failure: Exception) -> Classified:
    """Our error for one of FAILURES.  The failure itself is not passed on, because its request contains our API key."""
    if not isinstance(failure, anthropic.APIStatusError):
        log.warning("assistant.call_failed", code=ConnectionFailed.code, failure=type(failure).__name__)
        return Classified(ConnectionFailed)
    error = _error_of(failure)
    # A request that the API does not understand is our mistake, which has to be noticed.
    (log.error if error is BadRequest else log.warning)(
        "assistant.call_failed",
        code=error.code,
        status=failure.status_code,
        kind=failure.type,
        error_code=failure.error_code,
        request_id=failure.request_id,
        api_message=failure.api_message,
    )
    return Classified(error, retry_after_seconds(failure.response.headers), failure.request_id)


def retry_after_seconds(headers: httpx2.Headers) -> float | None:
    """How long the API asks us to wait: in milliseconds, or as the header of RFC 9110."""
    milliseconds = retry_after.number_of(headers.get("retry-after-ms"))
    return retry_after.seconds_of(headers.get("retry-after")) if milliseconds is None else milliseconds / 1_000


def _error_of(failure: anthropic.APIStatusError) -> type[AssistantError]:
    # Some spend limits have status 429, but waiting does not help.
    if failure.status_code == 402 or "spend_limit" in (failure.error_code or ""):
        return SpendLimitReached
    return _BY_KIND.get(failure.type or "") or _by_status(failure)


def _by_status(failure: anthropic.APIStatusError) -> type[AssistantError]:
    known = _BY_STATUS.get(failure.status_code)
    if known is not None:
        return known
    is_ours = 400 <= failure.status_code < 500 or failure.type in _OUR_MISTAKES
    return BadRequest if is_ours else ConnectionFailed
