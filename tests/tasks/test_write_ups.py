"""The documentation and the client update by the built-in Demo AI, through real workers."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models.ai_usage import AiUsage
from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener
from tests.support.workers import Workers
from tests.support.write_ups import (
    documentation_now,
    documentation_path,
    resolves,
    tries,
    update_now,
    update_path,
)

pytestmark = pytest.mark.usefixtures("workers")


@pytest.fixture
def ai_session(workers: Workers, desk: Desk, heard: EventListener) -> dict[str, Any]:
    ai_session = desk.junior.opens_session("Printing fails with error 0x00000709", client_name="Contoso")
    heard.wait_for("reply_finished", session_id=ai_session["id"])
    return ai_session


def documented(desk: Desk, ai_session: dict[str, Any], heard: EventListener) -> dict[str, Any]:
    expect(desk.junior.post(documentation_path(ai_session)), 202)
    heard.wait_for("documentation_ready", session_id=ai_session["id"], status="ready")
    return documentation_now(desk.junior, ai_session)


def told(desk: Desk, ai_session: dict[str, Any], heard: EventListener) -> dict[str, Any]:
    expect(desk.junior.post(update_path(ai_session)), 202)
    heard.wait_for("client_update_ready", session_id=ai_session["id"])
    return update_now(desk.junior, ai_session)


def test_the_copilot_writes_the_sections_that_need_words(desk: Desk, ai_session, heard: EventListener) -> None:
    tries(desk, ai_session, "Restart the spooler", "applied_failed", "The error came back")
    tries(desk, ai_session, "Set the default printer", "applied_success")
    found = documented(desk, ai_session, heard)
    assert (found["error"], found["stale"], found["edited_by"]) == (None, False, None)
    assert "Demo AI" in found["provider_label"]
    sections = found["sections"]
    assert "0x00000709" in sections["problem"] and "Set the default printer" in sections["resolution"]
    assert "did not work: The error came back" in sections["actions"]
    assert "Its token is stale" in sections["cause"] and "recorded as working" in sections["verification"]
    assert all(text in found["content"] for text in sections.values() if text)


def test_a_call_is_on_the_accounts_bill(desk: Desk, ai_session, heard: EventListener) -> None:
    documented(desk, ai_session, heard)
    told(desk, ai_session, heard)
    tasks = desk.rows(select(AiUsage.task))
    assert (tasks.count("documentation"), tasks.count("client_update")) == (1, 1)


def test_a_job_writes_a_draft_beside_an_edited_text(desk: Desk, ai_session, heard: EventListener) -> None:
    expect(desk.junior.patch(documentation_path(ai_session), sections={"cause": "Mine."}), 200)
    heard.wait_for("documentation_ready")
    found = documented(desk, ai_session, heard)
    assert found["sections"]["cause"] == "Mine." and "Mine." in found["content"]
    assert found["draft"] and "Mine." not in found["draft"] and found["draft_sections"]["problem"]
    accepted = expect(desk.junior.patch(documentation_path(ai_session), accept_draft=True), 200)
    assert (accepted["draft"], accepted["edited_by"]["name"]) == (None, "Sam")
    assert accepted["sections"] == found["draft_sections"] and "Mine." not in accepted["content"]
    refuse(desk.junior.patch(documentation_path(ai_session), accept_draft=True), 409, "no_draft")


def test_resolving_has_it_written_with_the_engineers_own_words(desk: Desk, ai_session, heard: EventListener) -> None:
    answer = expect(resolves(desk.junior, ai_session, resolution="Set the printer again", verified_by="client"), 200)
    assert answer["documentation"] == {"status": "pending"}
    heard.wait_for("documentation_ready", session_id=ai_session["id"], status="ready")
    found = documentation_now(desk.junior, ai_session)
    assert found["sections"]["resolution"] == "Set the printer again"
    assert "confirmed by the client" in found["sections"]["verification"] and found["stale"] is False


def test_what_was_drafted_for_conclude_is_kept_without_another_call(
    desk: Desk, ai_session, heard: EventListener
) -> None:
    drafted = documented(desk, ai_session, heard)
    answer = expect(resolves(desk.junior, ai_session, resolution="Set the printer again"), 200)
    assert answer["documentation"] == {"status": "ready"}
    found = documentation_now(desk.junior, ai_session)
    assert found["sections"] == drafted["sections"] | {"resolution": "Set the printer again"}
    assert desk.rows(select(AiUsage.task)).count("documentation") == 1


def test_the_assessment_completes_the_documentation_of_an_escalation(
    desk: Desk, ai_session, heard: EventListener
) -> None:
    handoff = desk.junior.escalates(ai_session, reason="Nobody can print")
    heard.wait_for("documentation_ready", session_id=ai_session["id"], status="ready")
    found = documentation_now(desk.senior, ai_session)
    path = f"/ai-sessions/{ai_session['id']}/handoffs/{handoff['id']}"
    assessment = expect(desk.senior.get(path), 200)["ai_assessment_data"]
    assert assessment["likely_cause"] in found["sections"]["cause"] and found["sections"]["cause"].startswith("Likely")
    assert assessment["suggested_steps"][0] in found["sections"]["next_steps"]
    assert "documentation" not in desk.rows(select(AiUsage.task))
    expect(desk.senior.claims(handoff), 200)
    answer = expect(resolves(desk.senior, ai_session, resolution="Set the printer again"), 200)
    assert answer["documentation"] == {"status": "pending"}, "the likely cause of an escalation is not the final text"


def test_the_client_is_told_what_they_may_know(desk: Desk, ai_session, heard: EventListener) -> None:
    desk.junior.opens_session("Another problem", client_name="Fabrikam")
    notes = f"/ai-sessions/{ai_session['id']}/notes"
    expect(desk.junior.post(notes, content="Their admin broke this himself, do not tell them"), 201)
    tries(desk, ai_session, "Repair it like we did at Fabrikam", "applied_success")
    found = told(desk, ai_session, heard)
    assert (found["status"], found["error"], found["reader"]) == ("ready", None, "Contoso")
    assert "Fabrikam" not in found["content"] and "admin" not in found["content"]
    assert "We will write to you again." in found["content"]


def test_a_draft_for_the_client_stands_beside_an_edited_text(desk: Desk, ai_session, heard: EventListener) -> None:
    expect(desk.junior.patch(update_path(ai_session), content="We are on it."), 200)
    heard.wait_for("client_update_ready")
    found = told(desk, ai_session, heard)
    assert found["content"] == "We are on it." and found["draft"]
    accepted = expect(desk.junior.patch(update_path(ai_session), accept_draft=True), 200)
    assert (accepted["content"], accepted["draft"]) == (found["draft"], None)
