"""Whoever locks a row sees it as it is now, whatever they had read before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from models.ai_session import AiSession
from models.core.locking import locked
from tests.support.desk import Desk, expect


def test_a_locked_row_is_read_anew(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    path = f"/ai-sessions/{ai_session['id']}/messages"
    with desk.unit() as unit, ThreadPoolExecutor(1) as meanwhile:
        before = unit.db_session.get_one(AiSession, UUID(ai_session["id"]))
        assert before.step_count == 1
        expect(meanwhile.submit(desk.junior.post, path, content="One more thing").result(), 202)
        assert locked(AiSession, before.id).step_count == 2


def test_a_change_of_ones_own_outlives_the_lock(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    with desk.unit() as unit:
        row = unit.db_session.get_one(AiSession, UUID(ai_session["id"]))
        row.title = "Renamed"
        assert locked(AiSession, row.id).title == "Renamed"
