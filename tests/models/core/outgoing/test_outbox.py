"""A row's life: ready, taken under a claim, done or back or dead; and nobody without the claim ends it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from models.core import clock, ids
from models.core.database import lookups
from models.core.outgoing import outbox
from models.core.outgoing.outbox import PATIENCE, Failure, Kind, State, Taken
from tests.models.core.conftest import Office
from tests.support.desk import Desk

LEASE = timedelta(seconds=30)
ALL = 100_000
_AGE = text("update outbox set created_at = now() - :age where id = :id")
FAILURE = Failure("network", "no answer")


@pytest.fixture
def row(office: Office, desk: Desk) -> outbox.Row:
    return office.request(desk.account_id)


def take(office: Office, row: outbox.Row) -> Taken | None:
    return office.run(lambda db: outbox.take(db, row.id, lease=LEASE))


def finish(office: Office, taken: Taken) -> bool:
    return office.run(lambda db: outbox.finish(db, taken), taken.account_id)


def give_back(office: Office, taken: Taken, **about: Any) -> bool:
    options = {"due": clock.now(), "failure": FAILURE} | about
    return office.run(lambda db: outbox.give_back(db, taken, **options), taken.account_id)


def postpone(office: Office, taken: Taken) -> None:
    assert office.run(lambda db: outbox.postpone(db, taken, due=clock.now(), failure=FAILURE), taken.account_id)


def sweep(office: Office) -> set[Any]:
    """Ids of everything that is due, as the sweeper takes it."""
    return {row.id for row in office.run(lambda db: outbox.take_due(db, limit=ALL, lease=LEASE))}


def test_two_sweepers_share_the_work_and_neither_waits_for_the_other(office: Office, row: outbox.Row) -> None:
    office.let_lease_end(row)
    with office.unit() as first:
        taken = {one.id for one in outbox.take_due(first.db_session, limit=ALL, lease=LEASE)}
        # One that waited would run into its lock timeout: the first has not committed.
        others = sweep(office)
    assert row.id in taken and row.id not in others


def test_a_job_is_taken_before_its_account_is_known(office: Office, row: outbox.Row) -> None:
    taken = take(office, row)
    assert (taken.id, taken.account_id, taken.name, taken.args) == (row.id, row.account_id, row.name, row.args)
    assert taken.attempts == 1
    assert office.look(row).state == State.RUNNING


def test_a_duplicate_message_finds_it_taken(office: Office, row: outbox.Row) -> None:
    assert take(office, row) is not None
    assert take(office, row) is None


def test_of_many_workers_at_once_one_takes_it(office: Office, row: outbox.Row) -> None:
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: take(office, row), range(8)))
    assert sum(one is not None for one in taken) == 1


def test_an_event_is_no_job_to_take(office: Office, desk: Desk) -> None:
    event = office.request(desk.account_id, kind=Kind.EVENT, name="session_changed")
    assert take(office, event) is None


def test_an_unknown_row_is_nothing_to_take(office: Office) -> None:
    assert office.run(lambda db: outbox.take(db, ids.new_id(), lease=LEASE)) is None


def test_a_finished_job_is_done_and_stays_done(office: Office, row: outbox.Row) -> None:
    assert finish(office, take(office, row))
    now = office.look(row)
    assert (now.state, now.last_error, now.error_code) == (State.DONE, None, None)
    assert now.done_at is not None
    assert take(office, row) is None


def test_finishing_without_the_claim_changes_nothing(office: Office, row: outbox.Row) -> None:
    first = take(office, row)
    office.let_lease_end(row)
    assert row.id in sweep(office)
    second = take(office, row)
    assert not finish(office, first)
    assert not give_back(office, first)
    assert not office.run(lambda db: outbox.bury(db, first, failure=FAILURE), row.account_id)
    assert office.look(row).state == State.RUNNING
    assert finish(office, second)


def test_a_claim_is_worth_nothing_in_another_account(office: Office, row: outbox.Row, other_desk: Desk) -> None:
    taken = take(office, row)
    assert not office.run(lambda db: outbox.finish(db, taken), other_desk.account_id)
    assert office.look(row).state == State.RUNNING


def test_a_failed_attempt_goes_back_with_its_error(office: Office, row: outbox.Row) -> None:
    assert give_back(office, take(office, row))
    now = office.look(row)
    assert (now.state, now.claim, now.attempts) == (State.READY, None, 1)
    assert (now.error_code, now.last_error) == (FAILURE.code, FAILURE.message)
    assert take(office, row).attempts == 2


def test_an_interrupted_attempt_is_not_counted(office: Office, row: outbox.Row) -> None:
    assert give_back(office, take(office, row), refund=True)
    assert take(office, row).attempts == 1


def test_a_postponed_attempt_is_not_counted_until_the_row_is_old(office: Office, row: outbox.Row) -> None:
    postpone(office, take(office, row))
    assert office.look(row).attempts == 0
    office.run(lambda db: db.execute(_AGE, {"id": row.id, "age": PATIENCE}), row.account_id)
    postpone(office, take(office, row))
    now = office.look(row)
    assert (now.state, now.attempts, now.error_code) == (State.READY, 1, FAILURE.code)


def test_a_row_that_waits_is_not_taken_early(office: Office, row: outbox.Row) -> None:
    give_back(office, take(office, row), due=clock.now() + timedelta(minutes=5))
    assert take(office, row) is None
    assert row.id not in sweep(office)


def test_a_request_for_later_is_not_taken_early(office: Office, desk: Desk) -> None:
    row = office.request(desk.account_id, due=clock.now() + timedelta(minutes=5))
    assert take(office, row) is None


def test_a_job_is_exhausted_when_its_attempts_are_used_up(office: Office, row: outbox.Row) -> None:
    for _ in range(outbox.MAX_ATTEMPTS):
        taken = take(office, row)
        assert not taken.is_exhausted
        give_back(office, taken)
    assert take(office, row).is_exhausted


def test_a_buried_job_is_dead_until_somebody_resends_it(office: Office, row: outbox.Row) -> None:
    taken = take(office, row)
    assert office.run(lambda db: outbox.bury(db, taken, failure=FAILURE), row.account_id)
    assert office.look(row).state == State.DEAD
    assert take(office, row) is None
    assert office.run(lambda db: lookups.resend_dead_outbox_rows(db, row_id=None, name=None)) >= 1
    assert take(office, row).attempts == 1


def test_the_sweeper_leaves_a_new_row_to_the_fast_path(office: Office, row: outbox.Row) -> None:
    assert row.id not in sweep(office)


def test_the_sweeper_takes_what_is_due_once_a_lease(office: Office, row: outbox.Row) -> None:
    office.let_lease_end(row)
    assert row.id in sweep(office)
    assert row.id not in sweep(office)


def test_two_sweepers_at_once_share_the_rows(office: Office, desk: Desk) -> None:
    rows = {office.request(desk.account_id, due=clock.now() - timedelta(minutes=1)).id for _ in range(20)}
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(lambda _: sweep(office), range(2))
    assert not first & second
    assert rows <= first | second


def test_a_worker_that_went_silent_loses_its_job_to_the_sweeper(office: Office, row: outbox.Row) -> None:
    take(office, row)
    office.let_lease_end(row)
    assert row.id in sweep(office)
    assert office.look(row).state == State.READY


def test_a_worker_that_extends_its_lease_keeps_its_job(office: Office, row: outbox.Row) -> None:
    taken = take(office, row)
    office.let_lease_end(row)
    office.run(lambda db: lookups.extend_leases(db, [taken.claim], lease=LEASE))
    assert row.id not in sweep(office)
    assert finish(office, taken)


def test_an_event_that_redis_has_is_done(office: Office, desk: Desk) -> None:
    event = office.request(desk.account_id, kind=Kind.EVENT, name="session_changed")
    office.run(lambda db: lookups.confirm_sent(db, [event.id]))
    assert office.look(event).state == State.DONE


def test_a_job_is_not_done_by_being_sent(office: Office, row: outbox.Row) -> None:
    office.run(lambda db: lookups.confirm_sent(db, [row.id]))
    assert office.look(row).state == State.READY


def test_the_status_counts_open_rows_by_state_and_name(office: Office, desk: Desk) -> None:
    def counted() -> int:
        rows = office.run(lookups.outbox_figures)
        return sum(row.count for row in rows if (row.state, row.name) == (State.READY, "handoff.assess"))

    before = counted()
    office.request(desk.account_id, name="handoff.assess")
    assert counted() == before + 1


def test_a_job_and_its_writes_end_together(office: Office, row: outbox.Row) -> None:
    """Finishing is a statement of the job's own transaction: rolled back with it, it did not happen."""
    taken = take(office, row)
    with office.unit(row.account_id) as unit:
        assert outbox.finish(unit.db_session, taken)
        unit.rollback()
    assert office.look(row).state == State.RUNNING
