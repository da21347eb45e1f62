"""The previews by the built-in Demo AI, through real workers: for each outcome of the fix, the text says it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models.ai_usage import AiUsage
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.previews import OUTCOMES, PREVIEWS, asks, brings_to, preview_now
from tests.support.workers import Workers

pytestmark = pytest.mark.usefixtures("workers")

LEADS = {
    "resolution_note": {
        "applied_success": "**Solved.**",
        "applied_partial": "**Not solved yet.**",
        "applied_failed": "**Not solved.**",
        "applied_pending": "**Provisional.**",
        "verifying": "**The result is not known.**",
        "proposed": "**Not solved.**",
        "dismissed": "**Not solved by a fix on record.**",
    },
    "escalation_package": {
        "applied_success": "**A fix worked.**",
        "applied_partial": "**Partly solved.**",
        "applied_failed": "**Not solved.**",
        "applied_pending": "**Waiting to be verified.**",
        "verifying": "**Check this first.**",
        "proposed": "**Not tried yet.**",
        "dismissed": "**Not solved.**",
    },
}
DEMO_WORDS = {
    "applied_success": "as an engineer confirmed",
    "applied_partial": "helped in part",
    "applied_failed": "did not help",
    "applied_pending": "provisional fix",
    "verifying": "its result is not known yet",
    "proposed": "was proposed and not tried",
    "dismissed": "was dismissed",
}


@pytest.fixture
def ai_session(workers: Workers, desk: Desk, heard: EventListener) -> dict[str, Any]:
    ai_session = desk.junior.opens_session("Outlook on PC-14 asks for the password again", client_name="Contoso")
    heard.wait_for("reply_finished")
    return ai_session


def regenerated(desk: Desk, heard: EventListener, ai_session: dict[str, Any], kind: str) -> dict[str, Any]:
    """The preview that the job writes now."""
    expect(asks(desk.junior, ai_session, kind), 202)
    heard.wait_for("preview_ready", session_id=ai_session["id"], kind=kind, status="ready")
    return preview_now(desk.junior, ai_session, kind)


@pytest.mark.parametrize("kind", PREVIEWS)
def test_after_each_outcome_the_text_says_it(
    desk: Desk, heard: EventListener, ai_session: dict[str, Any], kind: str
) -> None:
    regenerated(desk, heard, ai_session, kind)
    for outcome, (_, said) in OUTCOMES.items():
        fix = desk.proposes(ai_session, f"Clear the cache for {outcome}")
        # The copilot proposes a fix within a reply, which bumps the version; this is the same by hand.
        expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", value=f"Before {outcome}"), 201)
        brings_to(desk.junior, fix, outcome)
        text = regenerated(desk, heard, ai_session, kind)["content"]
        assert LEADS[kind][outcome] in text
        assert said in text and DEMO_WORDS[outcome] in text
        assert f"Clear the cache for {outcome}" in text.replace("\\_", "_")
        end_fix(desk, fix, outcome)


def end_fix(desk: Desk, fix: dict[str, Any], outcome: str) -> None:
    """Take the fix out of the way of the next one: an open one stays the session's active fix."""
    desk.changes_fix(fix, status="dismissed", applied_at=None)


def test_a_pending_verification_comes_first(desk: Desk, heard: EventListener, ai_session: dict[str, Any]) -> None:
    brings_to(desk.junior, desk.proposes(ai_session), "applied_pending")
    package = regenerated(desk, heard, ai_session, "escalation_package")["content"]
    note = regenerated(desk, heard, ai_session, "resolution_note")["content"]
    assert package.startswith("## Where it stands\n\n**Waiting to be verified.** **Clear the cached sign-in**")
    assert "It waits on: The overnight sync has to run" in package.partition("## Summary")[0]
    assert "1. Verify whether “Clear the cached sign-in” holds: The overnight sync has to run." in package
    assert "**Provisional.**" in note and "solved it" not in note


def test_the_text_has_the_sections_that_come_from_the_record(
    desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", kind="scope", value="Only <b>PC-14</b>"), 201)
    brings_to(desk.junior, desk.proposes(ai_session), "applied_failed")
    text = regenerated(desk, heard, ai_session, "resolution_note")["content"]
    assert "Client: Contoso." in text
    assert "- scope: Only \\<b\\>PC-14\\</b\\>" in text
    assert "1. **Clear the cached sign-in**: did not work (Sam, " in text


def test_a_preview_says_who_wrote_it_and_from_which_state(
    desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    ready = regenerated(desk, heard, ai_session, "resolution_note")
    assert (ready["model"], ready["stale"], ready["error"]) == ("demo-playbooks-1", False, None)
    assert ready["provider_label"].startswith("Demo AI")
    assert ready["state_version"] == desk.junior.reads(ai_session)["state_version"]
    assert expect(asks(desk.junior, ai_session, "resolution_note"), 200) == ready
    tasks = desk.rows(select(AiUsage.task).where(AiUsage.ai_session_id == ai_session["id"]))
    assert tasks.count("resolution_note") == 1


def test_the_reason_of_an_escalation_is_in_its_package(
    desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    desk.junior.escalates(ai_session, reason="No rights on the server")
    text = regenerated(desk, heard, ai_session, "escalation_package")["content"]
    assert "## Reason for the escalation\n\nNo rights on the server" in text
