"""How a task with the assistant can fail: one class for each code, each derived from one of the five general errors.

The API and the UI use the same codes.  A vendor's adapter decides which class each of the vendor's errors becomes
(`claude.classify`).
"""

from __future__ import annotations

from enum import StrEnum

from tasks.integrations.assistant.records import CallRecord, Usage
from tasks.integrations.errors import CallFailed, Misconfigured, OutOfBudget, Refused, TryAgain, UnknownOutcome


class AssistantErrorCode(StrEnum):
    """Stable codes; a reply, an assessment and a row of `ai_usage` store them."""

    OVERLOADED = "overloaded"
    RATE_LIMITED = "rate_limited"
    NETWORK = "network"
    SPEND_LIMIT = "spend_limit"
    BAD_CREDENTIALS = "bad_credentials"
    BAD_REQUEST = "bad_request"
    TOO_LARGE = "too_large"
    REFUSED = "refused"
    TRUNCATED = "truncated"
    INVALID_OUTPUT = "invalid_output"
    DEADLINE = "deadline"
    CANCELLED = "cancelled"
    BUDGET_EXHAUSTED = "budget_exhausted"


class AssistantError(CallFailed):
    """One task with the assistant failed.  Raise one of the classes below.

    `partial_text` is the text written before the error.  An adapter gives it as the model wrote it; `stream_reply`
    removes the markers.  `usage`, `model` and `stop_reason` belong to the failed attempt.  `attempts` fills `calls`
    with one record per attempt, including the failed one.
    """

    code: AssistantErrorCode

    def __init__(
        self,
        *,
        after: float | None = None,
        partial_text: str = "",
        request_id: str | None = None,
        stop_reason: str | None = None,
        model: str | None = None,
        usage: Usage | None = None,
    ) -> None:
        super().__init__(after=after)
        self.partial_text = partial_text
        self.request_id = request_id
        self.stop_reason = stop_reason
        self.model = model
        self.usage = usage
        self.calls: list[CallRecord] = []


class Overloaded(AssistantError, TryAgain):
    code = AssistantErrorCode.OVERLOADED
    message = "The assistant is overloaded at the moment. Try again in a minute."


class RateLimited(AssistantError, TryAgain):
    code = AssistantErrorCode.RATE_LIMITED
    message = "The assistant's rate limit is reached. Try again in a minute."


class ConnectionFailed(AssistantError, TryAgain):
    """Also an answer that broke off: asking a model again has no second effect."""

    code = AssistantErrorCode.NETWORK
    message = "The connection to the assistant failed. Try again."


class SpendLimitReached(AssistantError, OutOfBudget):
    """The vendor's limit for our organisation."""

    code = AssistantErrorCode.SPEND_LIMIT
    message = "The spend limit of the assistant's account is reached. An admin has to raise it."


class BudgetExhausted(AssistantError, OutOfBudget):
    """The account's own budget for the month."""

    code = AssistantErrorCode.BUDGET_EXHAUSTED
    message = "This month's AI budget is used up. An owner of the account can raise it."


class BadCredentials(AssistantError, Misconfigured):
    code = AssistantErrorCode.BAD_CREDENTIALS
    message = "The assistant refused our API key. An admin has to check it."


class BadRequest(AssistantError, Refused):
    code = AssistantErrorCode.BAD_REQUEST
    message = "The assistant did not accept our request. This is a fault of FlowPilot."


class TooLarge(AssistantError, Refused):
    """`chat` and `assessment` ask once more with half the history."""

    code = AssistantErrorCode.TOO_LARGE
    message = "This session is too long for the assistant, even shortened."


class AnswerRefused(AssistantError, Refused):
    code = AssistantErrorCode.REFUSED
    message = "The assistant declined to answer this."


class Truncated(AssistantError, Refused):
    """`structured` asks once more with twice the room."""

    code = AssistantErrorCode.TRUNCATED
    message = "The answer was cut off because it grew too long."


class InvalidOutput(AssistantError, Refused):
    code = AssistantErrorCode.INVALID_OUTPUT
    message = "The assistant's answer could not be understood."


class DeadlineReached(AssistantError, UnknownOutcome):
    """We stopped listening; the vendor may finish the answer and charge for it."""

    code = AssistantErrorCode.DEADLINE
    message = "The assistant did not answer in time."


class Cancelled(AssistantError, UnknownOutcome):
    """Somebody pressed Stop."""

    code = AssistantErrorCode.CANCELLED
    message = "The answer was stopped."


def cut_off(error: AssistantError) -> Truncated:
    """The context window was full before the answer ended: its text is kept and marked as cut off."""
    cut = Truncated(partial_text=error.partial_text, request_id=error.request_id, usage=error.usage)
    cut.calls = error.calls
    return cut
