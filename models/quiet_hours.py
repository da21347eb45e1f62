"""When a person's messages are sent: quiet hours and digests, by the clocks of the person's time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.core.time_zones import moment_of

DAYS = 7
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """Begin at `start` on each of `days` (0 is Monday) and end at the next `end`, on the same day or the next.

    If both times are equal, they last until the same time of the next day.  When clocks change, it is never loud at a
    moment at which the clocks show a quiet time: a time that occurs twice begins at the first and ends at the second.
    """

    start: time
    end: time
    days: frozenset[int]

    @property
    def never_end(self) -> bool:
        return self.start == self.end and len(self.days) == DAYS

    def until(self, moment: datetime, where: ZoneInfo) -> datetime | None:
        """When the quiet hours end that contain `moment`; None if it is in none.  Hours that adjoin count as one."""
        end = moment
        for _ in range(DAYS + 1):
            next_end = self._end_of_those_at(end, where)
            if next_end is None:
                break
            end = next_end
        return end if end > moment else None

    def _end_of_those_at(self, moment: datetime, where: ZoneInfo) -> datetime | None:
        today = moment.astimezone(where).date()
        # Two days back, because a time zone can skip a day.
        for day in (today - 2 * _DAY, today - _DAY, today):
            if day.weekday() not in self.days:
                continue
            last_day = day if self.start < self.end else day + _DAY
            end = moment_of(last_day, self.end, where, last=True)
            if moment_of(day, self.start, where) <= moment < end:
                return end
        return None


class Digest(StrEnum):
    """How often messages are joined into one; OFF sends each at once."""

    OFF = "off"
    HOURLY = "hourly"
    DAILY = "daily"


def next_digest(digest: Digest, at: time, moment: datetime, where: ZoneInfo) -> datetime:
    """The first digest after `moment`: the next full hour, or the next time that clocks show `at`; `moment` if OFF."""
    if digest == Digest.OFF:
        return moment
    local = moment.astimezone(where)
    if digest == Digest.HOURLY:
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return moment - past + _HOUR
    days = (local.date() + n * _DAY for n in range(4))
    return next(found for day in days if (found := moment_of(day, at, where)) > moment)
