"""The code's own account conditions, with the database's policies out of the way: each layer holds alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, create_engine, make_url, pool
from sqlalchemy.orm import Session

from models.core.errors import NotFound
from models.core.unit_of_work import UnitOfWork
from models.queries import access, escalations, notifications, session_lists
from models.queries.members import members
from models.user import User
from settings import Settings
from tests.support.desk import Desk

PAGE: dict[str, Any] = {"limit": 50, "cursor": None}


@pytest.fixture(scope="module")
def unbound(servers: dict[str, str], settings: Settings) -> Iterator[Engine]:
    """The same database as a superuser, whom no policy binds."""
    database = make_url(settings.database_url).database
    url = make_url(servers["FLOWPILOT_TEST_SUPERUSER_URL"]).set(drivername="postgresql+psycopg2", database=database)
    engine = create_engine(url, poolclass=pool.NullPool)
    yield engine
    engine.dispose()


@contextmanager
def acting(engine: Engine, desk: Desk) -> Iterator[User]:
    """The desk's role owner, in a unit of work that sees every account's rows."""
    with UnitOfWork(Session(engine), deliver=lambda rows: None, account_id=desk.account_id) as unit:
        yield unit.db_session.get_one(User, UUID(desk.owner.id))


def test_the_policies_are_really_out_of_the_way(unbound: Engine, desk: Desk, other_desk: Desk) -> None:
    with acting(unbound, desk), Session(unbound) as db_session:
        assert db_session.get(User, UUID(other_desk.owner.id)) is not None


def test_another_accounts_session_is_not_found(unbound: Engine, desk: Desk, other_desk: Desk) -> None:
    theirs = UUID(other_desk.junior.opens_session()["id"])
    with acting(unbound, desk) as owner:
        for accessor in (access.readable_session, access.workable_session, access.closable_session):
            with pytest.raises(NotFound):
                accessor(theirs, by=owner)


def test_another_accounts_handoff_is_not_found(unbound: Engine, desk: Desk, other_desk: Desk) -> None:
    handoff = other_desk.junior.escalates(other_desk.junior.opens_session())
    session_id, handoff_id = UUID(handoff["session_id"]), UUID(handoff["id"])
    with acting(unbound, desk) as owner:
        for accessor in (access.readable_handoff, access.claimable_handoff, access.assessable_handoff):
            with pytest.raises(NotFound):
                accessor(session_id, handoff_id, by=owner)


def test_another_accounts_person_is_not_found(unbound: Engine, desk: Desk, other_desk: Desk) -> None:
    with acting(unbound, desk), pytest.raises(NotFound):
        access.member(UUID(other_desk.senior.id))


def test_lists_hold_this_accounts_rows_alone(unbound: Engine, desk: Desk, other_desk: Desk) -> None:
    other_desk.junior.escalates(other_desk.junior.opens_session())
    with acting(unbound, desk) as owner:
        for scope in session_lists.Scope:
            assert session_lists.sessions_of(owner, scope=scope, **PAGE).items == []
        assert escalations.queue(owner, newest_first=True, **PAGE).items == []
        assert escalations.count(owner) == 0
        assert notifications.notifications_of(owner, unread=False, **PAGE).items == []
        assert {member.account_id for member in members(**PAGE).items} == {desk.account_id}
