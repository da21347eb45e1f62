"""How a caller limits a task with the assistant: a deadline, a way to stop it, and what it may spend.

The adapter enforces the first two while it waits for the network (`claude.watchdog`); `attempts` enforces the third.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from tasks.integrations.assistant.errors import AssistantError, Cancelled, DeadlineReached

POLL_SECONDS = 0.2
"""How often `is_cancelled` is called while a task runs; each call may cost a round trip to Redis."""

log = structlog.get_logger(__name__)


def never() -> bool:
    """For tasks that cannot be stopped."""
    return False


class Purse(Protocol):
    """What the account may spend: asked before each attempt, and told what each attempt cost."""

    def check(self) -> None:
        """Raises BudgetExhausted if no further call may be made."""

    def spend(self, micros: int) -> None:
        """Count an attempt that cost `micros` millionths of a US dollar."""


class Unlimited:
    """For callers without an account, such as evaluations."""

    def check(self) -> None:
        """Never raises."""

    def spend(self, micros: int) -> None:
        """Nothing is counted."""


@dataclass(frozen=True)
class Control:
    """`deadline` is a `time.monotonic()` value in seconds, None for no limit; `is_cancelled` is called every 0.2 s."""

    deadline: float | None = None
    is_cancelled: Callable[[], bool] = never
    purse: Purse = field(default_factory=Unlimited)

    def remaining(self) -> float | None:
        """Seconds left, never negative; None without a deadline."""
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    def must_stop(self) -> type[AssistantError] | None:
        """The error with which the task has to end now, or None."""
        if self.remaining() == 0.0:
            return DeadlineReached
        return Cancelled if self._is_cancelled() else None

    def check(self, partial_text: str = "") -> None:
        """Raise DeadlineReached or Cancelled with the partial text, if it is time to stop."""
        stopped = self.must_stop()
        if stopped is not None:
            raise stopped(partial_text=partial_text)

    def pause(self, seconds: float, partial_text: str = "") -> None:
        """Wait this long; if the task has to stop earlier, raise as `check` does."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            threading.Event().wait(self.tick(left))
            self.check(partial_text)

    def tick(self, at_most: float = POLL_SECONDS) -> float:
        """Seconds until the next check: a poll interval, or less if the wait or the deadline ends earlier."""
        remaining = self.remaining()
        return min(POLL_SECONDS, at_most) if remaining is None else min(POLL_SECONDS, at_most, remaining)

    def _is_cancelled(self) -> bool:
        """False if the flag cannot be read: an outage of Redis must not end every reply."""
        try:
            return self.is_cancelled()
        except Exception:
            log.warning("assistant.cancel_flag_unreadable", exc_info=True)
            return False
