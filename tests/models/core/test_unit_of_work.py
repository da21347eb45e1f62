"""One transaction, committed at its edge: what was asked for inside happens with it or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from models.core import clock, unit_of_work
from models.core.unit_of_work import UnitOfWork
from tests.desk import Desk
from tests.models.core.conftest import Office, job_row


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
    """The row's key is taken, so that writing the request itself is what fails."""
    office.request(desk.account_id, dedupe_key="once")
    office.delivered.clear()
    with pytest.raises(Exception, match="uq_outbox"), office.unit(desk.account_id) as unit:
        unit.request(job_row(desk.account_id, dedupe_key="once"))
    assert office.delivered == []


def test_the_same_key_is_free_in_another_account(office: Office, desk: Desk, other_desk: Desk) -> None:
    office.request(desk.account_id, dedupe_key="shared")
    assert office.look(office.request(other_desk.account_id, dedupe_key="shared")) is not None


def test_hooks_run_after_the_commit_in_their_order(office: Office, desk: Desk) -> None:
    rung: list[int] = []
    with office.unit(desk.account_id) as unit:
        for number in range(3):
            unit.after_commit(lambda number=number: rung.append(number))
        assert rung == []
    assert rung == [0, 1, 2]


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
