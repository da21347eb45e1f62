"""Accounts with as much history as wanted, written straight into the tables."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from tests.bench.place import Place
from tests.support.desk import Desk

OTHERS = 4
OPEN = 200
"""So many handoffs of an account wait, and as many sessions hold the word `zebra`, whatever the size."""

# Full text indexes are built anew once the rows are there: a fifth of the time.
_WORDS = ["ix_ai_sessions_found_by", "ix_steps_found_by"]
_HISTORY = (Path(__file__).parent / "fill.sql").read_text()


def fill(place: Place, *, count: int) -> Desk:
    """An account with `count` sessions, as many handoffs and twice as many steps, beside four of the same size."""
    installation, desks = place.installation, [place.installation.open_desk() for _ in range(1 + OTHERS)]
    indexes = installation.sql("select indexdef from pg_indexes where indexname = any(%(names)s)", names=_WORDS)
    for name in _WORDS:
        installation.sql(f"drop index {name}")
    for desk in desks:
        _history(place, desk, count)
    for index in indexes:
        installation.sql("set maintenance_work_mem = '512MB'; " + index["indexdef"].replace("%", "%%"))
    installation.sql("vacuum analyze")
    return desks[0]


def _history(place: Place, desk: Desk, count: int) -> None:
    place.installation.sql(
        _HISTORY,
        account=desk.account_id,
        user=UUID(desk.junior.id),
        senior=UUID(desk.senior.id),
        count=count,
        open=count // OPEN,
        # Within ninety days, so that analytics has all of it in its longest period.
        apart=80 * 86_400 / count,
    )
