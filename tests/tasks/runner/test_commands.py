"""What an operator sees of the outbox, and how dead jobs are run again."""

from __future__ import annotations

from typing import Any

import pytest

from models.core.outgoing.outbox import MAX_ATTEMPTS
from tests.support.desk import Desk, expect
from tests.support.installation import Installation
from tests.tasks.runner.manual_worker import ManualWorker
from tests.tasks.runner.providers import Broken


@pytest.fixture
def dead(installation: Installation, worker: ManualWorker, desk: Desk) -> dict[str, Any]:
    """An assessment's job that was given up."""
    desk.junior.escalates(desk.junior.opens_session())
    (row,) = installation.jobs_of(desk, "handoff.assess")
    for _ in range(MAX_ATTEMPTS):
        worker.run_again(row, Broken())
    return installation.job(row["id"])


def says(installation: Installation, *command: str) -> str:
    result = installation.app.test_cli_runner().invoke(args=["outbox", *command])
    assert result.exit_code == 0, result.output
    return result.output


def test_status_counts_what_is_open_or_dead_by_name(
    installation: Installation, desk: Desk, dead: dict[str, Any]
) -> None:
    lines = [line.split() for line in says(installation, "status").splitlines()]
    assert ["dead", "job", "handoff.assess", "1"] in [line[:4] for line in lines]
    assert any(line[:3] == ["ready", "job", "handoff.expire_assessment"] for line in lines)


def test_resend_runs_dead_jobs_again_with_all_their_attempts(
    installation: Installation, worker: ManualWorker, desk: Desk, dead: dict[str, Any]
) -> None:
    assert says(installation, "resend") == "1 will be tried again\n"
    again = installation.job(dead["id"])
    assert (again["state"], again["attempts"]) == ("ready", 0)
    assert worker.relay.sweep() >= 1
    assert worker.run(dead)["state"] == "done"


def test_a_resent_job_whose_result_nobody_waits_for_any_more_changes_nothing(
    installation: Installation, worker: ManualWorker, desk: Desk, dead: dict[str, Any]
) -> None:
    says(installation, "resend")
    worker.run(dead)
    handoff_id = dead["args"]["handoff_id"]
    (handoff,) = installation.sql("select assessment_status from handoffs where id = %(id)s", id=handoff_id)
    assert handoff["assessment_status"] == "unavailable"


def test_resend_says_so_when_nothing_is_dead(installation: Installation, desk: Desk) -> None:
    assert says(installation, "resend") == "0 will be tried again\n"
    assert expect(desk.junior.get("/ai-sessions"), 200)["items"] == []
