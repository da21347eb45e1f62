"""Two accounts side by side: neither path, body, list nor event of the one reaches the other.

Every route with an id is tried in `tests/contracts/test_routes.py`; here is what no URL map shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from models.ai_session import AiSession
from models.core import ids
from models.user import User
from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener


@pytest.fixture
def heard_elsewhere(other_desk: Desk, redis_url: str) -> Iterator[EventListener]:
    with EventListener(redis_url, other_desk.account_id) as listening:
        yield listening


def test_another_account_hears_nothing(
    desk: Desk, other_desk: Desk, heard: EventListener, heard_elsewhere: EventListener
) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    heard.wait_for("handoff_created", handoff_id=handoff["id"])
    heard_elsewhere.drain()
    assert heard_elsewhere.types() == []


def test_another_accounts_lists_are_empty(desk: Desk, other_desk: Desk) -> None:
    desk.junior.escalates(desk.junior.opens_session())
    for path in ("/ai-sessions", "/ai-sessions/escalations", "/notifications"):
        assert expect(other_desk.owner.get(path), 200)["items"] == [], path


def test_a_cursor_from_another_account_opens_nothing(desk: Desk, other_desk: Desk) -> None:
    for _ in range(2):
        desk.junior.opens_session()
    cursor = expect(desk.junior.get("/ai-sessions", limit=1), 200)["next_cursor"]
    assert expect(other_desk.junior.get("/ai-sessions", cursor=cursor), 200)["items"] == []


def test_another_accounts_session_is_no_topic(desk: Desk, other_desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    refuse(other_desk.owner.get("/stream", topics=f"session:{ai_session['id']}"), 404, "not_found")


def test_ones_own_session_with_anothers_handoff_or_fix_is_not_found(desk: Desk, other_desk: Desk) -> None:
    theirs = desk.junior.opens_session()
    fix, handoff = desk.proposes(theirs), desk.junior.escalates(theirs)
    own = other_desk.junior.opens_session()
    refuse(other_desk.senior.claims(handoff | {"session_id": own["id"]}), 404, "not_found")
    refuse(other_desk.junior.post(f"/ai-sessions/{own['id']}/suggested-fixes/{fix['id']}/apply"), 404, "not_found")


@pytest.mark.parametrize("table", ["ai_sessions", "users", "outbox", "steps", "accounts"])
def test_the_database_alone_shows_one_accounts_rows(desk: Desk, other_desk: Desk, table: str) -> None:
    """No condition in the query: the policy holds without the code."""
    other_desk.junior.opens_session()
    desk.junior.opens_session()
    column = "id" if table == "accounts" else "account_id"
    with desk.unit() as unit:
        assert set(unit.db_session.scalars(text(f"select {column} from {table}"))) == {desk.account_id}


def test_the_database_alone_refuses_a_row_for_another_account(desk: Desk, other_desk: Desk) -> None:
    eve = User(account_id=other_desk.account_id, name="Eve", email="eve@acme.test", password_hash="", role="admin")
    with pytest.raises(ProgrammingError, match="row-level security"), desk.unit() as unit:
        unit.db_session.add(eve)


def test_the_database_alone_changes_nothing_of_another_account(desk: Desk, other_desk: Desk) -> None:
    theirs = other_desk.junior.opens_session()
    with desk.unit() as unit:
        update = text("update ai_sessions set status = 'abandoned' where id = :id")
        assert unit.db_session.execute(update, {"id": theirs["id"]}).rowcount == 0
        moved = text("update ai_sessions set account_id = :account where account_id = :own")
        assert unit.db_session.execute(moved, {"account": desk.account_id, "own": other_desk.account_id}).rowcount == 0
    assert other_desk.junior.reads(theirs) == theirs


def test_a_foreign_key_cannot_reach_into_another_account(desk: Desk, other_desk: Desk) -> None:
    """Foreign keys are checked past the policies; their account column is what stops this one."""
    ai_session = AiSession(
        id=ids.new_id(),
        account_id=desk.account_id,
        user_id=UUID(desk.junior.id),
        handler_id=UUID(other_desk.junior.id),
        title="Mixed",
        problem="Mixed",
    )
    with pytest.raises(IntegrityError, match="fk_ai_sessions_account_id_handler_id"), desk.unit() as unit:
        unit.db_session.add(ai_session)
