"""When an open stream has to do something besides passing events on."""

from __future__ import annotations

import time
from dataclasses import dataclass
from secrets import SystemRandom

_random = SystemRandom()


@dataclass(frozen=True, kw_only=True)
class Pace:
    """The times of every stream; ranges are drawn from anew for each, so that clients do not return all at once."""

    heartbeat_seconds: float = 25.0
    recheck_seconds: float = 60.0
    age_seconds: tuple[float, float] = (900.0, 1_800.0)
    """How old a stream may grow; a client that comes back passes all the checks of a request again."""
    retry_ms: tuple[int, int] = (1_000, 5_000)
    """The pause before a client reconnects."""

    def draw_age(self) -> float:
        return _random.uniform(*self.age_seconds)

    def draw_retry_ms(self) -> int:
        return _random.randint(*self.retry_ms)


class Alarm:
    """Rings each `seconds`; an alarm that was overslept rings once."""

    __slots__ = ("_next", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = time.monotonic() + seconds

    @property
    def seconds_left(self) -> float:
        return max(0.0, self._next - time.monotonic())

    def has_rung(self) -> bool:
        """True once for each ring."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


class Alarms:
    """Of one stream, set when it begins."""

    __slots__ = ("age", "heartbeat", "recheck")

    def __init__(self, pace: Pace) -> None:
        self.heartbeat = Alarm(pace.heartbeat_seconds)
        self.recheck = Alarm(pace.recheck_seconds)
        self.age = Alarm(pace.draw_age())

    @property
    def seconds_left(self) -> float:
        """Until the next of them."""
        return min(self.heartbeat.seconds_left, self.recheck.seconds_left, self.age.seconds_left)
