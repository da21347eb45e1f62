"""What a transaction adds waits for its end, and is there for whoever asks before."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from models.audit_entry import AuditEntry
from models.core.unit_of_work import UnitOfWork
from models.invitation import Invitation
from models.operations.invitations import invite_member
from models.user import Role, User
from tests.desk import Desk
from tests.models.core.conftest import Office


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


def test_rows_of_the_orm_are_written_before_it(office: Office, desk: Desk) -> None:
    """The operation adds an invitation through the ORM, and its audit line beside it."""
    with office.unit(desk.account_id) as unit:
        owner = unit.db_session.get_one(User, desk.owner.id)
        invited = invite_member(f"{uuid4().hex}@example.com", Role.ENGINEER, by=owner)
        about = select(AuditEntry.subject_id).where(AuditEntry.subject_id == invited.invitation.id)
        assert unit.db_session.scalar(about.join(Invitation, Invitation.id == AuditEntry.subject_id))
