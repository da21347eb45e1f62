"""The assessment of an escalation by the built-in Demo AI, through real workers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.chat import handoff_now, session_now
from tests.support.desk import Desk
from tests.support.events import EventListener
from tests.support.workers import Workers

pytestmark = pytest.mark.usefixtures("workers")

FIELDS = {"summary", "likely_cause", "confidence", "suggested_steps", "open_questions", "facts_used", "has_assessment"}


@pytest.fixture
def handoff(workers: Workers, desk: Desk, heard: EventListener) -> dict[str, Any]:
    """Escalated, with its assessment there."""
    ai_session = desk.junior.opens_session("Printing fails on the second floor with error 0x00000709")
    heard.wait_for("reply_finished")
    handoff = desk.junior.escalates(ai_session, reason="Nobody on the second floor can print")
    heard.wait_for("handoff_assessment_ready", handoff_id=handoff["id"], has_assessment=True)
    return handoff


def test_an_escalation_answers_before_it_is_assessed(handoff: dict[str, Any]) -> None:
    assert handoff["assessment_status"] == "pending" and handoff["ai_assessment"] is None


def test_the_assessment_fills_in_on_the_handoff(desk: Desk, handoff: dict[str, Any]) -> None:
    now = handoff_now(desk.senior, handoff)
    assert (now["assessment_status"], now["assessment_error"]) == ("ready", None)
    assert set(now["ai_assessment_data"]) >= FIELDS and now["ai_assessment_data"]["has_assessment"] is True
    assert now["ai_assessment_data"]["summary"] in now["ai_assessment"]
    assert now["ai_assessment_data"]["provider"] == "demo"


def test_the_assessment_gives_the_escalation_package_its_hypothesis(desk: Desk, handoff: dict[str, Any]) -> None:
    package = session_now(desk.senior, {"id": handoff["session_id"]})["escalation_package"]
    assert package["enhanced"] is True and package["handoff_id"] == handoff["id"]
    assert package["leading_hypothesis"] == handoff_now(desk.senior, handoff)["ai_assessment_data"]["likely_cause"]


def test_the_queue_shows_that_the_assessment_is_there(desk: Desk, handoff: dict[str, Any]) -> None:
    (item,) = [
        item
        for item in desk.senior.get("/ai-sessions/escalations").get_json()["items"]
        if item["handoff_id"] == handoff["id"]
    ]
    assert item["assessment_status"] == "ready"
    assert item["assessment_confidence"] == handoff_now(desk.senior, handoff)["ai_assessment_data"]["confidence"]


def test_an_escalation_is_heard_before_its_assessment(heard: EventListener, handoff: dict[str, Any]) -> None:
    mine = [event["type"] for event in heard.all if event["data"].get("handoff_id") == handoff["id"]]
    assert mine == ["handoff_created", "handoff_assessment_ready"]


def test_an_assessment_cannot_be_asked_for_again_while_it_is_there(desk: Desk, handoff: dict[str, Any]) -> None:
    path = f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/assessment/retry"
    assert desk.senior.post(path).status_code == 409


def test_each_escalation_is_assessed_on_its_own(desk: Desk, heard: EventListener, handoff: dict[str, Any]) -> None:
    other = desk.junior.escalates(desk.junior.opens_session("The VPN client drops every ten minutes"))
    heard.wait_for("handoff_assessment_ready", handoff_id=other["id"], has_assessment=True)
    texts = {handoff_now(desk.senior, one)["ai_assessment"] for one in (handoff, other)}
    assert len(texts) == 2
