"""Accounts with as much history as wanted, written straight into the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from tests.bench.place import Place
from tests.support.desk import Desk

OTHERS = 4
OPEN = 200
"""So many handoffs of an account wait, and as many sessions hold the word `zebra`, whatever the size."""

_WORDS = ["ix_ai_sessions_found_by", "ix_steps_found_by"]
_HISTORY = (Path(__file__).parent / "fill.sql").read_text()


def fill(place: Place, *, count: int) -> Desk:
    """An account with `count` sessions, as many handoffs and twice as many steps, beside four of the same size."""
    desks = [place.installation.open_desk() for _ in range(1 + OTHERS)]
    with without_words(place):
        for desk in desks:
            # Within ninety days, so that analytics has all of it in its longest period.
            _history(place, desk, count, 80 * 86_400 / count)
    place.installation.sql("vacuum analyze")
    return desks[0]


def lone_account(place: Place, *, count: int, apart: float) -> Desk:
    """An account with `count` sessions, one every `apart` seconds back from now, as `fill` makes them."""
    with without_words(place):
        desk = place.installation.open_desk()
        _history(place, desk, count, apart)
    place.installation.sql("vacuum analyze")
    return desk


@contextmanager
def without_words(place: Place) -> Iterator[None]:
    """Full text indexes are built anew once the rows are there: a fifth of the time."""
    sql = place.installation.sql
    indexes = sql("select indexdef from pg_indexes where indexname = any(%(names)s)", names=_WORDS)
    for name in _WORDS:
        sql(f"drop index {name}")
    yield
    for index in indexes:
        sql("set maintenance_work_mem = '512MB'; " + index["indexdef"].replace("%", "%%"))


def _history(place: Place, desk: Desk, count: int, apart: float) -> None:
    place.installation.sql(
        _HISTORY,
        account=desk.account_id,
        user=UUID(desk.junior.id),
        senior=UUID(desk.senior.id),
        count=count,
        open=count // OPEN,
        apart=apart,
    )
