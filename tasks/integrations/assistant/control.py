"""How a caller bounds a task with the assistant: a deadline and a way to stop it.

Enforcing both while a socket is blocked in a read is the adapter's business (`claude.watchdog`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from tasks.integrations.assistant.errors import AssistantError, AssistantErrorCode

POLL_SECONDS = 0.2
"""How often `is_cancelled` is asked while something runs; it may cost a round trip to Redis."""

log = structlog.get_logger(__name__)


def never() -> bool:
    """For tasks that nobody can stop."""
    return False


@dataclass(frozen=True)
class Control:
    """`deadline` is a `time.monotonic()` value in seconds, None for no limit; `is_cancelled` is asked every 0.2 s."""

    deadline: float | None = None
    is_cancelled: Callable[[], bool] = never

    def remaining(self) -> float | None:
        """Seconds left, never negative; None without a deadline."""
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    def stop_code(self) -> AssistantErrorCode | None:
        """Why the task has to end now, or None."""
        if self.remaining() == 0.0:
            return AssistantErrorCode.DEADLINE
        return AssistantErrorCode.CANCELLED if self._asked_to_stop() else None

    def check(self, partial_text: str = "") -> None:
        """Raise AssistantError `deadline` or `cancelled` with the partial text, if it is time to stop."""
        code = self.stop_code()
        if code is not None:
            raise AssistantError(code, partial_text=partial_text)

    def pause(self, seconds: float, partial_text: str = "") -> None:
        """Wait, but no longer than until the task has to stop; then raises as `check` does."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            threading.Event().wait(self.tick(left))
            self.check(partial_text)

    def tick(self, at_most: float = POLL_SECONDS) -> float:
        """Seconds to wait before looking again: a poll interval, or less when an end comes first."""
        remaining = self.remaining()
        return min(POLL_SECONDS, at_most) if remaining is None else min(POLL_SECONDS, at_most, remaining)

    def _asked_to_stop(self) -> bool:
        """A flag that cannot be read is no order to stop: a Redis that is away must not end every reply."""
        try:
            return self.is_cancelled()
        except Exception:
            log.warning("assistant.cancel_flag_unreadable", exc_info=True)
            return False
