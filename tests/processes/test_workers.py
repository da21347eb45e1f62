"""Workers that are killed or told to stop in the middle of their work: it is finished once, by another."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from tests.outside.anthropic_server import AnthropicServer, Gate, Reply, held, standard, structured, text
from tests.outside.anthropic_server.received import ReceivedRequest
from tests.processes.conftest import WORDS
from tests.support.chat import answers, handoff_now, session_now, streamed_text
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.eventually import PATIENCE_SECONDS, eventually
from tests.support.fleet import Fleet
from tests.support.installation import Installation
from tests.support.previews import PREVIEWS, path_of

READING = {
    "facts_used": [],
    "open_questions": [],
    "likely_cause": "Outlook keeps an old password",
    "summary": "Outlook keeps asking for a password",
    "confidence": "low",
    "suggested_steps": ["Remove the stored password"],
}


def attempts_told(heard: EventListener) -> list[int]:
    """As the deltas of the only reply came; whoever starts over says so."""
    return list(dict.fromkeys(event["data"]["attempt"] for event in heard.all if event["type"] == "reply_delta"))


def test_a_reply_whose_worker_was_killed_is_written_by_the_next_one(
    fleet: Fleet,
    installation: Installation,
    desk: Desk,
    heard: EventListener,
    ai_session: dict[str, Any],
    claude: AnthropicServer,
) -> None:
    heard.wait_for("reply_delta", attempt=1)
    fleet.kill("worker_ai")
    assert answers(desk.junior, ai_session) == []
    assert session_now(desk.junior, ai_session)["reply"]["status"] == "running"
    claude.answer_with(lambda _: text(WORDS))
    fleet.start("worker_ai")
    heard.wait_for("reply_finished")
    (answer,) = answers(desk.junior, ai_session)
    assert (answer["content"], answer["data"]["status"]) == (WORDS, "finished")
    (row,) = installation.jobs_of(desk, "reply.write")
    assert row["state"] == "done" and row["attempts"] >= 2, "once by the dead one, then by the next"
    told = [event["type"] for event in heard.drain() if event["data"].get("step_id") == answer["id"]]
    assert told == ["step_created", "reply_finished"]
    assert attempts_told(heard) == [1, 2]
    assert streamed_text(heard, answer["data"]["reply_id"]) == WORDS


def test_a_reply_whose_worker_was_told_to_stop_is_given_back_and_written_by_the_next_one(
    fleet: Fleet,
    installation: Installation,
    desk: Desk,
    heard: EventListener,
    ai_session: dict[str, Any],
    claude: AnthropicServer,
) -> None:
    heard.wait_for("reply_delta", attempt=1)
    fleet.tell_to_stop("worker_ai")
    assert fleet.has_ended("worker_ai"), fleet.story("worker_ai")
    (row,) = installation.jobs_of(desk, "reply.write")
    assert (row["state"], row["attempts"], row["claim"]) == ("ready", 0, None), fleet.story("worker_ai")
    claude.answer_with(lambda _: text(WORDS))
    fleet.start("worker_ai")
    heard.wait_for("reply_finished")
    (answer,) = answers(desk.junior, ai_session)
    assert answer["content"] == WORDS
    assert attempts_told(heard) == [1, 2]
    assert streamed_text(heard, answer["data"]["reply_id"]) == WORDS


def test_an_assessment_whose_worker_was_killed_is_made_by_the_next_one(
    workers: Fleet, desk: Desk, heard: EventListener, claude: AnthropicServer, gate: Gate
) -> None:
    def holds_assessments(request: ReceivedRequest) -> Reply:
        return held(structured(READING), gate) if request.is_structured else text(WORDS)

    claude.answer_with(holds_assessments)
    handoff = desk.junior.escalates(desk.junior.opens_session())
    gate.wait_until_reached(PATIENCE_SECONDS)
    workers.kill("worker_ai")
    assert handoff_now(desk.senior, handoff)["assessment_status"] == "pending"
    gate.open()
    workers.start("worker_ai")
    heard.wait_for("handoff_assessment_ready", handoff_id=handoff["id"], has_assessment=True)
    assert handoff_now(desk.senior, handoff)["ai_assessment_data"]["summary"] == READING["summary"]


@pytest.mark.parametrize("task", [*PREVIEWS, "documentation"])
def test_a_text_whose_worker_was_killed_and_whose_message_was_lost_is_written_once(
    task: str,
    workers: Fleet,
    installation: Installation,
    desk: Desk,
    heard: EventListener,
    claude: AnthropicServer,
    gate: Gate,
) -> None:
    ai_session = desk.junior.opens_session()
    heard.wait_for("reply_finished")
    path, job, event = text_of(ai_session, task)
    claude.script(held(lambda request: standard.answer(request)(request), gate))
    assert expect(desk.junior.post(path), 202)["status"] == "pending"
    gate.wait_until_reached(PATIENCE_SECONDS)
    workers.kill("worker_ai")
    installation.forget_redis()
    gate.open()
    workers.start("worker_ai")
    assert eventually(lambda: expect(desk.junior.get(path), 200)["status"] == "ready")
    (row,) = installation.jobs_of(desk, job)
    assert row["state"] == "done" and row["attempts"] >= 2, "once by the dead one, then by the next"
    counted = "select count(*) from ai_usage where ai_session_id = %(session)s and task = %(task)s"
    assert installation.sql(counted, session=ai_session["id"], task=task) == [{"count": 1}]
    assert [one["type"] for one in heard.drain()].count(event) == 1


def text_of(ai_session: dict[str, Any], task: str) -> tuple[str, str, str]:
    """The path at which a text of the session is asked for and read, its job, and the event that it is written."""
    if task == "documentation":
        return f"/ai-sessions/{ai_session['id']}/documentation", "documentation.write", "documentation_ready"
    return path_of(ai_session, task), "preview.write", "preview_ready"


def test_the_promise_of_a_deadline_holds_with_every_worker_for_models_dead(
    workers: Fleet, installation: Installation, desk: Desk, heard: EventListener, claude: AnthropicServer
) -> None:
    workers.kill("worker_ai")
    handoff = desk.junior.escalates(desk.junior.opens_session())
    installation.make_due(horizon_seconds=60)
    heard.wait_for("handoff_assessment_ready", handoff_id=handoff["id"], has_assessment=False)
    assert handoff_now(desk.senior, handoff)["assessment_error"] == "deadline"


def test_jobs_survive_the_death_of_the_relay(
    workers: Fleet, installation: Installation, desk: Desk, heard: EventListener, claude: AnthropicServer
) -> None:
    workers.kill("relay")
    installation.redis.kill()
    ai_session = desk.junior.opens_session()
    installation.redis.start()
    workers.start("relay")
    assert eventually(lambda: answers(desk.junior, ai_session))


@pytest.mark.skipif(sys.platform != "linux", reason="finds the children in /proc")
def test_a_master_whose_worker_process_died_ends_too_so_that_the_supervisor_restarts_both(workers: Fleet) -> None:
    workers.kill_children("worker")
    assert workers.has_ended("worker"), workers.story("worker")
