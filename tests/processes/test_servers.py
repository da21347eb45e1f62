"""Redis and PostgreSQL that go away in the middle: whatever was accepted is carried out, once."""

from __future__ import annotations

import signal
from typing import Any

from tests.outside.anthropic_server import Gate
from tests.support.chat import answers, session_now
from tests.support.desk import Desk
from tests.support.eventually import eventually
from tests.support.fleet import Fleet
from tests.support.installation import Installation
from tests.support.own_postgres import OwnPostgres

SESSIONS = 5


def are_answered_once(desk: Desk, sessions: list[dict[str, Any]]) -> bool:
    """Every session's reply has ended well; more than one answer to one problem fails at once."""
    written = [answers(desk.junior, one) for one in sessions]
    assert all(len(steps) <= 1 for steps in written)
    return all([step["data"]["status"] for step in steps] == ["finished"] for steps in written)


def test_a_redis_that_comes_back_empty_has_lost_nothing(
    fleet: Fleet, installation: Installation, desk: Desk, ai_session: dict[str, Any], gate: Gate
) -> None:
    installation.redis.kill()
    sessions = [ai_session, *(desk.junior.opens_session() for _ in range(SESSIONS))]
    handoff = desk.junior.escalates(sessions[-1])
    installation.redis.start()
    gate.open()
    assert eventually(lambda: are_answered_once(desk, sessions)), fleet.story("worker_ai")
    assert eventually(lambda: not installation.sql(_OPEN_EVENTS, id=desk.account_id)), fleet.story("relay")
    assert session_now(desk.senior, sessions[-1])["open_handoff_id"] == handoff["id"]


def test_a_flushed_redis_has_lost_nothing(
    fleet: Fleet, installation: Installation, desk: Desk, ai_session: dict[str, Any], gate: Gate
) -> None:
    sessions = [ai_session, *(desk.junior.opens_session() for _ in range(SESSIONS))]
    installation.forget_redis()
    gate.open()
    assert eventually(lambda: are_answered_once(desk, sessions)), fleet.story("worker_ai")


def test_a_crashed_postgres_has_lost_nothing_and_nothing_is_done_twice(
    fleet: Fleet, postgres: OwnPostgres, installation: Installation, desk: Desk, ai_session: dict[str, Any], gate: Gate
) -> None:
    sessions = [ai_session, *(desk.junior.opens_session() for _ in range(SESSIONS))]
    postgres.stop(signal.SIGQUIT)
    gate.open()
    postgres.start()
    assert eventually(lambda: are_answered_once(desk, sessions)), fleet.story("worker_ai")
    assert installation.sql("select 1 from replies where status in ('queued', 'running')") == []


_OPEN_EVENTS = "select 1 from outbox where kind = 'event' and state <> 'done' and account_id = %(id)s"
