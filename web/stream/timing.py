"""How often an open stream sends a heartbeat and checks its rights, and when it ends."""

from __future__ import annotations

import time
from dataclasses import dataclass
from secrets import SystemRandom

_random = SystemRandom()


@dataclass(frozen=True, kw_only=True)
class StreamTiming:
    """The intervals of every stream.

    Each stream draws its own value from the ranges, so that clients do not all reconnect at the same time.
    """

    heartbeat_seconds: float = 25.0
    recheck_seconds: float = 60.0
    max_age_seconds: tuple[float, float] = (900.0, 1_800.0)
    """A stream ends at this age; when the client reconnects, the request passes all checks again."""
    retry_ms: tuple[int, int] = (1_000, 5_000)
    """How long a client waits before it reconnects."""

    def draw_max_age(self) -> float:
        """In seconds."""
        return _random.uniform(*self.max_age_seconds)

    def draw_retry_ms(self) -> int:
        return _random.randint(*self.retry_ms)


class IntervalTimer:
    """Elapses every `seconds`.  Intervals that passed without a call are skipped."""

    __slots__ = ("_next", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = time.monotonic() + seconds

    @property
    def seconds_left(self) -> float:
        return max(0.0, self._next - time.monotonic())

    def has_elapsed(self) -> bool:
        """Whether the interval is over.  If it is, the next interval starts with this call."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


class StreamTimers:
    """The timers of one stream.  They start when it opens."""

    __slots__ = ("heartbeat", "max_age", "recheck")

    def __init__(self, timing: StreamTiming) -> None:
        self.heartbeat = IntervalTimer(timing.heartbeat_seconds)
        self.recheck = IntervalTimer(timing.recheck_seconds)
        self.max_age = IntervalTimer(timing.draw_max_age())

    @property
    def seconds_left(self) -> float:
        """Until the first of them elapses."""
        return min(self.heartbeat.seconds_left, self.recheck.seconds_left, self.max_age.seconds_left)
