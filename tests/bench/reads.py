"""Figures 12, 13 and 15 and their growth (17): reads of an account with much history."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.ai_session import AiSession
from models.core import clock, paging
from models.core.database.flask_db import db
from models.core.unit_of_work import db_session
from models.queries import escalations
from models.queries.session_lists import sessions_of
from models.user import User
from tests.bench.fill import OTHERS, fill
from tests.bench.place import Place
from tests.bench.table import Figure, growth, ms, ratio_of
from tests.support.desk import Desk
from web import create_app
from web.edge.application import FlowPilot, request_transaction

SIZES = (2_000, 20_000)
FULL_SIZES = (2_000, 20_000, 200_000)
MANY, AS_MANY = "pc42", "zebra"
"""Words that more sessions hold in a larger account, and that as many do in each."""
PAGE = 10
PAGES = 1_000
ROUNDS = 15


@dataclass(frozen=True)
class Reader:
    """The app's code as one person of an account, over one role of the database."""

    app: FlowPilot
    account_id: UUID
    user_id: UUID

    @contextmanager
    def user(self) -> Iterator[User]:
        with self.app.app_context(), request_transaction() as unit:
            unit.enter_account(self.account_id)
            yield unit.db_session.get_one(User, self.user_id)

    def seconds(self, read: Callable[[User], Any]) -> float:
        """Of the read alone, in a transaction of its own."""
        with self.user() as user:
            began = time.perf_counter()
            read(user)
            return time.perf_counter() - began


def measure(place: Place) -> Iterator[Figure]:
    unbound = create_app(
        replace(
            place.installation.settings,
            database_url=place.installation.superuser_url.replace("postgresql://", "postgresql+psycopg2://"),
        )
    )
    grown: dict[str, list[float]] = {}
    try:
        for size in FULL_SIZES if place.is_full else SIZES:
            desk = fill(place, count=size)
            readers = [_reader(app, desk) for app in (place.installation.app, unbound)]
            figures = list(_at(readers, desk, size, grown))
        yield from figures
    finally:
        with unbound.app_context():
            db.engine.dispose()
    for name, medians in grown.items():
        yield growth(name, medians)


def _reader(app: FlowPilot, desk: Desk) -> Reader:
    return Reader(app, desk.account_id, UUID(desk.senior.id))


def _at(readers: list[Reader], desk: Desk, size: int, grown: dict[str, list[float]]) -> Iterator[Figure]:
    mine = readers[0]
    words = (
        f"queue of an account with {size:,} handoffs among {size * (1 + OTHERS):,}, ours / without row-level security"
    )
    bound, free = _pairs(readers, _queue)
    grown.setdefault("queue", []).append(statistics.median(bound))
    yield Figure(number="12", words=words, ours=ms(bound), peer=ms(free), ratio=ratio_of(bound, free), goal="≤ 2")
    yield from _paging(replace(mine, user_id=UUID(desk.junior.id)), size)
    words = f"session search, account with {size:,} sessions, ours / without row-level security"
    searchers = [replace(one, user_id=UUID(desk.junior.id)) for one in readers]
    grown.setdefault("session search", []).append(statistics.median(_pairs(searchers, _search(AS_MANY))[0]))
    bound, free = _pairs(searchers, _search(MANY))
    yield Figure(number="15", words=words, ours=ms(bound), peer=ms(free), ratio=ratio_of(bound, free), goal="≤ 2")


def _pairs(readers: list[Reader], read: Callable[[User], Any]) -> list[list[float]]:
    """One right after the other; the first round warms up."""
    taken = [[reader.seconds(read) for reader in readers] for _ in range(1 + ROUNDS)][1:]
    return [list(side) for side in zip(*taken, strict=True)]


def _queue(user: User) -> None:
    assert escalations.queue(user, newest_first=True, limit=50, cursor=None).items


def _search(words: str) -> Callable[[User], None]:
    def search(user: User) -> None:
        assert sessions_of(user, status=None, q=words, limit=50, cursor=None).items

    return search


def _paging(reader: Reader, size: int) -> Iterator[Figure]:
    pages = min(PAGES, size // PAGE)
    with reader.user():
        place = select(AiSession).where(AiSession.account_id == reader.account_id, AiSession.user_id == reader.user_id)
        newest = place.order_by(AiSession.last_activity_at.desc(), AiSession.id.desc())
        last_seen = db_session().scalars(newest.offset((pages - 1) * PAGE - 1).limit(1)).unique().one()
        cursor = paging.encode_position(clock.now(), last_seen.last_activity_at, row_id=last_seen.id)
    first, last = [], []
    for _ in range(1 + ROUNDS):
        first.append(reader.seconds(lambda user: sessions_of(user, status=None, q=None, limit=PAGE, cursor=None)))
        last.append(reader.seconds(lambda user: sessions_of(user, status=None, q=None, limit=PAGE, cursor=cursor)))
    words = f"page {pages:,} / page 1 of the sessions list"
    yield Figure(
        number="13",
        words=words,
        ours=ms(last[1:]),
        peer=ms(first[1:]),
        ratio=ratio_of(last[1:], first[1:]),
        goal="≤ 1.5",
    )
