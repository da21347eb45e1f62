"""Workers that are killed or told to stop in the middle of their work: it is finished once, by another."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from tests.desk import Desk
from tests.events import Heard
from tests.outside.anthropic_server import AnthropicServer, Gate, Reply, held, structured, text
from tests.outside.anthropic_server.received import ReceivedRequest
from tests.processes.conftest import WORDS
from tests.processes.fleet import Fleet
from tests.tasks.chat import answers, handoff_now, session_now
from tests.tasks.eventually import PATIENCE_SECONDS, eventually
from tests.tasks.house import House

READING = {
    "facts_used": [],
    "open_questions": [],
    "likely_cause": "Outlook keeps an old password",
    "summary": "Outlook keeps asking for a password",
    "confidence": "low",
    "suggested_steps": ["Remove the stored password"],
}


def test_a_reply_whose_worker_was_killed_is_written_by_the_next_one(
    fleet: Fleet, house: House, desk: Desk, heard: Heard, ai_session: dict[str, Any], claude: AnthropicServer
) -> None:
    fleet.kill("worker_ai")
    assert answers(desk.junior, ai_session) == []
    assert session_now(desk.junior, ai_session)["reply"]["status"] == "running"
    claude.answer_with(lambda _: text(WORDS))
    fleet.start("worker_ai")
    heard.wait_for("reply_finished")
    (answer,) = answers(desk.junior, ai_session)
    assert (answer["content"], answer["data"]["status"]) == (WORDS, "finished")
    (row,) = house.jobs_of(desk, "reply.write")
    assert row["state"] == "done" and row["attempts"] >= 2, "once by the dead one, then by the next"
    told = [event["type"] for event in heard.drain() if event["data"].get("step_id") == answer["id"]]
    assert told == ["step_created", "reply_finished"]


def test_a_reply_whose_worker_was_told_to_stop_is_given_back_and_written_by_the_next_one(
    fleet: Fleet, house: House, desk: Desk, heard: Heard, ai_session: dict[str, Any], claude: AnthropicServer
) -> None:
    fleet.tell_to_stop("worker_ai")
    assert fleet.has_ended("worker_ai"), fleet.story("worker_ai")
    (row,) = house.jobs_of(desk, "reply.write")
    assert (row["state"], row["attempts"], row["claim"]) == ("ready", 0, None), fleet.story("worker_ai")
    claude.answer_with(lambda _: text(WORDS))
    fleet.start("worker_ai")
    heard.wait_for("reply_finished")
    assert [answer["content"] for answer in answers(desk.junior, ai_session)] == [WORDS]


def test_an_assessment_whose_worker_was_killed_is_made_by_the_next_one(
    workers: Fleet, desk: Desk, heard: Heard, claude: AnthropicServer, gate: Gate
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


def test_the_promise_of_a_deadline_holds_with_every_worker_for_models_dead(
    workers: Fleet, house: House, desk: Desk, heard: Heard, claude: AnthropicServer
) -> None:
    workers.kill("worker_ai")
    handoff = desk.junior.escalates(desk.junior.opens_session())
    house.make_due(horizon_seconds=60)
    heard.wait_for("handoff_assessment_ready", handoff_id=handoff["id"], has_assessment=False)
    assert handoff_now(desk.senior, handoff)["assessment_error"] == "deadline"


def test_jobs_survive_the_death_of_the_relay(
    workers: Fleet, house: House, desk: Desk, heard: Heard, claude: AnthropicServer
) -> None:
    workers.kill("relay")
    house.redis.kill()
    ai_session = desk.junior.opens_session()
    house.redis.start()
    workers.start("relay")
    assert eventually(lambda: answers(desk.junior, ai_session))


@pytest.mark.skipif(sys.platform != "linux", reason="finds the children in /proc")
def test_a_master_whose_worker_process_died_ends_too_so_that_the_supervisor_restarts_both(workers: Fleet) -> None:
    workers.kill_children("worker")
    assert workers.has_ended("worker"), workers.story("worker")
