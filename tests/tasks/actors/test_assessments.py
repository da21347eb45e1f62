"""The assessment by a model that is slow, silent or broken: nobody waits for it, and its end is always told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from tests.outside.anthropic_server import (
    AnthropicServer,
    CutSocket,
    Gate,
    Reply,
    broken_off,
    error,
    held,
    silence,
    structured,
    text,
)
from tests.support.chat import handoff_now, session_now
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.eventually import eventually
from tests.support.installation import Installation

READING = {
    "facts_used": [],
    "open_questions": ["Since when?"],
    "likely_cause": "Outlook keeps an old password",
    "summary": "Outlook keeps asking for a password",
    "confidence": "high",
    "suggested_steps": ["Remove the stored password"],
}
SHORT_BUDGET_SECONDS = 3.0

FAILURES: dict[str, tuple[Reply, str]] = {
    "a wrong key": (error(401), "bad_credentials"),
    "an overloaded model": (error(529), "overloaded"),
    "a refusal": (text("No.", stop_reason="refusal"), "refused"),
    "nonsense": (text("The printer is haunted."), "invalid_output"),
    "another shape": (structured({"verdict": "haunted"}), "invalid_output"),
    "an answer too long": (structured(READING, stop_reason="max_tokens"), "truncated"),
    "a cut line": (broken_off(structured(READING), CutSocket(), after_pieces=2), "network"),
}


@pytest.fixture
def ai_session(claude: AnthropicServer, desk: Desk, heard: EventListener) -> dict[str, Any]:
    ai_session = desk.junior.opens_session()
    heard.wait_for("reply_finished")
    return ai_session


@contextmanager
def a_budget_of(seconds: float, installation: Installation) -> Iterator[None]:
    """The web gives new assessments this much, as ESCALATION_AI_ASSESSMENT_TIMEOUT_SECONDS does."""
    usual = installation.app.flowpilot_settings
    installation.app.extensions["settings"] = replace(usual, escalation_ai_assessment_timeout_seconds=seconds)
    yield
    installation.app.extensions["settings"] = usual


def end_budget(installation: Installation, desk: Desk) -> dict[str, Any]:
    """The deadline has come; its row."""
    row = installation.jobs_of(desk, "handoff.expire_assessment")[-1]
    installation.sql("update outbox set due = now(), not_before = now() where id = %(id)s", id=row["id"])
    return row


def tellings(heard: EventListener, handoff: dict[str, Any]) -> list[bool]:
    """Every `has_assessment` that was told of the handoff."""
    mine = [event["data"] for event in heard.drain() if event["type"] == "handoff_assessment_ready"]
    return [data["has_assessment"] for data in mine if data["handoff_id"] == handoff["id"]]


def test_an_escalation_is_made_heard_and_claimed_while_the_model_still_holds(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    gate = Gate()
    claude.script(held(structured(READING), gate))
    handoff = desk.junior.escalates(ai_session)
    heard.wait_for("handoff_created", handoff_id=handoff["id"])
    gate.wait_until_reached()
    expect(desk.senior.claims(handoff), 200)
    heard.wait_for("handoff_claimed", handoff_id=handoff["id"])
    assert handoff_now(desk.senior, handoff)["assessment_status"] == "pending"
    gate.open()
    heard.wait_for("handoff_assessment_ready", handoff_id=handoff["id"], has_assessment=True)


def test_what_the_model_reads_is_kept_but_no_surer_than_the_session_allows(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    claude.script(structured(READING))
    handoff = desk.junior.escalates(ai_session)
    heard.wait_for("handoff_assessment_ready", has_assessment=True)
    data = handoff_now(desk.senior, handoff)["ai_assessment_data"]
    assert (data["summary"], data["confidence"]) == (READING["summary"], "low")
    assert data["provider"] == "anthropic"


@pytest.mark.parametrize("how", FAILURES)
def test_a_failed_assessment_is_unavailable_with_its_reason(
    how: str, claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    reply, code = FAILURES[how]
    claude.answer_with(lambda _: reply)
    handoff = desk.junior.escalates(ai_session)
    heard.wait_for("handoff_assessment_ready", handoff_id=handoff["id"], has_assessment=False)
    now = handoff_now(desk.senior, handoff)
    assert (now["assessment_status"], now["assessment_error"]) == ("unavailable", code)
    assert (now["status"], now["ai_assessment"]) == ("open", None)
    assert now["ai_assessment_data"] == {"has_assessment": False}
    assert session_now(desk.senior, ai_session)["escalation_package"]["enhanced"] is False


def test_a_model_that_hangs_is_given_up_within_the_budget(
    claude: AnthropicServer, installation: Installation, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    claude.script(silence())
    with a_budget_of(SHORT_BUDGET_SECONDS, installation):
        handoff = desk.junior.escalates(ai_session)
    heard.wait_for("handoff_assessment_ready", handoff_id=handoff["id"], has_assessment=False)
    assert handoff_now(desk.senior, handoff)["assessment_error"] == "deadline"
    (row,) = installation.jobs_of(desk, "handoff.assess")
    assert eventually(lambda: installation.job(row["id"])["state"] == "done")


def test_trying_again_gives_a_new_budget_and_a_result(
    claude: AnthropicServer, installation: Installation, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    claude.script(error(401), structured(READING))
    handoff = desk.junior.escalates(ai_session)
    heard.wait_for("handoff_assessment_ready", has_assessment=False)
    path = f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/assessment/retry"
    again = expect(desk.senior.post(path), 202)
    assert (again["assessment_status"], again["assessment_error"]) == ("pending", None)
    heard.wait_for("handoff_assessment_ready", has_assessment=True)
    first, second = installation.jobs_of(desk, "handoff.expire_assessment")
    assert second["not_before"] > first["not_before"]
    assert handoff_now(desk.senior, handoff)["assessment_status"] == "ready"


def test_the_first_rounds_deadline_does_not_end_the_second_round(
    claude: AnthropicServer, installation: Installation, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    gate = Gate()
    claude.script(error(401), held(structured(READING), gate))
    handoff = desk.junior.escalates(ai_session)
    heard.wait_for("handoff_assessment_ready", has_assessment=False)
    row = end_budget(installation, desk)
    expect(desk.senior.post(f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/assessment/retry"), 202)
    assert eventually(lambda: installation.job(row["id"])["state"] == "done")
    assert handoff_now(desk.senior, handoff)["assessment_status"] == "pending"
    gate.open()
    heard.wait_for("handoff_assessment_ready", has_assessment=True)


def test_a_result_that_comes_after_the_deadline_changes_nothing(
    claude: AnthropicServer, installation: Installation, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    gate = Gate()
    claude.script(held(structured(READING), gate))
    handoff = desk.junior.escalates(ai_session)
    gate.wait_until_reached()
    end_budget(installation, desk)
    heard.wait_for("handoff_assessment_ready", handoff_id=handoff["id"], has_assessment=False)
    gate.open()
    (row,) = installation.jobs_of(desk, "handoff.assess")
    assert eventually(lambda: installation.job(row["id"])["state"] == "done")
    now = handoff_now(desk.senior, handoff)
    assert (now["assessment_status"], now["assessment_error"]) == ("unavailable", "deadline")
    assert session_now(desk.senior, ai_session)["escalation_package"]["enhanced"] is False
    assert tellings(heard, handoff) == [False]


def test_a_deadline_that_comes_after_the_result_changes_nothing(
    claude: AnthropicServer, installation: Installation, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    claude.script(structured(READING))
    handoff = desk.junior.escalates(ai_session)
    heard.wait_for("handoff_assessment_ready", handoff_id=handoff["id"], has_assessment=True)
    row = end_budget(installation, desk)
    assert eventually(lambda: installation.job(row["id"])["state"] == "done")
    assert handoff_now(desk.senior, handoff)["assessment_status"] == "ready"
    assert tellings(heard, handoff) == [True]
