"""A database session works for one account, and the connection's next borrower does not inherit it."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import Engine, create_engine, pool, select, text
from sqlalchemy.exc import InternalError
from sqlalchemy.orm import Session

from models.account import Account
from models.ai_session import AiSession
from models.core.database import tenancy
from models.core.database.roles import RoleTooPowerful, check_role
from models.core.database.tenancy import TenantMismatch
from models.core.locking import locked
from models.user import User
from settings import Settings
from tests.models.core.conftest import Office
from tests.support.desk import Desk, open_desk
from web.edge.application import FlowPilot

THREADS, SWITCHES = 8, 150
_ACCOUNTS_SEEN = text("select distinct account_id from users")
_SETTING = text("select current_setting('app.account_id', true)")


def test_without_an_account_nothing_is_seen(office: Office, desk: Desk) -> None:
    with office.unit() as unit:
        for table in ("accounts", "users", "ai_sessions", "outbox", "logins"):
            assert unit.db_session.scalar(text(f"select count(*) from {table}")) == 0, table


def test_with_an_account_its_rows_alone_are_seen(office: Office, desk: Desk, other_desk: Desk) -> None:
    with office.unit(desk.account_id) as unit:
        assert unit.db_session.scalars(_ACCOUNTS_SEEN).all() == [desk.account_id]


def test_switching_the_account_is_refused(office: Office, desk: Desk, other_desk: Desk) -> None:
    with office.unit(desk.account_id) as unit, pytest.raises(TenantMismatch):
        unit.enter_account(other_desk.account_id)


def test_entering_the_same_account_again_is_fine(office: Office, desk: Desk) -> None:
    with office.unit(desk.account_id) as unit:
        unit.enter_account(desk.account_id)
        assert unit.account_id == desk.account_id


def test_an_account_entered_on_the_way_holds_for_the_running_transaction(office: Office, desk: Desk) -> None:
    with office.unit() as unit:
        assert unit.db_session.scalars(_ACCOUNTS_SEEN).all() == []
        unit.enter_account(desk.account_id)
        assert unit.db_session.scalars(_ACCOUNTS_SEEN).all() == [desk.account_id]


def test_what_only_reads_sees_its_account_alone(office: Office, desk: Desk, other_desk: Desk) -> None:
    with office.unit(desk.account_id, only_reads=True) as unit:
        for _ in range(2):
            assert unit.db_session.scalars(_ACCOUNTS_SEEN).all() == [desk.account_id]


def test_an_account_entered_on_the_way_holds_for_all_later_reads(office: Office, desk: Desk) -> None:
    with office.unit(only_reads=True) as unit:
        assert unit.db_session.scalars(_ACCOUNTS_SEEN).all() == []
        unit.enter_account(desk.account_id)
        for _ in range(2):
            assert unit.db_session.scalars(_ACCOUNTS_SEEN).all() == [desk.account_id]


def test_what_only_reads_can_lock_nothing(office: Office, desk: Desk) -> None:
    with pytest.raises(InternalError), office.unit(desk.account_id, only_reads=True):
        locked(User, UUID(desk.junior.id))


def test_what_changes_after_reading_is_one_transaction(office: Office, desk: Desk) -> None:
    with office.unit(desk.account_id, only_reads=True) as unit:
        person = unit.db_session.get_one(User, UUID(desk.junior.id))
        person.name = "Samuel"
        unit.db_session.flush()
        unit.rollback()
    with office.unit(desk.account_id, only_reads=True) as unit:
        person = unit.db_session.get_one(User, UUID(desk.junior.id))
        assert person.name == desk.junior.name
        person.name = "Samuel"
    assert desk.rows(select(User.name).where(User.id == UUID(desk.junior.id))) == ["Samuel"]


def test_the_account_holds_across_transactions_of_one_session(engine: Engine, desk: Desk) -> None:
    with Session(engine) as db_session:
        tenancy.enter(db_session, desk.account_id)
        for _ in range(2):
            assert db_session.scalars(_ACCOUNTS_SEEN).all() == [desk.account_id]
            db_session.commit()


def test_a_savepoint_keeps_the_account(office: Office, desk: Desk) -> None:
    with office.unit(desk.account_id) as unit:
        with unit.db_session.begin_nested():
            assert unit.db_session.scalars(_ACCOUNTS_SEEN).all() == [desk.account_id]
        assert unit.db_session.scalars(_ACCOUNTS_SEEN).all() == [desk.account_id]


@pytest.mark.parametrize("ending", ["commit", "rollback"])
def test_the_connections_next_borrower_has_no_account(engine: Engine, desk: Desk, ending: str) -> None:
    with engine.connect() as connection:
        with Session(connection) as db_session:
            tenancy.enter(db_session, desk.account_id)
            assert db_session.scalar(_SETTING) == str(desk.account_id)
            getattr(db_session, ending)()
        assert not connection.scalar(_SETTING)


def test_leaving_forgets_the_account_and_every_loaded_row(engine: Engine, desk: Desk) -> None:
    db_session = Session(engine)
    tenancy.enter(db_session, desk.account_id)
    assert db_session.get(Account, desk.account_id) is not None
    tenancy.leave(db_session)
    assert tenancy.account_of(db_session) is None
    assert db_session.get(Account, desk.account_id) is None
    db_session.close()


def test_many_threads_that_keep_switching_accounts_see_no_row_of_another(app: FlowPilot, office: Office) -> None:
    accounts = [open_desk(app).account_id for _ in range(3)]

    def switch(seed: int) -> set[tuple[UUID, UUID]]:
        """(asked for, seen), over all switches of this thread."""
        choose, found = random.Random(seed), set()
        for _ in range(SWITCHES):
            account_id = choose.choice([*accounts, None])
            with office.unit(account_id) as unit:
                found |= {(account_id, seen) for seen in unit.db_session.scalars(_ACCOUNTS_SEEN)}
                if choose.random() < 0.3:
                    unit.rollback()
        return found

    with ThreadPoolExecutor(THREADS) as threads:
        found = set().union(*threads.map(switch, range(THREADS)))
    assert found == {(account_id, account_id) for account_id in accounts}


def test_an_object_of_another_account_is_not_in_the_identity_map(office: Office, desk: Desk, other_desk: Desk) -> None:
    theirs = UUID(other_desk.junior.opens_session()["id"])
    with office.unit(other_desk.account_id) as unit:
        assert unit.db_session.get(AiSession, theirs) is not None
        db_session = unit.db_session
    tenancy.enter(db_session, desk.account_id)
    assert db_session.get(AiSession, theirs) is None
    tenancy.leave(db_session)


def test_the_apps_role_is_bound_by_the_policies(engine: Engine) -> None:
    with engine.connect() as connection:
        check_role(connection)


def test_a_role_that_owns_the_tables_is_refused(app: FlowPilot, settings: Settings) -> None:
    engine = create_engine(settings.database_owner_url, poolclass=pool.NullPool)
    with engine.connect() as connection, pytest.raises(RoleTooPowerful):
        check_role(connection)


def test_nothing_but_a_uuid_can_be_an_account(engine: Engine) -> None:
    with Session(engine) as db_session:
        tenancy.enter(db_session, "' or true; --")  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            db_session.execute(text("select 1"))
