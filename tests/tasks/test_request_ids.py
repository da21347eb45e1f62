"""A request's id goes with everything that it asked for, over the jobs of jobs, into rows and log lines."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import select

from models.core.outgoing.outbox import OutboxRow
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.eventually import eventually
from tests.support.workers import Workers


def test_what_a_request_asked_for_carries_its_id_through_the_chain(
    desk: Desk, heard: EventListener, workers: Workers
) -> None:
    answer = desk.junior.post("/ai-sessions", problem="Printer offline")
    expect(answer, 201)
    heard.wait_for("reply_finished")
    asked = answer.headers["X-Request-ID"]
    rows = desk.rows(select(OutboxRow).where(OutboxRow.request_id == asked))
    assert {"reply.write", "reply_started", "reply_finished", "step_created"} <= {row.name for row in rows}


def test_a_failed_jobs_log_line_names_request_and_job(
    desk: Desk,
    heard: EventListener,
    workers: Workers,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tasks.actors.replies.chat_reply_input", _breaks)
    with caplog.at_level(logging.ERROR):
        answer = desk.junior.post("/ai-sessions", problem="Printer offline")
        heard.wait_for("step_created")
        row = select(OutboxRow).where(OutboxRow.name == "reply.write", OutboxRow.last_error.is_not(None))
        assert eventually(lambda: desk.rows(row))
    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    ours = [line for line in lines if line.get("job_id") == str(desk.rows(row)[0].id)]
    assert {(line["event"], line["job"], line["request_id"]) for line in ours} == {
        ("job failed", "reply.write", answer.headers["X-Request-ID"])
    }


def _breaks(*_: object) -> None:
    raise ValueError("a mistake of ours")
