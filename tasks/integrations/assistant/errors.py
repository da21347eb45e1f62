"""What can go wrong with an assistant, as one enum that is also the UI's set of codes.

How an outside system's error becomes one of these is its adapter's business (`claude.classify`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasks.integrations.assistant.port import Usage
    from tasks.integrations.assistant.records import CallRecord


class AssistantErrorCode(StrEnum):
    """Stable codes; `RETRYABLE` names those worth another try of ours."""

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


RETRYABLE = frozenset({AssistantErrorCode.OVERLOADED, AssistantErrorCode.RATE_LIMITED, AssistantErrorCode.NETWORK})

MESSAGES = {
    AssistantErrorCode.OVERLOADED: "The assistant is overloaded at the moment. Try again in a minute.",
    AssistantErrorCode.RATE_LIMITED: "The assistant's rate limit is reached. Try again in a minute.",
    AssistantErrorCode.NETWORK: "The connection to the assistant failed. Try again.",
    AssistantErrorCode.SPEND_LIMIT: "The spend limit of the assistant's account is reached. An admin has to raise it.",
    AssistantErrorCode.BAD_CREDENTIALS: "The assistant refused our API key. An admin has to check it.",
    AssistantErrorCode.BAD_REQUEST: "The assistant did not accept our request. This is a fault of FlowPilot.",
    AssistantErrorCode.TOO_LARGE: "This session is too long for the assistant, even shortened.",
    AssistantErrorCode.REFUSED: "The assistant declined to answer this.",
    AssistantErrorCode.TRUNCATED: "The answer was cut off because it grew too long.",
    AssistantErrorCode.INVALID_OUTPUT: "The assistant's answer could not be understood.",
    AssistantErrorCode.DEADLINE: "The assistant did not answer in time.",
    AssistantErrorCode.CANCELLED: "The answer was stopped.",
    AssistantErrorCode.BUDGET_EXHAUSTED: "This month's AI budget is used up. An admin can raise it.",
}


class AssistantError(Exception):
    """One task with the assistant failed.

    `retry_after` is in seconds, as the outside system asked for it.  `partial_text` is what was written before:
    raw from an adapter, without markers from `stream_reply`.  `calls` has one record per attempt, this one included,
    once the error has passed `attempts`; `usage`, `model` and `stop_reason` are what the failed attempt cost and said.
    """

    def __init__(
        self,
        code: AssistantErrorCode,
        *,
        retry_after: float | None = None,
        partial_text: str = "",
        request_id: str | None = None,
        stop_reason: str | None = None,
        model: str | None = None,
        usage: Usage | None = None,
    ) -> None:
        super().__init__(MESSAGES[code])
        self.code = code
        self.message = MESSAGES[code]
        self.retry_after = retry_after
        self.partial_text = partial_text
        self.request_id = request_id
        self.stop_reason = stop_reason
        self.model = model
        self.usage = usage
        self.calls: list[CallRecord] = []

    @property
    def retryable(self) -> bool:
        """Whether the same request may succeed when asked again."""
        return self.code in RETRYABLE

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"
