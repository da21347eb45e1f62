"""Added rows are written at the end of the transaction, or earlier where a statement needs them."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from models.ai_session import AiSession
from models.audit_entry import AuditEntry
from models.core.database.tables import WrittenRow, set_loaded
from models.core.unit_of_work import UnitOfWork
from models.invitation import Invitation
from models.operations.invitations import invite_member
from models.reply import Reply, ReplyStatus
from models.step import Step
from models.user import Role, User
from tests.models.core.conftest import Office
from tests.support.desk import Desk

FINISHED = {"status": ReplyStatus.FINISHED}


@pytest.fixture
def added(desk: Desk) -> Step:
    """A step that no transaction has added yet."""
    ai_session_id = UUID(desk.junior.opens_session()["id"])
    about = {"kind": "note", "content": "Seen", "data": {}, "index": 99, "id": uuid4()}
    return Step(account_id=desk.account_id, ai_session_id=ai_session_id, **about)


def entry(desk: Desk, **about: object) -> AuditEntry:
    values = {"action": "login.opened", "actor_name": "Sam", "subject_kind": "user", "subject_id": uuid4()}
    return AuditEntry(**({"account_id": desk.account_id, "detail": {"note": 'a "quoted" \\ word'}} | values | about))


def kept(office: Office, desk: Desk, row: AuditEntry) -> AuditEntry | None:
    with office.unit(desk.account_id) as unit:
        found = unit.db_session.get(AuditEntry, row.id)
        unit.db_session.expunge_all()
        return found


def test_what_is_added_is_there_after_the_commit_as_it_was_given(office: Office, desk: Desk) -> None:
    row = entry(desk)
    with office.unit(desk.account_id) as unit:
        unit.add(row)
    found = kept(office, desk, row)
    assert found
    assert (found.id, found.created_at, found.detail, found.client) == (row.id, row.created_at, row.detail, None)


def test_its_id_and_time_are_known_at_once(office: Office, desk: Desk) -> None:
    row = entry(desk)
    with office.unit(desk.account_id) as unit:
        unit.add(row)
        assert row.id
        assert row.created_at


def test_what_is_set_after_adding_is_written(office: Office, desk: Desk) -> None:
    row = entry(desk)
    with office.unit(desk.account_id) as unit:
        unit.add(row)
        row.actor_name = "Priya"
        row.detail["also"] = 1
    found = kept(office, desk, row)
    assert found
    assert (found.actor_name, found.detail) == ("Priya", row.detail)


def test_a_row_that_the_commit_wrote_refuses_changes(office: Office, desk: Desk) -> None:
    row = entry(desk)
    with office.unit(desk.account_id) as unit:
        unit.add(row)
    with pytest.raises(WrittenRow, match=r"AuditEntry\.actor_name"):
        row.actor_name = "Priya"
    assert row.actor_name == "Sam"


def test_a_row_that_a_query_wrote_refuses_changes(office: Office, desk: Desk) -> None:
    row = entry(desk)
    with office.unit(desk.account_id) as unit:
        unit.add(row)
        unit.db_session.scalar(select(func.count()).select_from(AuditEntry))
        with pytest.raises(WrittenRow):
            row.actor_name = "Priya"


def test_a_query_in_the_same_transaction_finds_it(office: Office, desk: Desk) -> None:
    with office.unit(desk.account_id) as unit:
        row = entry(desk)
        unit.add(row)
        assert unit.db_session.scalar(select(func.count()).where(AuditEntry.id == row.id)) == 1


def test_a_rollback_takes_it_along(office: Office, desk: Desk) -> None:
    row = entry(desk)
    with pytest.raises(KeyError), office.unit(desk.account_id) as unit:
        _add_and_fail(unit, row)
    assert kept(office, desk, row) is None


def _add_and_fail(unit: UnitOfWork, row: AuditEntry) -> None:
    unit.add(row)
    raise KeyError


def test_a_row_of_another_account_is_refused_by_the_database(office: Office, desk: Desk, other_desk: Desk) -> None:
    with pytest.raises(DBAPIError, match="row-level security"), office.unit(desk.account_id) as unit:
        unit.add(entry(other_desk))


def test_a_new_row_of_the_orm_may_refer_to_it(office: Office, desk: Desk, added: Step) -> None:
    with office.unit(desk.account_id) as unit:
        unit.add(added)
        reply = Reply(account_id=desk.account_id, ai_session_id=added.ai_session_id, step_id=added.id, **FINISHED)
        unit.db_session.add(reply)
    assert desk.rows(select(Step).where(Step.id == added.id).join(Reply, Reply.step_id == Step.id))


def test_a_changed_row_of_the_orm_may_refer_to_it(office: Office, desk: Desk, added: Step) -> None:
    with office.unit(desk.account_id) as unit:
        reply = Reply(account_id=desk.account_id, ai_session_id=added.ai_session_id, **FINISHED)
        unit.db_session.add(reply)
        unit.db_session.flush()
        unit.add(added)
        reply.step_id = added.id
    assert desk.rows(select(Step).where(Step.id == added.id).join(Reply, Reply.step_id == Step.id))


def test_a_change_that_does_not_refer_to_it_leaves_it_waiting(office: Office, desk: Desk, added: Step) -> None:
    with office.unit(desk.account_id) as unit:
        ai_session = unit.db_session.get_one(AiSession, added.ai_session_id)
        unit.add(added)
        ai_session.title = "Another title"
        unit.db_session.flush()
        added.content = "Still open to changes"
    assert [row.content for row in desk.rows(select(Step).where(Step.id == added.id))] == ["Still open to changes"]


def test_what_is_set_as_loaded_is_neither_read_nor_written(office: Office, desk: Desk) -> None:
    with office.unit(desk.account_id) as unit:
        owner = unit.db_session.get_one(User, desk.owner.id)
        set_loaded(owner, name="Somebody else")
        assert owner.name == "Somebody else"
        assert owner not in unit.db_session.dirty
    assert [user.name for user in desk.rows(select(User).where(User.id == desk.owner.id))] == [desk.owner.name]


def test_rows_of_the_orm_are_written_before_it(office: Office, desk: Desk) -> None:
    """The operation adds an invitation through the ORM, and its audit line beside it."""
    with office.unit(desk.account_id) as unit:
        owner = unit.db_session.get_one(User, desk.owner.id)
        key_ring = desk.app.extensions["key_ring"]
        invited = invite_member(f"{uuid4().hex}@example.com", Role.ENGINEER, by=owner, key_ring=key_ring)
        about = select(AuditEntry.subject_id).where(AuditEntry.subject_id == invited.invitation.id)
        assert unit.db_session.scalar(about.join(Invitation, Invitation.id == AuditEntry.subject_id))
