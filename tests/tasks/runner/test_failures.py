"""What a job does next when its call to an external system fails, through the real runner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from models.core.observing import error_reports
from models.core.outgoing.outbox import MAX_ATTEMPTS, PATIENCE
from tasks.failures import (
    LONGEST_RENEWAL_SECONDS,
    LONGEST_RETRY_AFTER_SECONDS,
    UNKNOWN_OUTCOME_SECONDS,
    what_next,
)
from tasks.integrations.errors import CallFailed, Misconfigured, OutOfBudget, Refused, TryAgain, UnknownOutcome
from tests.support.desk import Desk, expect
from tests.support.installation import Installation
from tests.tasks.runner.manual_worker import ManualWorker
from tests.tasks.runner.providers import Broken, Failing

A_DAY = timedelta(days=1)


@pytest.fixture
def ai_session(desk: Desk) -> dict[str, Any]:
    return desk.junior.opens_session()


@pytest.fixture
def row(installation: Installation, desk: Desk, ai_session: dict[str, Any]) -> dict[str, Any]:
    """A reply's job: it may not be repeated when nobody knows what its call did."""
    (row,) = installation.jobs_of(desk, "reply.write")
    return row


def wait_of(row: dict[str, Any]) -> float:
    """Seconds from now until the row is due."""
    return (row["not_before"] - datetime.now(UTC)).total_seconds()


def make_older(installation: Installation, row: dict[str, Any], age: timedelta) -> None:
    installation.sql("update outbox set created_at = now() - %(age)s where id = %(id)s", age=age, id=row["id"])


def code_of_answer(desk: Desk, ai_session: dict[str, Any]) -> str:
    steps = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    (answer,) = [step for step in steps if step["kind"] == "assistant_message"]
    code: str = answer["data"]["code"]
    return code


def test_a_call_that_may_succeed_later_is_tried_again_soon(worker: ManualWorker, row: dict[str, Any]) -> None:
    failed = worker.run(row, Failing(error=TryAgain()))
    assert (failed["state"], failed["attempts"], failed["error_code"]) == ("ready", 1, "try_again")
    assert failed["last_error"] == TryAgain.message
    assert 0 < wait_of(failed) <= 2


def test_each_further_failure_waits_longer(
    worker: ManualWorker, installation: Installation, row: dict[str, Any]
) -> None:
    installation.sql("update outbox set attempts = %(most)s where id = %(id)s", most=MAX_ATTEMPTS - 2, id=row["id"])
    failed = worker.run(row, Failing(error=TryAgain()))
    assert 60 < wait_of(failed) <= 128


def test_a_job_that_never_succeeds_is_dead_with_the_last_code(
    worker: ManualWorker, desk: Desk, row: dict[str, Any], ai_session: dict[str, Any]
) -> None:
    for _ in range(MAX_ATTEMPTS):
        failed = worker.run_again(row, Failing(error=TryAgain()))
    assert (failed["state"], failed["error_code"]) == ("dead", "try_again")
    assert code_of_answer(desk, ai_session) == "try_again"


@pytest.mark.parametrize("error", [TryAgain(after=600), OutOfBudget(after=600)], ids=lambda error: error.code)
def test_a_wait_that_the_system_asks_for_is_kept_and_uses_up_no_attempt(
    worker: ManualWorker, row: dict[str, Any], error: CallFailed
) -> None:
    postponed = worker.run(row, Failing(error=error))
    assert (postponed["state"], postponed["attempts"], postponed["error_code"]) == ("ready", 0, error.code)
    assert 590 < wait_of(postponed) <= 660


def test_a_short_wait_is_kept_too_but_counts_as_an_attempt(worker: ManualWorker, row: dict[str, Any]) -> None:
    failed = worker.run(row, Failing(error=TryAgain(after=5)))
    assert (failed["state"], failed["attempts"]) == ("ready", 1)
    assert 4 < wait_of(failed) <= 5.5


@pytest.mark.parametrize(
    ("error", "most"),
    [
        (TryAgain(after=A_DAY.total_seconds() * 365), LONGEST_RETRY_AFTER_SECONDS),
        (OutOfBudget(after=A_DAY.total_seconds() * 365), LONGEST_RENEWAL_SECONDS),
    ],
    ids=["try_again", "out_of_budget"],
)
def test_an_absurd_wait_is_cut(worker: ManualWorker, row: dict[str, Any], error: CallFailed, most: float) -> None:
    assert most - 10 < wait_of(worker.run(row, Failing(error=error))) <= most * 1.1


def test_a_job_that_has_waited_long_enough_uses_up_its_attempts(
    worker: ManualWorker, installation: Installation, row: dict[str, Any]
) -> None:
    make_older(installation, row, PATIENCE)
    postponed = worker.run(row, Failing(error=TryAgain(after=600)))
    assert (postponed["state"], postponed["attempts"]) == ("ready", 1)


def test_a_job_that_the_system_postpones_for_ever_is_given_up(
    worker: ManualWorker, installation: Installation, row: dict[str, Any]
) -> None:
    make_older(installation, row, PATIENCE)
    error = TryAgain(after=600)
    with patch.object(error_reports, "report") as report:
        for _ in range(MAX_ATTEMPTS):
            report.assert_not_called()
            installation.make_due(horizon_seconds=LONGEST_RETRY_AFTER_SECONDS)
            last = worker.run(row, Failing(error=error))
    assert (last["state"], last["error_code"]) == ("dead", "try_again")
    report.assert_called_once_with(error)


@pytest.mark.parametrize(
    "error", [Refused(), Misconfigured(), OutOfBudget(), UnknownOutcome()], ids=lambda error: error.code
)
def test_what_waiting_does_not_help_is_dead_at_once_and_the_actor_learns_why(
    worker: ManualWorker, desk: Desk, row: dict[str, Any], ai_session: dict[str, Any], error: CallFailed
) -> None:
    dead = worker.run(row, Failing(error=error))
    assert (dead["state"], dead["attempts"], dead["error_code"]) == ("dead", 1, error.code)
    assert dead["last_error"] == error.message
    assert code_of_answer(desk, ai_session) == error.code


def test_a_fault_of_ours_has_the_internal_code(worker: ManualWorker, row: dict[str, Any]) -> None:
    failed = worker.run(row, Broken())
    assert (failed["state"], failed["error_code"]) == ("ready", "internal_error")


def test_an_operator_sees_why_a_job_is_dead(
    worker: ManualWorker, installation: Installation, row: dict[str, Any]
) -> None:
    worker.run(row, Failing(error=Misconfigured()))
    status = installation.app.test_cli_runner().invoke(args=["outbox", "status"]).output
    assert f"dead {row['id']} reply.write after 1 attempts: misconfigured: {Misconfigured.message}" in status


def test_a_job_that_succeeds_in_the_end_keeps_no_trace_of_its_failures(
    worker: ManualWorker, row: dict[str, Any]
) -> None:
    worker.run(row, Failing(error=TryAgain()))
    done = worker.run_again(row)
    assert (done["state"], done["error_code"], done["last_error"]) == ("done", None, None)


def test_what_may_be_repeated_runs_again_once_the_first_call_has_certainly_ended() -> None:
    again = what_next(UnknownOutcome(), attempts=1, may_repeat=True)
    assert again and again.counts and again.after.total_seconds() > UNKNOWN_OUTCOME_SECONDS
    assert what_next(UnknownOutcome(), attempts=MAX_ATTEMPTS, may_repeat=True) is None
