"""Write-ups by a model that is down, slow or unruly: an engineer can always conclude."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from models.documentation import Documentation
from tasks.actors.documentation import give_up
from tests.outside.anthropic_server import AnthropicServer, Gate, Reply, error, held, silence, structured, text
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

DOCUMENTATION = {
    "problem": "Outlook keeps asking for a password. It also fails on SRV-99.",
    "environment": ["Outlook", "Server SRV-99"],
    "actions": ["Cleared the cached sign-in"],
    "cause": "A stale token.",
    "resolution": "The sign-in was cleared.",
    "verification": "",
    "next_steps": [],
}
ASSESSMENT = {
    "facts_used": [],
    "open_questions": [],
    "likely_cause": "Outlook keeps an old password",
    "summary": "Outlook keeps asking for a password",
    "confidence": "low",
    "suggested_steps": [],
}
MESSAGE = {
    "situation": "Outlook keeps asking for a password. It is probably the server. Fabrikam has this too.",
    "done": "We looked at it. Their admin broke this himself last night. The password is hunter2, password: hunter2.",
    "next": "We will write to you again.",
}


@pytest.fixture
def ai_session(claude: AnthropicServer, desk: Desk, heard: EventListener) -> dict[str, Any]:
    ai_session = desk.junior.opens_session("Outlook keeps asking for a password", client_name="Contoso")
    heard.wait_for("reply_finished")
    return ai_session


@contextmanager
def half_a_second(workers: Workers) -> Iterator[None]:
    """The worker gives the model this much, as DOCUMENTATION_TIMEOUT_SECONDS does."""
    before = workers.context.settings
    object.__setattr__(workers.context, "settings", replace(before, documentation_timeout_seconds=0.5))
    yield
    object.__setattr__(workers.context, "settings", before)


FAILURES: dict[str, tuple[Reply, str]] = {
    "an overloaded model": (error(529), "overloaded"),
    "a refusal": (text("No.", stop_reason="refusal"), "refused"),
    "nonsense": (text("The printer is haunted."), "invalid_output"),
}


@pytest.mark.parametrize(("reply", "code"), FAILURES.values(), ids=FAILURES)
def test_with_the_model_down_an_engineer_concludes_with_a_usable_write_up(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session, reply: Reply, code: str
) -> None:
    tries(desk, ai_session, "Clear the cached sign-in", "applied_failed", "It came back")
    tries(desk, ai_session, "Make a new profile", "applied_success")
    claude.answer_with(lambda _: reply)
    answer = expect(resolves(desk.junior, ai_session, verified_by="tested"), 200)
    assert (answer["session"]["status"], answer["documentation"]) == ("resolved", {"status": "pending"})
    heard.wait_for("documentation_ready", session_id=ai_session["id"], status="ready")
    found = documentation_now(desk.junior, ai_session)
    assert (found["status"], found["error"], found["provider_label"]) == ("ready", code, None)
    assert "cause" in found["missing"]
    for known in ("Outlook keeps asking", "Contoso", "Make a new profile", "It came back", "tested by the engineer"):
        assert known in found["content"]


def test_a_model_that_hangs_ends_at_the_deadline(
    claude: AnthropicServer, desk: Desk, heard: EventListener, workers: Workers, ai_session
) -> None:
    claude.answer_with(lambda _: silence())
    with half_a_second(workers):
        expect(resolves(desk.junior, ai_session, resolution="Signed in again"), 200)
        heard.wait_for("documentation_ready", session_id=ai_session["id"], status="ready")
    found = documentation_now(desk.junior, ai_session)
    assert (found["error"], found["sections"]["resolution"]) == ("deadline", "Signed in again")


def test_with_the_model_down_a_senior_sees_the_whole_context(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session
) -> None:
    tries(desk, ai_session, "Clear the cached sign-in", "applied_failed", "It came back")
    claude.answer_with(lambda _: error(529))
    handoff = desk.junior.escalates(ai_session, reason="Nothing helps")
    heard.wait_for("documentation_ready", session_id=ai_session["id"], status="ready")
    found = documentation_now(desk.senior, ai_session)
    assert found["error"] == "overloaded"
    for known in ("Outlook keeps asking", "Clear the cached sign-in", "It came back", "Nothing helps"):
        assert known in found["content"]
    expect(desk.senior.claims(handoff), 200)


@pytest.mark.parametrize("written", ["before", "afterwards"])
def test_secrets_of_the_resolution_are_masked_in_the_copilots_text(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session, written: str
) -> None:
    claude.script(structured(DOCUMENTATION))
    if written == "before":
        expect(desk.junior.post(documentation_path(ai_session)), 202)
        heard.wait_for("documentation_ready", session_id=ai_session["id"], status="ready")
    expect(resolves(desk.junior, ai_session, resolution="Signed in with password: Winter2026!x"), 200)
    heard.wait_for("documentation_ready", session_id=ai_session["id"], status="ready")
    found = documentation_now(desk.junior, ai_session)
    assert found["sections"]["cause"] == "A stale token." and "Signed in with" in found["content"]
    assert "Winter2026" not in str(found)


def test_what_the_session_does_not_contain_is_dropped(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session
) -> None:
    claude.script(structured(DOCUMENTATION))
    expect(desk.junior.post(documentation_path(ai_session)), 202)
    heard.wait_for("documentation_ready", session_id=ai_session["id"])
    found = documentation_now(desk.junior, ai_session)
    assert "SRV-99" not in found["content"]
    assert found["sections"]["problem"] == "Outlook keeps asking for a password."
    assert found["sections"]["cause"] == "A stale token."


def test_a_text_that_is_edited_while_the_job_runs_is_not_overwritten(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session
) -> None:
    gate = Gate()
    claude.script(held(structured(DOCUMENTATION), gate, after_pieces=1))
    expect(desk.junior.post(documentation_path(ai_session)), 202)
    gate.wait_until_reached()
    edited = expect(desk.junior.patch(documentation_path(ai_session), sections={"cause": "Mine."}), 200)
    assert edited["status"] == "pending"
    gate.open()
    heard.wait_for("documentation_ready", session_id=ai_session["id"], status="ready")
    found = documentation_now(desk.junior, ai_session)
    assert found["content"] == edited["content"] and "A stale token." in found["draft"]


def test_a_text_that_is_edited_before_the_assessment_ends_is_not_overwritten(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session
) -> None:
    gate = Gate()
    claude.script(held(structured(ASSESSMENT), gate, after_pieces=1))
    desk.junior.escalates(ai_session)
    gate.wait_until_reached()
    edited = expect(desk.junior.patch(documentation_path(ai_session), sections={"cause": "Mine."}), 200)
    gate.open()
    heard.wait_for("documentation_ready", session_id=ai_session["id"], status="ready")
    found = documentation_now(desk.junior, ai_session)
    assert (found["status"], found["content"], found["error"]) == ("ready", edited["content"], None)


def test_a_late_result_changes_nothing_in_a_concluded_text(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session
) -> None:
    gate = Gate()
    claude.script(held(structured(DOCUMENTATION), gate, after_pieces=1), structured(MESSAGE))
    expect(desk.junior.post(documentation_path(ai_session)), 202)
    gate.wait_until_reached()
    expect(resolves(desk.junior, ai_session, documentation={"sections": {"cause": "Mine."}}), 200)
    gate.open()
    expect(desk.junior.post(update_path(ai_session)), 202)
    heard.wait_for("client_update_ready", session_id=ai_session["id"])
    found = documentation_now(desk.junior, ai_session)
    assert (found["status"], found["draft"], found["sections"]["cause"]) == ("ready", None, "Mine.")


def test_a_job_that_is_given_up_ends_in_an_honest_state_and_its_late_result_changes_nothing(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session
) -> None:
    gate = Gate()
    claude.script(held(structured(DOCUMENTATION), gate, after_pieces=1))
    expect(desk.junior.post(documentation_path(ai_session)), 202)
    gate.wait_until_reached()
    (documentation_id,) = desk.rows(select(Documentation.id))
    with desk.unit():
        give_up(documentation_id, 1, code="worker_lost")
    given_up = documentation_now(desk.junior, ai_session)
    assert (given_up["status"], given_up["error"]) == ("ready", "worker_lost") and given_up["content"]
    gate.open()
    expect(desk.junior.post(update_path(ai_session)), 202)
    heard.wait_for("client_update_ready", session_id=ai_session["id"])
    assert documentation_now(desk.junior, ai_session) == given_up


def test_nothing_internal_is_written_to_the_client(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session
) -> None:
    desk.junior.opens_session("Another problem", client_name="Fabrikam")
    heard.wait_for("reply_finished")
    note = "Their admin broke this himself last night, keep it quiet"
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/notes", content=note), 201)
    claude.forget()
    claude.script(structured(MESSAGE))
    expect(desk.junior.post(update_path(ai_session)), 202)
    heard.wait_for("client_update_ready", session_id=ai_session["id"], status="ready")
    assert update_now(desk.junior, ai_session)["content"] == (
        "Outlook keeps asking for a password.\n\nWe looked at it.\n\nWe will write to you again."
    )
    (request,) = claude.requests
    assert "broke this himself" not in str(request.body)


@pytest.mark.parametrize("client", ["Contoso", "Fabrikam"])
def test_a_draft_is_posted_to_the_client_it_was_written_for(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session, client: str
) -> None:
    expect(desk.junior.patch(update_path(ai_session), content="Contoso, we are on it."), 200)
    heard.wait_for("client_update_ready", session_id=ai_session["id"])
    claude.script(structured(MESSAGE))
    expect(desk.junior.post(update_path(ai_session)), 202)
    heard.wait_for("client_update_ready", session_id=ai_session["id"])
    expect(desk.junior.patch(f"/ai-sessions/{ai_session['id']}", client_name=client), 200)
    accepted = expect(desk.junior.patch(update_path(ai_session), accept_draft=True), 200)
    assert (accepted["draft"], accepted["stale"]) == (None, client != "Contoso")
    post = f"{update_path(ai_session)}/post"
    if client != "Contoso":
        refuse(desk.junior.post(post, reader=client), 409, "nothing_to_post")
        expect(desk.junior.patch(update_path(ai_session), content="We are on it."), 200)
    expect(desk.junior.post(post, reader=client), 202)


def test_without_the_model_the_client_update_has_failed_and_can_be_written_by_hand(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session
) -> None:
    claude.answer_with(lambda _: error(529))
    expect(desk.junior.post(update_path(ai_session)), 202)
    heard.wait_for("client_update_ready", session_id=ai_session["id"], status="failed")
    failed = update_now(desk.junior, ai_session)
    assert (failed["status"], failed["error"], failed["content"]) == ("failed", "overloaded", None)
    edited = expect(desk.junior.patch(update_path(ai_session), content="We are on it."), 200)
    assert (edited["status"], edited["error"]) == ("ready", None)
