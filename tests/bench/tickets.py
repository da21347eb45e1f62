"""Figures 24 and its growth (17): lists and search of the copy of a PSA's tickets."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from models.core.database.flask_db import db
from models.queries import psa_tickets
from models.queries.psa_connections import needed_connection
from models.queries.psa_tickets import TicketFilter
from models.user import User
from tests.bench.fill import OPEN
from tests.bench.place import Place
from tests.bench.reads import ROUNDS, Reader
from tests.bench.table import Figure, growth, ms, ratio_of
from tests.support.desk import Desk
from tests.support.tickets import connects
from web import create_app

SIZES, FULL_SIZES = (2_000, 20_000), (10_000, 100_000)
OTHERS = 9
"""Accounts of the same size."""
PAGE = 50

_TICKETS = (Path(__file__).parent / "tickets.sql").read_text()
_WORDS = "ix_psa_tickets_found_by"
Read = Callable[[User], Any]


def measure(place: Place) -> Iterator[Figure]:
    url = place.installation.superuser_url.replace("postgresql://", "postgresql+psycopg2://")
    unbound = create_app(replace(place.installation.settings, database_url=url))
    grown: dict[str, list[float]] = {}
    figures: list[Figure] = []
    try:
        for size in FULL_SIZES if place.is_full else SIZES:
            desk = _fill(place, size)
            readers = [_reader(app, desk) for app in (place.installation.app, unbound)]
            figures = [_figure(name, read, readers, size, grown) for name, read in READS.items()]
        yield from figures
    finally:
        with unbound.app_context():
            db.engine.dispose()
    for name in ("the list", "a word of as many"):
        yield growth(f"tickets, {name},", grown[name])


def _figure(name: str, read: Read, readers: list[Reader], size: int, grown: dict[str, list[float]]) -> Figure:
    taken = [[reader.seconds(read) for reader in readers] for _ in range(1 + ROUNDS)][1:]
    bound, free = ([*side] for side in zip(*taken, strict=True))
    grown.setdefault(name, []).append(statistics.median(bound))
    words = f"tickets, {name}: {size:,} of an account among {size * (1 + OTHERS):,}, ours / without row-level security"
    return Figure(number="24", words=words, ours=ms(bound), peer=ms(free), ratio=ratio_of(bound, free), goal="≤ 2")


def _fill(place: Place, size: int) -> Desk:
    """An account with a copy of so many tickets, beside others; the index of words is built once they are there."""
    desks = [place.installation.open_desk() for _ in range(1 + OTHERS)]
    sql = place.installation.sql
    (index,) = sql("select indexdef from pg_indexes where indexname = %(name)s", name=_WORDS)
    sql(f"drop index {_WORDS}")
    for desk in desks:
        values = {"account": desk.account_id, "connection": connects(desk), "count": size, "open": size // OPEN}
        sql(_TICKETS, **values)
    sql("set maintenance_work_mem = '512MB'; " + index["indexdef"].replace("%", "%%"))
    sql("vacuum analyze")
    return desks[0]


def _reader(app: Any, desk: Desk) -> Reader:
    return Reader(app, desk.account_id, UUID(desk.senior.id))


def _listed(**wanted: Any) -> Read:
    def read(user: User) -> None:
        found = psa_tickets.tickets(needed_connection(), TicketFilter(**wanted), limit=PAGE, cursor=None, by=user)
        assert found.items

    return read


def _choices(_: User) -> None:
    assert psa_tickets.ticket_choices(needed_connection()).clients


def _one(user: User) -> None:
    assert psa_tickets.ticket_by_number(needed_connection(), "#1234", by=user)


READS: Mapping[str, Read] = {
    "the list": _listed(),
    "open ones": _listed(is_open=True),
    "one status": _listed(status="Waiting"),
    "one client, open": _listed(client="Client 60", is_open=True),
    "one client and board": _listed(client="Client 8", board="Board 0"),
    "a number": _listed(q="#1234"),
    "a rare word": _listed(q="vpn pc1231"),
    "a word of as many": _listed(q="zebra"),
    "a word of every sixth": _listed(q="outlook"),
    "a word of every sixth, open": _listed(q="printer", is_open=True),
    "the filters": _choices,
    "one ticket": _one,
}
