"""The operators' commands: `flask --app web …`."""

from __future__ import annotations

import orjson
import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from models.core import clock
from models.core.outgoing import outbox
from models.core.outgoing.outbox import OutboxRow
from tests.support.desk import API, Desk, expect
from web.demo import JUNIOR, OWNER, PASSWORD, SENIOR
from web.edge.application import FlowPilot


@pytest.fixture
def cli(app: FlowPilot) -> FlaskCliRunner:
    return app.test_cli_runner()


def bury_a_job(desk: Desk) -> OutboxRow:
    """A job of this account that ran out of attempts."""
    desk.junior.opens_session()
    (row,) = desk.rows(select(OutboxRow).where(OutboxRow.name == "reply.write"))
    with desk.unit() as unit:
        unit.db_session.get_one(OutboxRow, row.id).state = outbox.State.DEAD
    return row


def test_the_outbox_status_shows_dead_jobs(desk: Desk, cli: FlaskCliRunner) -> None:
    bury_a_job(desk)
    lines = cli.invoke(args=["outbox", "status"]).output.splitlines()
    assert any(line.split()[:3] == ["dead", "job", "reply.write"] for line in lines)


def test_dead_jobs_are_run_again(desk: Desk, cli: FlaskCliRunner) -> None:
    row = bury_a_job(desk)
    result = cli.invoke(args=["outbox", "resend"])
    assert result.exit_code == 0
    assert result.output.endswith("will be tried again\n")
    (now,) = desk.rows(select(OutboxRow).where(OutboxRow.id == row.id))
    assert (now.state, now.attempts) == ("ready", 0)
    assert now.due <= clock.now()


def test_seeding_twice_makes_one_demo(cli: FlaskCliRunner, app: FlowPilot) -> None:
    assert [cli.invoke(args=["demo", "seed"]).exit_code for _ in range(2)] == [0, 0]
    client = app.test_client()
    expect(client.post(f"{API}/auth/login", json={"email": SENIOR, "password": PASSWORD}), 200)
    queue = expect(client.get(f"{API}/ai-sessions/escalations"), 200)["items"]
    assert [item["created_by"]["name"] for item in queue] == ["Sam Keller"] * 2


def test_the_demo_logins_are_told(cli: FlaskCliRunner) -> None:
    output = cli.invoke(args=["demo", "logins"]).output
    assert all(word in output for word in (JUNIOR, SENIOR, OWNER, PASSWORD))


def test_the_outbox_status_quotes_the_last_error_of_the_dead(desk: Desk, cli: FlaskCliRunner) -> None:
    row = bury_a_job(desk)
    with desk.unit() as unit:
        dead = unit.db_session.get_one(OutboxRow, row.id)
        dead.error_code, dead.last_error = "internal_error", "ValueError: no such host"
    output = cli.invoke(args=["outbox", "status", "--dead", "1000"]).output
    (line,) = [line for line in output.splitlines() if line.startswith(f"dead {row.id} reply.write")]
    assert line.endswith("internal_error: ValueError: no such host")
    told = orjson.loads(cli.invoke(args=["outbox", "status", "--json", "--dead", "1000"]).output)
    (dead,) = [one for one in told["dead"] if one["id"] == str(row.id)]
    assert (dead["error_code"], dead["last_error"], dead["name"]) == (
        "internal_error",
        "ValueError: no such host",
        "reply.write",
    )
    assert any(one["state"] == "dead" and one["count"] >= 1 for one in told["rows"])


def test_one_dead_job_or_those_of_a_name_are_run_again(desk: Desk, cli: FlaskCliRunner) -> None:
    row = bury_a_job(desk)
    assert cli.invoke(args=["outbox", "resend", "--name", "handoff.assess"]).exit_code == 0
    state = select(OutboxRow.state).where(OutboxRow.id == row.id)
    assert desk.rows(state) == ["dead"]
    assert cli.invoke(args=["outbox", "resend", str(row.id)]).output == "1 will be tried again\n"
    assert desk.rows(state) == ["ready"]
