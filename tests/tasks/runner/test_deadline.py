"""The end of an assessment's budget, with no worker for models anywhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.chat import handoff_now
from tests.support.desk import Desk
from tests.support.events import EventListener
from tests.support.installation import Installation
from tests.tasks.runner.manual_worker import ManualWorker

BUDGET_SECONDS = 45.0


@pytest.fixture
def handoff(desk: Desk) -> dict[str, Any]:
    return desk.junior.escalates(desk.junior.opens_session())


@pytest.fixture
def deadline(installation: Installation, desk: Desk, handoff: dict[str, Any]) -> dict[str, Any]:
    (row,) = installation.jobs_of(desk, "handoff.expire_assessment")
    return row


def test_the_deadline_alone_ends_the_wait(
    worker: ManualWorker, desk: Desk, heard: EventListener, handoff: dict[str, Any], deadline: dict[str, Any]
) -> None:
    worker.installation.make_due(horizon_seconds=BUDGET_SECONDS)
    assert worker.run(deadline)["state"] == "done"
    now = handoff_now(desk.senior, handoff)
    assert (now["assessment_status"], now["assessment_error"]) == ("unavailable", "deadline")
    heard.wait_for("handoff_assessment_ready", handoff_id=handoff["id"], has_assessment=False)


def test_a_deadline_that_is_delivered_early_ends_nothing(
    worker: ManualWorker, desk: Desk, handoff: dict[str, Any], deadline: dict[str, Any]
) -> None:
    assert worker.run(deadline)["state"] == "ready"
    assert handoff_now(desk.senior, handoff)["assessment_status"] == "pending"


def test_the_deadline_is_counted_from_the_handoff(deadline: dict[str, Any]) -> None:
    budget = (deadline["not_before"] - deadline["created_at"]).total_seconds()
    assert BUDGET_SECONDS - 1 < budget <= BUDGET_SECONDS


def test_a_job_that_starts_after_the_deadline_asks_no_model(
    worker: ManualWorker, desk: Desk, handoff: dict[str, Any], deadline: dict[str, Any]
) -> None:
    worker.installation.make_due(horizon_seconds=BUDGET_SECONDS)
    worker.run(deadline)
    (row,) = worker.installation.jobs_of(desk, "handoff.assess")
    assert worker.run(row)["state"] == "done"
    used = worker.installation.sql("select 1 from ai_usage where account_id = %(id)s", id=desk.account_id)
    assert used == []
