"""A conversation with the built-in Demo AI, through real workers: what is streamed, kept and told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.chat import answers, session_now, steps_of, streamed_text, writes
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.workers import Workers

PROBLEM = "Outlook keeps asking for a password on Windows 11 since MFA was enabled, host PC-042, error 0x8004010F"

pytestmark = pytest.mark.usefixtures("workers")


@pytest.fixture
def ai_session(workers: Workers, desk: Desk, heard: EventListener) -> dict[str, Any]:
    """Answered once."""
    ai_session = desk.junior.opens_session(PROBLEM)
    heard.wait_for("reply_finished")
    return ai_session


def test_a_problem_is_answered_under_the_assistants_name(desk: Desk, ai_session: dict[str, Any]) -> None:
    (answer,) = answers(desk.junior, ai_session)
    assert answer["content"] and answer["author"] is None
    assert answer["data"]["status"] == "finished" and answer["data"]["provider"] == "demo"
    assert answer["data"]["provider_label"] == "Demo AI (built-in playbooks, no language model)"


def test_an_answer_is_streamed_as_it_is_written_and_told_in_order(
    desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    (answer,) = answers(desk.junior, ai_session)
    reply_id = answer["data"]["reply_id"]
    assert streamed_text(heard, reply_id).strip() == answer["content"]
    told = [event["type"] for event in heard.all if event["data"].get("reply_id") == reply_id]
    assert (told[0], told[-1]) == ("reply_started", "reply_finished")
    assert set(told[1:-1]) == {"reply_delta"}
    created = [event["type"] for event in heard.all if event["data"].get("step_id") == answer["id"]]
    assert created == ["step_created", "reply_finished"]


def test_markers_are_neither_streamed_nor_kept_in_the_text(
    desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    (answer,) = answers(desk.junior, ai_session)
    for text in (answer["content"], streamed_text(heard, answer["data"]["reply_id"])):
        assert "[SUGGEST_FIX]" not in text and "[FACTS]" not in text


def test_the_fix_that_the_copilot_proposes_becomes_the_active_one(
    desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    fix = session_now(desk.junior, ai_session)["active_fix"]
    assert fix["status"] == "proposed" and fix["title"] and fix["steps"]
    assert [event["data"]["fix_id"] for event in heard.all if event["type"] == "fix_changed"] == [fix["id"]]


def test_the_facts_that_the_copilot_finds_are_kept_with_their_step(
    desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    facts = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/facts"), 200)["items"]
    (answer,) = answers(desk.junior, ai_session)
    assert "0x8004010F" in " ".join(fact["value"] for fact in facts)
    assert {(fact["source"], fact["step_id"]) for fact in facts} == {("copilot", answer["id"])}
    told = [event["data"]["fact_id"] for event in heard.all if event["type"] == "fact_changed"]
    assert sorted(told) == sorted(fact["id"] for fact in facts)


def test_an_answer_with_a_fix_and_facts_moves_the_session_on_by_one(desk: Desk, ai_session: dict[str, Any]) -> None:
    assert session_now(desk.junior, ai_session)["state_version"] == ai_session["state_version"] + 1


def test_each_message_is_answered_in_its_turn(desk: Desk, heard: EventListener, ai_session: dict[str, Any]) -> None:
    writes(desk.junior, ai_session, "That did not work.")
    heard.wait_for("reply_finished")
    kinds = [step["kind"] for step in steps_of(desk.junior, ai_session)]
    assert kinds == ["user_message", "assistant_message"] * 2


def test_a_fact_that_is_known_is_not_kept_twice(desk: Desk, heard: EventListener, ai_session: dict[str, Any]) -> None:
    writes(desk.junior, ai_session, PROBLEM)
    heard.wait_for("reply_finished")
    facts = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/facts"), 200)["items"]
    values = [(fact["kind"], fact["value"].casefold()) for fact in facts]
    assert len(values) == len(set(values))


def test_a_reply_that_runs_when_its_session_is_escalated_is_kept(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session(PROBLEM)
    desk.junior.escalates(ai_session)
    heard.wait_for("reply_finished")
    assert len(answers(desk.senior, ai_session)) == 1
