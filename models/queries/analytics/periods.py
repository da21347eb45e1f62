"""The time that figures cover, and the days and weeks that it is divided into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from models.core import clock
from models.core.time_zones import moment_of, zone
from models.core.unit_of_work import current, db_session
from models.queries.account_settings import account_settings

LENGTHS = {"7d": timedelta(days=7), "30d": timedelta(days=30), "90d": timedelta(days=90)}
DEFAULT_LENGTH = "30d"
_WEEK = 7


@dataclass(frozen=True)
class Period:
    """The last days up to now.  The first of its calendar days is usually cut."""

    name: str
    since: datetime
    until: datetime
    zone: ZoneInfo

    @property
    def time_zone(self) -> str:
        return self.zone.key

    @cached_property
    def days(self) -> list[date]:
        """All days in `time_zone`, also those on which nothing happened."""
        first, last = (moment.astimezone(self.zone).date() for moment in (self.since, self.until))
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    @property
    def weeks(self) -> list[date]:
        """The first day of each week.  Today ends the last one, so the first one may be cut."""
        return [
            day for index, day in enumerate(self.days) if index == 0 or self._week_of(index - 1) < self._week_of(index)
        ]

    @property
    def midnights(self) -> list[datetime]:
        """The first moment of each day but the first one."""
        return [moment_of(day, time(), self.zone) for day in self.days[1:]]

    @property
    def values(self) -> Mapping[str, Any]:
        """What the queries' SQL names.

        `width_bucket(moment, :midnights)` is the place of a moment's day in `days`.  The bounds come from here, because
        the database's own time zones may differ from Python's.
        """
        return {
            "account_id": current().account_id,
            "since": self.since,
            "midnights": self.midnights,
            "week_shift": self._shift,
        }

    @property
    def _shift(self) -> int:
        return -len(self.days) % _WEEK

    def _week_of(self, index: int) -> int:
        return (index + self._shift) // _WEEK


def last_period(name: str, time_zone: str | None) -> Period:
    """`name` is one of LENGTHS; without a `time_zone`, it is the account's."""
    now = clock.now()
    return Period(name, now - LENGTHS[name], now, zone(time_zone or account_settings().time_zone))


def read_through_indexes() -> None:
    """Forbid reading whole tables until the transaction ends.

    PostgreSQL knows how many rows a period and an account have, but not both together: it takes a busy neighbour's rows
    for this account's, and reads the history of everybody instead of the period of one.
    """
    db_session().execute(text("set local enable_seqscan = off"))
