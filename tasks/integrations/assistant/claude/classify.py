"""Which of our errors a failure of the SDK or of its transport is.

The kind that the API names comes before the HTTP status: an error in the middle of a stream has status 200.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import anthropic
import httpx2
import structlog

from tasks.integrations.assistant.errors import AssistantErrorCode

FAILURES = (anthropic.APIError, httpx2.HTTPError, json.JSONDecodeError, UnicodeDecodeError)
"""What a request can fail with.  In the middle of a stream these are httpx2's errors, not the SDK's."""

_BY_KIND = {
    "overloaded_error": AssistantErrorCode.OVERLOADED,
    "rate_limit_error": AssistantErrorCode.RATE_LIMITED,
    "billing_error": AssistantErrorCode.SPEND_LIMIT,
    "authentication_error": AssistantErrorCode.BAD_CREDENTIALS,
    "permission_error": AssistantErrorCode.BAD_CREDENTIALS,
    "request_too_large": AssistantErrorCode.TOO_LARGE,
    "timeout_error": AssistantErrorCode.NETWORK,
    "api_error": AssistantErrorCode.NETWORK,
}
_OUR_MISTAKES = frozenset({"invalid_request_error", "not_found_error"})
_BY_STATUS = {
    401: AssistantErrorCode.BAD_CREDENTIALS,
    403: AssistantErrorCode.BAD_CREDENTIALS,
    408: AssistantErrorCode.NETWORK,
    409: AssistantErrorCode.NETWORK,
    413: AssistantErrorCode.TOO_LARGE,
    429: AssistantErrorCode.RATE_LIMITED,
    529: AssistantErrorCode.OVERLOADED,
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Classified:
    """`retry_after` is in seconds, as the API asked for it."""

    code: AssistantErrorCode
    retry_after: float | None = None
    request_id: str | None = None


def classified(failure: Exception) -> Classified:
    """Our error for one of FAILURES; the failure itself goes no further, for its request holds our API key."""
    if not isinstance(failure, anthropic.APIStatusError):
        log.warning("assistant.call_failed", code=AssistantErrorCode.NETWORK.value, failure=type(failure).__name__)
        return Classified(AssistantErrorCode.NETWORK)
    code = _code_of(failure)
    # A request that the API does not understand is our mistake, and somebody has to hear of it.
    (log.error if code is AssistantErrorCode.BAD_REQUEST else log.warning)(
        "assistant.call_failed",
        code=code.value,
        status=failure.status_code,
        kind=failure.type,
        error_code=failure.error_code,
        request_id=failure.request_id,
        said=failure.api_message,
    )
    return Classified(code, retry_after_seconds(failure.response.headers), failure.request_id)


def retry_after_seconds(headers: httpx2.Headers) -> float | None:
    """How long the API asks us to wait: in milliseconds, in seconds, or as a date (RFC 9110, section 10.2.3)."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1_000
    told = headers.get("retry-after")
    seconds = _number(told)
    return _seconds_until(told) if seconds is None and told else seconds


def _code_of(failure: anthropic.APIStatusError) -> AssistantErrorCode:
    # Some spend limits come with status 429, but waiting does not help against them.
    if failure.status_code == 402 or "spend_limit" in (failure.error_code or ""):
        return AssistantErrorCode.SPEND_LIMIT
    return _BY_KIND.get(failure.type or "") or _by_status(failure)


def _by_status(failure: anthropic.APIStatusError) -> AssistantErrorCode:
    known = _BY_STATUS.get(failure.status_code)
    if known is not None:
        return known
    is_ours = 400 <= failure.status_code < 500 or failure.type in _OUR_MISTAKES
    return AssistantErrorCode.BAD_REQUEST if is_ours else AssistantErrorCode.NETWORK


def _number(told: str | None) -> float | None:
    try:
        number = float(told or "")
    except ValueError:
        return None
    return max(0.0, number) if math.isfinite(number) else None


def _seconds_until(date: str) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
