"""Keyset pages: no row twice, none left out, whatever arrives meanwhile and however equal the times."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import select, update

from models.ai_session import AiSession
from models.core import clock
from models.core.errors import Invalid
from models.core.paging import encode, page_of
from tests.support.desk import Desk


@pytest.fixture
def opened(desk: Desk) -> list[str]:
    """Seven sessions of one and the same moment."""
    session_ids = [desk.junior.opens_session(f"Problem {number}")["id"] for number in range(7)]
    with desk.unit() as unit:
        unit.db_session.execute(update(AiSession).values(created_at=clock.now()))
    return session_ids


def pages(desk: Desk, *, limit: int, **options: Any) -> list[list[str]]:
    found, cursor = [], None
    with desk.unit():
        while True:
            page = page_of(select(AiSession), AiSession, limit=limit, cursor=cursor, **options)
            found.append([str(row.id) for row in page.items])
            if page.next_cursor is None:
                return found
            cursor = page.next_cursor


def test_rows_of_one_moment_come_once_each_newest_first(desk: Desk, opened: list[str]) -> None:
    for limit in range(1, 9):
        found = pages(desk, limit=limit)
        assert list(chain(*found)) == sorted(opened, reverse=True)
        assert all(len(page) == limit for page in found[:-1])


def test_rows_of_one_moment_come_once_each_oldest_first(desk: Desk, opened: list[str]) -> None:
    for limit in range(1, 9):
        assert list(chain(*pages(desk, limit=limit, newest_first=False))) == sorted(opened)


def test_a_last_full_page_has_no_next_one(desk: Desk, opened: list[str]) -> None:
    assert len(pages(desk, limit=7)) == 1


def test_what_arrives_between_two_pages_moves_nothing(desk: Desk) -> None:
    opened = [desk.junior.opens_session()["id"] for _ in range(4)]
    with desk.unit():
        first = page_of(select(AiSession), AiSession, limit=2, cursor=None)
        cursor = first.next_cursor
    desk.junior.opens_session("Newer")
    with desk.unit():
        rest = page_of(select(AiSession), AiSession, limit=10, cursor=cursor)
        assert [str(row.id) for row in rest.items] == [opened[1], opened[0]]


@pytest.mark.parametrize("moment", ["2026-01-01T00:00:00", "yesterday", "2026-13-01T00:00:00+00:00"])
def test_a_cursor_with_a_time_that_is_none_is_refused(desk: Desk, moment: str) -> None:
    class Place:
        created_at = type("Moment", (), {"isoformat": lambda self: moment})()
        id = "01a206a1-937a-70cb-9d8e-26affbc70424"

    with desk.unit(), pytest.raises(Invalid):
        page_of(select(AiSession), AiSession, limit=1, cursor=encode(Place()))


def test_a_cursor_keeps_the_microseconds(desk: Desk) -> None:
    with desk.unit() as unit:
        moment = datetime.fromisoformat("2026-01-01T00:00:00.000001+00:00")
        row = AiSession(id="01a206a1-937a-70cb-9d8e-26affbc70424", created_at=moment)
        assert encode(row) != encode(AiSession(id=row.id, created_at=moment.replace(microsecond=0)))
        unit.rollback()
