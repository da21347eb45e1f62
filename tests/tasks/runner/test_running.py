"""One row in the hands of workers that fail, die, are late, or are many."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from dramatiq.middleware import Shutdown

from models.core.outgoing.outbox import MAX_ATTEMPTS
from tasks.middleware.leases import ExtendLeases
from tasks.runner import HANDOVER
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.installation import Installation
from tests.tasks.runner.manual_worker import ManualWorker
from tests.tasks.runner.providers import PATIENCE_SECONDS, Broken, Holding, Saying, ShutDown

COPIES = 10


@pytest.fixture
def ai_session(desk: Desk) -> dict[str, Any]:
    return desk.junior.opens_session()


@pytest.fixture
def row(installation: Installation, desk: Desk, ai_session: dict[str, Any]) -> dict[str, Any]:
    """The job of the session's first reply."""
    (row,) = installation.jobs_of(desk, "reply.write")
    return row


def answers(desk: Desk, ai_session: dict[str, Any]) -> list[dict[str, Any]]:
    steps = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    return [step for step in steps if step["kind"] == "assistant_message"]


def test_a_job_is_done_when_its_result_is_kept(
    worker: ManualWorker, desk: Desk, row: dict[str, Any], ai_session: dict[str, Any]
) -> None:
    done = worker.run(row, Saying("Restart it."))
    assert (done["state"], done["attempts"], done["last_error"]) == ("done", 1, None)
    assert [step["content"] for step in answers(desk, ai_session)] == ["Restart it."]


def test_a_message_delivered_ten_times_at_once_gives_one_answer(
    worker: ManualWorker, desk: Desk, row: dict[str, Any], ai_session: dict[str, Any]
) -> None:
    together = threading.Barrier(COPIES)

    def deliver(_: int) -> None:
        together.wait(PATIENCE_SECONDS)
        worker.run(row)

    with ThreadPoolExecutor(COPIES) as copies:
        list(copies.map(deliver, range(COPIES)))
    assert len(answers(desk, ai_session)) == 1
    assert worker.installation.job(row["id"])["attempts"] == 1


def test_a_job_whose_lease_ended_is_taken_over_and_the_late_first_worker_changes_nothing(
    worker: ManualWorker, desk: Desk, row: dict[str, Any], ai_session: dict[str, Any], heard: EventListener
) -> None:
    late = Holding("From the late worker.")
    first = threading.Thread(target=worker.run, args=(row, late))
    first.start()
    assert late.was_asked.wait(PATIENCE_SECONDS)
    worker.end_lease()
    worker.run(row, Saying("From the second worker."))
    late.may_speak.set()
    first.join(PATIENCE_SECONDS)
    assert [step["content"] for step in answers(desk, ai_session)] == ["From the second worker."]
    worker.end_lease()
    heard.drain()
    assert (heard.types().count("reply_finished"), heard.types().count("step_created")) == (1, 1)


def test_a_worker_that_lost_its_lease_leaves_the_row_to_whoever_has_it(
    worker: ManualWorker, desk: Desk, row: dict[str, Any], ai_session: dict[str, Any]
) -> None:
    late = Holding("From the late worker.")
    first = threading.Thread(target=worker.run, args=(row, late))
    first.start()
    assert late.was_asked.wait(PATIENCE_SECONDS)
    worker.end_lease()
    taken = worker.take(row)
    late.may_speak.set()
    first.join(PATIENCE_SECONDS)
    now = worker.installation.job(row["id"])
    assert taken is not None
    assert (now["state"], now["claim"]) == ("running", str(taken.claim))
    assert answers(desk, ai_session) == []


def test_a_failed_job_waits_before_it_is_tried_again(
    worker: ManualWorker, desk: Desk, row: dict[str, Any], ai_session: dict[str, Any]
) -> None:
    failed = worker.run(row, Broken())
    assert (failed["state"], failed["attempts"], failed["claim"]) == ("ready", 1, None)
    assert failed["last_error"] == "RuntimeError: a bug in the adapter"
    assert failed["due"] > datetime.now(UTC)
    assert answers(desk, ai_session) == []


def test_a_duplicate_message_does_not_shorten_the_wait_for_another_try(
    worker: ManualWorker, row: dict[str, Any]
) -> None:
    worker.run(row, Broken())
    assert worker.run(row)["state"] == "ready"


