"""While a reply is being written: Stop, further messages, and the same message delivered again."""

from __future__ import annotations

from typing import Any

import pytest
from dramatiq import Message

from tests.outside.anthropic_server import AnthropicServer, Gate, held, silence, text
from tests.support.chat import answers, session_now, steps_of, streamed_text, writes
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.eventually import eventually
from tests.support.installation import Installation
from tests.support.workers import Workers

WORDS = "Check the spooler first. Then restart the print server and look at its event log."
SHOWN = WORDS[:24]
FIX = '[SUGGEST_FIX] {"title": "T", "rationale": "R", "steps": ["S"], "risk": "low", "script_block": null}\n'
COPIES = 10


@pytest.fixture
def gate(claude: AnthropicServer) -> Gate:
    """Claude writes two pieces of its next answer and holds the rest back."""
    gate = Gate()
    claude.script(held(text(WORDS), gate, after_pieces=2))
    return gate


@pytest.fixture
def ai_session(gate: Gate, desk: Desk, heard: EventListener) -> dict[str, Any]:
    """Its first reply is being written."""
    ai_session = desk.junior.opens_session()
    gate.wait_until_reached()
    heard.wait_for("reply_delta")
    return ai_session


def stops(desk: Desk, ai_session: dict[str, Any]) -> Any:
    return expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/reply/cancel"), 202)["reply"]


def test_a_stopped_reply_keeps_what_was_written(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    reply = stops(desk, ai_session)
    told = heard.wait_for("reply_failed", reply_id=reply["id"], code="cancelled")
    (step,) = answers(desk.junior, ai_session)
    assert (step["content"], step["data"]["status"]) == (SHOWN.strip(), "cancelled")
    assert step["id"] == told["data"]["step_id"]
    assert streamed_text(heard, reply["id"]).strip() == step["content"]
    claude.wait_for_disconnects(1)


def test_a_reply_is_stopped_without_its_flag_in_redis(
    installation: Installation, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    installation.sql("update replies set cancel_requested_at = now() where ai_session_id = %(id)s", id=ai_session["id"])
    heard.wait_for("reply_failed", code="cancelled")


def test_a_reply_stopped_before_its_first_word_leaves_an_empty_step(
    claude: AnthropicServer, desk: Desk, heard: EventListener
) -> None:
    gate = Gate()
    claude.script(silence(gate))
    ai_session = desk.junior.opens_session()
    gate.wait_until_reached()
    stops(desk, ai_session)
    heard.wait_for("reply_failed", code="cancelled")
    assert [step["content"] for step in answers(desk.junior, ai_session)] == [""]


def test_nothing_is_taken_over_from_a_stopped_reply(claude: AnthropicServer, desk: Desk, heard: EventListener) -> None:
    gate = Gate()
    claude.script(held(text(f"{FIX}{WORDS}", piece_characters=len(FIX)), gate, after_pieces=1))
    ai_session = desk.junior.opens_session()
    gate.wait_until_reached()
    stops(desk, ai_session)
    heard.wait_for("reply_failed", code="cancelled")
    assert session_now(desk.junior, ai_session)["active_fix"] is None


def test_stop_without_a_running_reply_changes_nothing(
    claude: AnthropicServer, desk: Desk, heard: EventListener
) -> None:
    ai_session = desk.junior.opens_session()
    heard.wait_for("reply_finished")
    assert stops(desk, ai_session) is None
    assert [step["data"]["status"] for step in answers(desk.junior, ai_session)] == ["finished"]


def test_messages_during_a_reply_are_recorded_and_answered_together_by_the_next_one(
    claude: AnthropicServer, gate: Gate, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    first = writes(desk.junior, ai_session, "It is the blue printer")
    second = writes(desk.junior, ai_session, "And the lamp blinks twice")
    assert first["id"] == second["id"] and first["status"] == "queued"
    assert len(claude.requests) == 1, "one reply at a time"
    gate.open()
    heard.wait_for("reply_finished")
    heard.wait_for("reply_finished", reply_id=first["id"])
    asked = claude.requests[1].text
    assert "the blue printer" in asked and "blinks twice" in asked
    kinds = [step["kind"] for step in steps_of(desk.junior, ai_session)]
    assert kinds == ["user_message"] * 3 + ["assistant_message"] * 2
    assert len(claude.requests) == 2 and session_now(desk.junior, ai_session)["reply"] is None


def test_the_next_reply_begins_also_when_the_running_one_was_stopped(
    claude: AnthropicServer, gate: Gate, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    stops(desk, ai_session)
    waiting = writes(desk.junior, ai_session, "Different question")
    heard.wait_for("reply_finished", reply_id=waiting["id"])
    assert [step["data"]["status"] for step in answers(desk.junior, ai_session)] == ["cancelled", "finished"]


def test_a_reply_whose_message_comes_again_while_it_is_written_is_written_once(
    installation: Installation,
    workers: Workers,
    gate: Gate,
    claude: AnthropicServer,
    desk: Desk,
    heard: EventListener,
    ai_session: dict[str, Any],
) -> None:
    (row,) = installation.jobs_of(desk, "reply.write")
    for _ in range(COPIES):
        _deliver(workers, row)
    gate.open()
    heard.wait_for("reply_finished")
    for _ in range(COPIES):
        _deliver(workers, row)
    assert eventually(lambda: _is_idle(workers))
    assert len(answers(desk.junior, ai_session)) == len(claude.requests) == 1


def test_resolving_a_session_stops_its_reply(
    installation: Installation, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve", resolution="Unplugged"), 200)
    heard.wait_for("reply_failed", code="cancelled")
    assert session_now(desk.junior, ai_session)["status"] == "resolved"


def _deliver(workers: Workers, row: dict[str, Any]) -> None:
    workers.broker.enqueue(
        Message(queue_name="ai", actor_name=row["name"], args=(str(row["id"]),), kwargs={}, options={})
    )


def _is_idle(workers: Workers) -> bool:
    """No message waits, and none is in a worker's hands."""
    return workers.broker.do_qsize("ai") == 0
