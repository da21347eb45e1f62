"""A handoff that is rolled back, at whichever of its steps, has told nobody: no row, no event, no job, no mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import redis
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError

from models.core.database.tables import Base
from settings import Settings
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.statements import noted_statements

ENTRIES = {
    "handoff": {"intent": "escalate", "reason": "Stuck"},
    "escalate": {"escalation_reason": "Stuck"},
}
"""The two calls that escalate, with their bodies."""


@dataclass
class Escalation:
    """One way to escalate a session, which a test may try again and again."""

    desk: Desk
    session_id: str
    call: str

    def ask(self) -> Any:
        return self.desk.junior.post(f"/ai-sessions/{self.session_id}/{self.call}", **ENTRIES[self.call])


@pytest.fixture(params=list(ENTRIES))
def escalation(request: pytest.FixtureRequest, desk: Desk) -> Escalation:
    desk.joins("Ben", "engineer")
    return Escalation(desk, desk.junior.opens_session()["id"], request.param)


def test_a_handoff_that_fails_at_any_step_tells_nobody(
    escalation: Escalation, heard: EventListener, settings: Settings, redis_client: redis.Redis
) -> None:
    def told() -> dict[str, Any]:
        return {
            "rows": _rows(escalation.desk),
            "jobs": _messages(redis_client),
            "mails": sorted(path.name for path in (settings.data / "mail").glob("*")),
        }

    steps = _steps_of_another(escalation)
    assert steps > 1
    before, already_heard = told(), len(heard.drain())
    notified = len(escalation.desk.senior.bell())
    for number in range(steps):
        with _failing(before=number):
            assert escalation.ask().status_code == 503
        assert told() == before, f"before step {number}"
    for number in range(steps - 1):  # the last step is the commit itself
        with _failing(after=number):
            assert escalation.ask().status_code == 503
        assert told() == before, f"after step {number}"
    assert heard.drain()[already_heard:] == []
    assert escalation.desk.senior.queue() == []
    expect(escalation.ask(), 201 if escalation.call == "handoff" else 200)
    heard.wait_for("handoff_created", session_id=escalation.session_id)
    assert escalation.desk.senior.queue() == [escalation.session_id]
    assert len(escalation.desk.senior.bell()) == notified + 1


def _steps_of_another(escalation: Escalation) -> int:
    """How many statements the same call sends for another session; withdrawn at once, so that it leaves no row open."""
    other = Escalation(escalation.desk, escalation.desk.junior.opens_session()["id"], escalation.call)
    with noted_statements() as statements:
        answer = expect(other.ask(), 201 if other.call == "handoff" else 200)
    handoff_id = answer["id"] if other.call == "handoff" else answer["handoff_id"]
    expect(other.desk.junior.post(f"/ai-sessions/{other.session_id}/handoffs/{handoff_id}/recall"), 200)
    return len(statements)


@contextmanager
def _failing(*, before: int | None = None, after: int | None = None) -> Iterator[None]:
    """Any transaction meanwhile fails at its statement of this number, before it is sent or after it was answered."""
    sent = answered = 0

    def note_sent(*_: object) -> None:
        nonlocal sent
        sent += 1
        if before is not None and sent > before:
            raise _failure()

    def note_answered(*_: object) -> None:
        nonlocal answered
        answered += 1
        if after is not None and answered > after:
            raise _failure()

    event.listen(Engine, "before_cursor_execute", note_sent)
    event.listen(Engine, "after_cursor_execute", note_answered)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", note_sent)
        event.remove(Engine, "after_cursor_execute", note_answered)


def _failure() -> OperationalError:
    """As if PostgreSQL had gone."""
    return OperationalError("a step", {}, Exception("the server closed the connection"))


def _rows(desk: Desk) -> dict[str, int]:
    """How many rows of the account each table holds, and the sessions' states."""
    tables = [table.name for table in Base.metadata.sorted_tables if "account_id" in table.c]
    counts = " union all ".join(f"select '{name}' as name, count(*) as n from {name}" for name in tables)
    states = " union all select 'session ' || status, count(*) from ai_sessions group by status"
    with desk.unit() as unit:
        return {row.name: row.n for row in unit.db_session.execute(text(counts + states))}


def _messages(client: redis.Redis) -> dict[bytes, int]:
    """How many messages wait in each queue of the workers, which do not run here."""
    keys = [key for key in client.scan_iter("dramatiq:*") if client.type(key) == b"list"]
    return {key: client.llen(key) for key in keys}
