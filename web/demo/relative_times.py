"""Times relative to now, so that newly created demo data always looks recent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

RelativeTime = Callable[[datetime], datetime]
"""Takes the current time and returns the moment."""

_FRIDAY = 4


def minutes_ago(minutes: int) -> RelativeTime:
    return lambda now: now - timedelta(minutes=minutes)


def on_workday(*, days_ago: int, hour: int, minute: int) -> RelativeTime:
    """At this time (UTC) that many days ago, or on the Friday before if that day is on a weekend."""

    def moment(now: datetime) -> datetime:
        day = now - timedelta(days=days_ago)
        day -= timedelta(days=max(0, day.weekday() - _FRIDAY))
        return day.replace(hour=hour, minute=minute, second=14, microsecond=0)

    return moment
