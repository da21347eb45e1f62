"""Time zones by their names in the IANA database, and local times as moments.

A clock time of one day can be ambiguous: when clocks go back it occurs twice, when they go forward it may not occur at
all.  The rules here are those of PEP 495, except that a skipped time means the moment of the change.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_SECOND = timedelta(seconds=1)


@cache
def names() -> frozenset[str]:
    """All names that `zone` accepts.  The package `tzdata` adds those that the operating system lacks."""
    return frozenset(available_timezones())


def zone(name: str) -> ZoneInfo:
    """The time zone of this name; UTC for a stored name that a newer database has dropped."""
    return ZoneInfo(name if name in names() else "UTC")


def moment_of(day: date, at: time, where: ZoneInfo, *, last: bool = False) -> datetime:
    """The moment, in UTC, at which clocks in `where` show `at` on `day`.

    Of a time that occurs twice, the first, or with `last` the second.  For a time that is skipped, the moment at which
    the clocks are put forward.
    """
    local = datetime.combine(day, at, where)
    moment = local.replace(fold=1 if last else 0).astimezone(UTC)
    if moment.astimezone(where).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _clock_change(local.replace(fold=1).astimezone(UTC), local.replace(fold=0).astimezone(UTC), where)


def _clock_change(before: datetime, after: datetime, where: ZoneInfo) -> datetime:
    """The change of the offset between two moments, to the second, by halving."""
    old = before.astimezone(where).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(where).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