def test_the_waits_of_a_job_that_goes_on_failing_grow(worker: ManualWorker, row: dict[str, Any]) -> None:
    waits = []
    for _ in range(4):
        failed = worker.run_again(row, Broken())
        waits.append((failed["due"] - datetime.now(UTC)).total_seconds())
    # Full jitter over the upper half of 2, 4, 8, 16 seconds: the ranges of every second one do not overlap.
    assert waits[0] < waits[2] and waits[1] < waits[3]


def test_a_job_that_recovers_is_done_like_any_other(
    worker: ManualWorker, desk: Desk, row: dict[str, Any], ai_session: dict[str, Any]
) -> None:
    worker.run(row, Broken())
    done = worker.run_again(row)
    assert (done["state"], done["attempts"], done["last_error"]) == ("done", 2, None)
    assert len(answers(desk, ai_session)) == 1


def test_a_job_that_always_fails_ends_dead_and_the_chat_says_so(
    worker: ManualWorker, desk: Desk, row: dict[str, Any], ai_session: dict[str, Any], heard: EventListener
) -> None:
    for _ in range(MAX_ATTEMPTS - 1):
        assert worker.run_again(row, Broken())["state"] == "ready"
    dead = worker.run_again(row, Broken())
    assert (dead["state"], dead["attempts"]) == ("dead", MAX_ATTEMPTS)
    (step,) = answers(desk, ai_session)
    assert step["data"]["status"] == "failed" and step["data"]["code"] == "internal_error"
    heard.wait_for("reply_failed", code="internal_error", step_id=step["id"])


def test_a_job_that_kills_its_process_each_time_ends_dead(
    worker: ManualWorker, desk: Desk, row: dict[str, Any], ai_session: dict[str, Any]
) -> None:
    for _ in range(MAX_ATTEMPTS):
        assert worker.take(row)
        worker.end_lease()
    dead = worker.run(row)
    assert dead["state"] == "dead" and "ended its process" in dead["last_error"]
    assert [step["data"]["code"] for step in answers(desk, ai_session)] == ["internal_error"]


def test_an_assessment_whose_job_died_is_unavailable_at_once(
    worker: ManualWorker, desk: Desk, heard: EventListener
) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    (row,) = worker.installation.jobs_of(desk, "handoff.assess")
    for _ in range(MAX_ATTEMPTS):
        worker.run_again(row, Broken())
    path = f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}"
    now = expect(desk.senior.get(path), 200)
    assert (now["assessment_status"], now["assessment_error"]) == ("unavailable", "internal_error")
    heard.wait_for("handoff_assessment_ready", handoff_id=handoff["id"], has_assessment=False)


def test_a_job_interrupted_by_a_deploy_is_ready_again_soon_with_its_attempt_back(
    worker: ManualWorker, desk: Desk, row: dict[str, Any], ai_session: dict[str, Any]
) -> None:
    with pytest.raises(Shutdown):
        worker.run(row, ShutDown())
    waiting = worker.installation.job(row["id"])
    assert (waiting["state"], waiting["attempts"], waiting["claim"]) == ("ready", 0, None)
    assert waiting["due"] <= datetime.now(UTC) + HANDOVER
    assert answers(desk, ai_session) == []


def test_a_process_that_ends_takes_no_further_job(worker: ManualWorker, row: dict[str, Any]) -> None:
    for middleware in worker.broker.middleware:
        if isinstance(middleware, ExtendLeases):
            middleware.before_worker_shutdown(worker.broker, None)
    assert worker.run(row)["state"] == "ready"


@pytest.fixture
def foreign_row(installation: Installation, desk: Desk, row: dict[str, Any], other_desk: Desk) -> dict[str, Any]:
    """A row of another account that names this account's reply."""
    other_desk.junior.opens_session()
    (theirs,) = installation.jobs_of(other_desk, "reply.write")
    installation.sql(
        "update outbox set args = (select args from outbox where id = %(ours)s) where id = %(theirs)s",
        ours=row["id"],
        theirs=theirs["id"],
    )
    return theirs


def test_a_job_sees_its_rows_account_and_no_other_whatever_it_names(
    worker: ManualWorker, desk: Desk, ai_session: dict[str, Any], foreign_row: dict[str, Any]
) -> None:
    failed = worker.run(foreign_row)
    assert failed["state"] == "ready" and "NoResultFound" in failed["last_error"]
    assert answers(desk, ai_session) == []
