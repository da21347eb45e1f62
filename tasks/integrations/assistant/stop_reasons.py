"""Which ends of an answer count as a result, and which error the others are.

The words are those of Anthropic's API (`stop_reason`); the demo provider uses the same.
"""

from __future__ import annotations

from tasks.integrations.assistant.errors import AssistantErrorCode

_FINISHED = frozenset({"end_turn", "stop_sequence"})
_ERRORS = {
    None: AssistantErrorCode.NETWORK,  # the stream was cut without an exception
    "max_tokens": AssistantErrorCode.TRUNCATED,
    "model_context_window_exceeded": AssistantErrorCode.TOO_LARGE,
    "refusal": AssistantErrorCode.REFUSED,
}


def error_of(stop_reason: str | None, *, with_tools: bool) -> AssistantErrorCode | None:
    """The error that a stop reason stands for; None for a result that counts.  An unknown reason is no result."""
    if stop_reason in _FINISHED or (with_tools and stop_reason == "tool_use"):
        return None
    return _ERRORS.get(stop_reason, AssistantErrorCode.INVALID_OUTPUT)
