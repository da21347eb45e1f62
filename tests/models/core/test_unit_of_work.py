"""One transaction, committed at its edge: what was asked for inside happens with it or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from models.core import clock, unit_of_work
from models.core.unit_of_work import UnitOfWork
from tests.models.core.conftest import Office, job_row
from tests.support.desk import Desk


class ChangedMyMind(Exception):
    """What goes wrong in the middle of a unit of work."""


def test_a_commit_writes_the_requests_and_hands_them_over(office: Office, desk: Desk) -> None:
    row = office.request(desk.account_id)
    assert office.delivered == [row]
    assert office.look(row) is not None


def test_requests_are_handed_over_only_after_the_commit(office: Office, desk: Desk) -> None:
    with office.unit(desk.account_id) as unit:
        unit.request(job_row(desk.account_id))
        assert office.delivered == []


def test_a_rollback_takes_requests_and_hooks_with_it(office: Office, desk: Desk) -> None:
    row, rung = job_row(desk.account_id), []
    with pytest.raises(ChangedMyMind), office.unit(desk.account_id) as unit:
        _ask_and_fail(unit, row, rung)
    assert (office.delivered, rung, office.look(row)) == ([], [], None)


def _ask_and_fail(unit: UnitOfWork, row, rung: list[str]) -> None:
    unit.request(row)
    unit.after_commit(lambda: rung.append("rung"))
    raise ChangedMyMind


def test_a_commit_that_fails_sends_nothing(office: Office, desk: Desk) -> None:
    """The row's id is taken, so that writing the request itself is what fails."""
    row = office.request(desk.account_id)
    office.delivered.clear()
    with pytest.raises(Exception, match="pk_outbox"), office.unit(desk.account_id) as unit:
        unit.request(job_row(desk.account_id, id=row.id))
    assert office.delivered == []


def test_hooks_run_after_the_commit_in_their_order(office: Office, desk: Desk) -> None:
    rung: list[int] = []
    with office.unit(desk.account_id) as unit:
        for number in range(3):
            unit.after_commit(lambda number=number: rung.append(number))
        assert rung == []
    assert rung == [0, 1, 2]


def test_what_is_outside_the_database_is_undone_after_a_rollback(office: Office, desk: Desk) -> None:
    unit, undone = office.unit(desk.account_id), []
    unit.after_rollback(lambda: undone.append(f"in transaction: {unit.db_session.in_transaction()}"))
    with pytest.raises(ChangedMyMind), unit:
        _ask_and_fail(unit, job_row(desk.account_id), [])
    assert undone == ["in transaction: False"]


def test_a_commit_that_is_refused_is_a_rollback(office: Office, desk: Desk) -> None:
    row, unit, undone = office.request(desk.account_id), office.unit(desk.account_id), []
    unit.after_rollback(lambda: undone.append("undone"))
    with pytest.raises(Exception, match="pk_outbox"), unit:
        unit.request(job_row(desk.account_id, id=row.id))
    assert undone == ["undone"]


def test_nothing_is_undone_after_a_commit(office: Office, desk: Desk) -> None:
    undone: list[str] = []
    with office.unit(desk.account_id) as unit:
        unit.after_rollback(lambda: undone.append("undone"))
        unit.request(job_row(desk.account_id))
    unit.rollback()
    assert undone == []


def test_nothing_is_undone_if_the_answer_to_a_commit_is_lost(
    office: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database has committed."""
    row, unit, undone = job_row(desk.account_id), office.unit(desk.account_id), []
    unit.after_rollback(lambda: undone.append("undone"))
    monkeypatch.setattr(unit.db_session, "commit", _lose_the_connection)
    with pytest.raises(ConnectionError), unit:
        unit.request(row)
    unit.db_session.close()
    assert undone == []
    assert office.look(row) is not None


def _lose_the_connection() -> None:
    raise ConnectionError


def test_a_request_for_later_is_written_but_not_handed_over(office: Office, desk: Desk) -> None:
    row = office.request(desk.account_id, due=clock.now() + timedelta(hours=1))
    assert office.delivered == []
    assert office.look(row).due == row.due


def test_outside_a_unit_of_work_there_is_none() -> None:
    with pytest.raises(RuntimeError, match="no unit of work"):
        unit_of_work.current()


def test_inside_one_it_is_the_current_one_and_afterwards_it_is_gone(office: Office) -> None:
    with office.unit() as unit:
        assert unit_of_work.current() is unit
        assert unit_of_work.db_session() is unit.db_session
    with pytest.raises(RuntimeError):
        unit_of_work.db_session()


def test_before_the_account_is_known_asking_for_it_is_an_error(office: Office) -> None:
    with office.unit() as unit, pytest.raises(RuntimeError, match="no account yet"):
        _ = unit.account_id


def test_a_unit_of_work_leaves_no_transaction_behind(office: Office, desk: Desk) -> None:
    with office.unit(desk.account_id) as unit:
        unit.db_session.execute(text("select 1"))
    assert not unit.db_session.in_transaction()
    assert office.engine.pool.checkedout() == 0
