"""A list asks the database as often for many rows as for few: what belongs to a row is read for all rows at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.core.database import engine
from tests.support.desk import Desk, Person, address, expect, path_of_fixes
from tests.support.round_trips import counted_round_trips
from tests.support.statements import noted_statements

Read = tuple[Callable[[Desk], Person], str, dict[str, str]]

READS: dict[str, Read] = {
    "own sessions": (lambda desk: desk.junior, "/ai-sessions", {}),
    "readable sessions": (lambda desk: desk.senior, "/ai-sessions", {"scope": "readable"}),
    "an admin's sessions": (lambda desk: desk.owner, "/ai-sessions", {"scope": "readable"}),
    "the queue": (lambda desk: desk.senior, "/ai-sessions/escalations", {}),
    "the bell": (lambda desk: desk.senior, "/notifications", {}),
    "members": (lambda desk: desk.owner, "/account/members", {}),
    "invitations": (lambda desk: desk.owner, "/account/invitations", {}),
    "the audit log": (lambda desk: desk.owner, "/account/audit-log", {}),
}


@pytest.mark.parametrize("what", READS)
def test_more_rows_take_no_more_statements(desk: Desk, what: str) -> None:
    whose, path, query = READS[what]
    _adds(desk, 1)
    few = _statements(whose(desk), path, query)
    for number in range(2, 6):
        _adds(desk, number)
    assert _statements(whose(desk), path, query) == few


ROUND_TRIPS: dict[str, tuple[Read, int]] = {
    "me": ((lambda desk: desk.junior, "/auth/me", {}), 1),
    "the count": ((lambda desk: desk.senior, "/ai-sessions/escalations/count", {}), 2),
    "the queue": (READS["the queue"], 2),
    "own sessions": (READS["own sessions"], 3),
    "an admin's sessions": (READS["an admin's sessions"], 3),
    "a session": ((lambda desk: desk.junior, "/ai-sessions/<session>", {}), 3),
    "its attempts": ((lambda desk: desk.junior, "/ai-sessions/<session>/attempts", {}), 4),
    "its steps": ((lambda desk: desk.junior, "/ai-sessions/<session>/steps", {}), 3),
    "it with all its parts": (
        (lambda desk: desk.junior, "/ai-sessions/<session>", {"include": "steps,fixes,facts,lane,attempts,handoff"}),
        9,
    ),
}


@pytest.mark.parametrize("what", ROUND_TRIPS)
def test_a_read_waits_for_the_database_seldom(desk: Desk, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """The login is one of them; a read needs neither BEGIN nor COMMIT."""
    monkeypatch.setattr(engine, "FRESH_SECONDS", 3_600)
    (whose, path, query), most = ROUND_TRIPS[what]
    path = path.replace("<session>", _adds(desk, 1))
    expect(whose(desk).get(path, **query), 200)
    with counted_round_trips() as counted:
        expect(whose(desk).get(path, **query), 200)
    assert counted.count == most


def _statements(person: Person, path: str, query: dict[str, str]) -> int:
    with noted_statements() as noted:
        expect(person.get(path, **query), 200)
    return len(noted)


def _adds(desk: Desk, number: int) -> str:
    """One more of each: a session with a fix, facts that contradict each other and a handoff; a person."""
    ai_session = desk.junior.opens_session(f"Problem {number}")
    fix = desk.proposes(ai_session)
    expect(desk.junior.patch(f"{path_of_fixes(ai_session)}/{fix['id']}/outcome", outcome="applied_failed"), 200)
    for user in ("Jane", "Joe"):
        expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", kind="user", value=user), 201)
    desk.junior.escalates(ai_session, target_user_id=desk.senior.id if number % 2 else None)
    expect(desk.owner.post("/account/invitations", email=address("new"), role="viewer"), 201)
    desk.joins(f"Pia{number}", "engineer")
    return str(ai_session["id"])
