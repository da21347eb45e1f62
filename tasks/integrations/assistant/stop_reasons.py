"""Which ends of an answer count as a result, and which error each of the others is.

The words are those of Anthropic's API (`stop_reason`); the demo provider uses the same.
"""

from __future__ import annotations

from tasks.integrations.assistant.errors import (
    AnswerRefused,
    AssistantError,
    ConnectionFailed,
    InvalidOutput,
    TooLarge,
    Truncated,
)

_FINISHED = frozenset({"end_turn", "stop_sequence"})
_FAILURES: dict[str | None, type[AssistantError]] = {
    None: ConnectionFailed,  # the stream was cut without an exception
    "max_tokens": Truncated,
    "model_context_window_exceeded": TooLarge,
    "refusal": AnswerRefused,
}


def failure_of(stop_reason: str | None, *, with_tools: bool) -> type[AssistantError] | None:
    """The error that a stop reason stands for; None for a result that counts.  An unknown reason is not a result."""
    if stop_reason in _FINISHED or (with_tools and stop_reason == "tool_use"):
        return None
    return _FAILURES.get(stop_reason, InvalidOutput)
