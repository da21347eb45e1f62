"""Quiet hours and digests, also on the nights on which clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from models.core.time_zones import moment_of, names, zone
from models.quiet_hours import DAYS, Digest, QuietHours, next_digest

EVERY_DAY = frozenset(range(DAYS))
BERLIN, NEW_YORK, LORD_HOWE = (ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe"))
HAVANA, APIA, KATHMANDU = (ZoneInfo(name) for name in ("America/Havana", "Pacific/Apia", "Asia/Kathmandu"))
ZONES = (BERLIN, NEW_YORK, LORD_HOWE, HAVANA, APIA, KATHMANDU)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def quiet(hours: str, days: frozenset[int] = EVERY_DAY) -> QuietHours:
    start, end = (time.fromisoformat(part) for part in hours.split("-"))
    return QuietHours(start=start, end=end, days=days)


@pytest.mark.parametrize(
    ("hours", "where", "moment", "end"),
    [
        pytest.param("22:00-06:00", BERLIN, "2026-01-13T22:10", "2026-01-14T05:00", id="before midnight"),
        pytest.param("22:00-06:00", BERLIN, "2026-01-14T04:59", "2026-01-14T05:00", id="after midnight"),
        pytest.param("22:00-06:00", BERLIN, "2026-01-14T05:00", None, id="its end is loud"),
        pytest.param("22:00-06:00", BERLIN, "2026-01-13T21:00", "2026-01-14T05:00", id="its beginning is quiet"),
        pytest.param("12:00-13:00", KATHMANDU, "2026-01-13T06:30", "2026-01-13T07:15", id="at noon, by a quarter hour"),
        pytest.param("22:00-06:00", BERLIN, "2026-03-28T22:00", "2026-03-29T04:00", id="a night of seven hours"),
        pytest.param("22:00-06:00", BERLIN, "2026-10-24T21:00", "2026-10-25T05:00", id="a night of nine hours"),
        pytest.param("22:00-02:30", BERLIN, "2026-03-28T22:00", "2026-03-29T01:00", id="ends at a skipped time"),
        pytest.param("02:30-06:00", BERLIN, "2026-03-29T00:59", None, id="before it begins at a skipped time"),
        pytest.param("02:30-06:00", BERLIN, "2026-03-29T01:00", "2026-03-29T04:00", id="begins at a skipped time"),
        pytest.param("22:00-02:30", BERLIN, "2026-10-25T00:45", "2026-10-25T01:30", id="ends at the second 02:30"),
        pytest.param("02:30-06:00", BERLIN, "2026-10-25T00:30", "2026-10-25T05:00", id="begins at the first 02:30"),
        pytest.param("22:00-01:45", LORD_HOWE, "2026-04-04T14:40", "2026-04-04T15:15", id="half an hour comes twice"),
        pytest.param("22:00-00:30", HAVANA, "2026-03-08T04:30", "2026-03-08T05:00", id="midnight is skipped"),
        pytest.param("22:00-06:00", APIA, "2011-12-30T09:00", "2011-12-30T16:00", id="a whole day is skipped"),
    ],
)
def test_quiet_hours_end_by_the_clocks_of_the_place(hours: str, where: ZoneInfo, moment: str, end: str | None) -> None:
    assert quiet(hours).until(utc(moment), where) == (utc(end) if end else None)


def test_a_weekend_of_whole_days_is_one_quiet_time() -> None:
    weekend = quiet("00:00-00:00", frozenset({5, 6}))
    monday = utc("2026-01-18T23:00")
    assert weekend.until(utc("2026-01-17T12:00"), BERLIN) == monday
    assert weekend.until(monday, BERLIN) is None
    assert weekend.until(utc("2026-01-16T22:59"), BERLIN) is None
    assert not weekend.never_end
    assert quiet("00:00-00:00").never_end


def test_a_day_is_the_one_on_which_the_quiet_hours_begin() -> None:
    friday_night = quiet("22:00-06:00", frozenset({4}))
    assert friday_night.until(utc("2026-01-17T03:00"), BERLIN) == utc("2026-01-17T05:00")
    assert friday_night.until(utc("2026-01-16T03:00"), BERLIN) is None
    assert friday_night.until(utc("2026-01-17T22:00"), BERLIN) is None


_MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
_TIMES = st.times().map(lambda found: found.replace(second=0, microsecond=0))


@settings(max_examples=300, deadline=None)
@given(moment=_MOMENTS, start=_TIMES, end=_TIMES, days=st.frozensets(st.integers(0, 5)), where=st.sampled_from(ZONES))
def test_it_is_quiet_whenever_the_clocks_show_a_quiet_time(
    moment: datetime, start: time, end: time, days: frozenset[int], where: ZoneInfo
) -> None:
    """Compared with what somebody reads off the wall; only an hour that comes twice is quieter than that."""
    hours = QuietHours(start=start, end=end, days=days)
    until = hours.until(moment, where)
    if _reads_quiet(hours, moment.astimezone(where)):
        assert until is not None
    elif not _is_near_a_change(moment, where):
        assert until is None
    if until is not None:
        assert until > moment
        assert hours.until(until, where) is None


def _reads_quiet(hours: QuietHours, local: datetime) -> bool:
    at, today = local.time(), local.weekday() in hours.days
    yesterday = (local.date() - timedelta(days=1)).weekday() in hours.days
    if hours.start < hours.end:
        return today and hours.start <= at < hours.end
    return (today and at >= hours.start) or (yesterday and at < hours.end)


def _is_near_a_change(moment: datetime, where: ZoneInfo) -> bool:
    around = (moment + timedelta(hours=hours) for hours in (-2, 0, 2))
    return len({near.astimezone(where).utcoffset() for near in around}) > 1


@pytest.mark.parametrize(
    ("digest", "where", "moment", "at"),
    [
        (Digest.OFF, BERLIN, "2026-01-13T09:10", "2026-01-13T09:10"),
        (Digest.HOURLY, BERLIN, "2026-01-13T09:10", "2026-01-13T10:00"),
        (Digest.HOURLY, BERLIN, "2026-01-13T09:00", "2026-01-13T10:00"),
        (Digest.HOURLY, KATHMANDU, "2026-01-13T09:10", "2026-01-13T09:15"),
        (Digest.DAILY, BERLIN, "2026-01-13T06:59", "2026-01-13T07:00"),
        (Digest.DAILY, BERLIN, "2026-01-13T07:00", "2026-01-14T07:00"),
        (Digest.DAILY, BERLIN, "2026-03-28T20:00", "2026-03-29T06:00"),
        (Digest.DAILY, BERLIN, "2026-10-24T20:00", "2026-10-25T07:00"),
    ],
)
def test_the_next_digest(digest: Digest, where: ZoneInfo, moment: str, at: str) -> None:
    assert next_digest(digest, time(8), utc(moment), where) == utc(at)


def test_a_daily_digest_at_a_skipped_time_comes_when_the_clocks_change_and_at_a_repeated_time_once() -> None:
    at = time(2, 30)
    assert next_digest(Digest.DAILY, at, utc("2026-03-28T12:00"), BERLIN) == utc("2026-03-29T01:00")
    first = next_digest(Digest.DAILY, at, utc("2026-10-24T12:00"), BERLIN)
    assert first == utc("2026-10-25T00:30")
    assert next_digest(Digest.DAILY, at, first, BERLIN) == utc("2026-10-26T01:30")


def test_time_zones_come_from_the_database_and_a_dropped_one_is_utc() -> None:
    assert {"Europe/Berlin", "Asia/Calcutta", "UTC"} <= names()
    assert "europe" not in names()
    assert zone("Mars/Olympus") == ZoneInfo("UTC")
    assert moment_of(date(2026, 7, 1), time(12), zone("Europe/Berlin")) == utc("2026-07-01T10:00")
