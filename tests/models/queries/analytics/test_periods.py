"""The days and weeks of a period, also where clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from models.queries.analytics.periods import Period


def _period(zone: str, until: datetime, days: int) -> Period:
    return Period(f"{days}d", until - timedelta(days=days), until, ZoneInfo(zone))


def test_a_day_on_which_clocks_go_back_has_25_hours() -> None:
    period = _period("Europe/Berlin", datetime(2026, 10, 28, 12, tzinfo=UTC), 7)
    assert period.days == [date(2026, 10, day) for day in range(21, 29)]
    lengths = [(end - begin) / timedelta(hours=1) for begin, end in pairwise(period.midnights)]
    assert lengths == [24, 24, 24, 25, 24, 24]


def test_a_day_that_begins_at_one_o_clock_begins_there() -> None:
    """In Cuba, clocks go forward at midnight."""
    period = _period("America/Havana", datetime(2026, 3, 10, 12, tzinfo=UTC), 7)
    begins = period.midnights[period.days.index(date(2026, 3, 8)) - 1].astimezone(period.zone)
    assert (begins.day, begins.hour) == (8, 1)


def test_the_last_week_ends_today_and_the_first_one_may_be_cut() -> None:
    until = datetime(2026, 11, 29, 12, tzinfo=UTC)
    assert _period("UTC", until, 30).weeks == [
        *(date(2026, 10, 30), date(2026, 11, 2), date(2026, 11, 9)),
        *(date(2026, 11, 16), date(2026, 11, 23)),
    ]
    assert _period("UTC", until, 7).weeks == [date(2026, 11, 22), date(2026, 11, 23)]
