"""Conclude: the final text, how the engineer knows, the time, and who is told what fixed the problem."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models.core import clock
from tests.support.desk import Desk, expect, refuse
from tests.support.write_ups import documentation_now, documentation_path, resolves, tries


@pytest.fixture
def ai_session(desk: Desk) -> dict[str, Any]:
    return desk.junior.opens_session("Outlook asks for the password", client_name="Contoso")


def in_days(days: int) -> str:
    return clock.rfc3339(clock.now() + timedelta(days=days))


def test_edited_sections_are_the_final_text(desk: Desk, ai_session) -> None:
    sections = {"problem": "P.", "cause": "C.", "resolution": "R.", "verification": "V."}
    body = {"documentation": {"sections": sections}, "time_spent_minutes": 25, "verified_by": "tested"}
    answer = expect(resolves(desk.junior, ai_session, **body), 200)
    assert (answer["documentation"], answer["psa_push"]) == ({"status": "ready"}, {"status": "no_psa"})
    assert (answer["session"]["verified_by"], answer["session"]["resolution"]) == ("tested", "R.")
    found = documentation_now(desk.junior, ai_session)
    assert {name: found["sections"][name] for name in sections} == sections
    assert (found["edited_by"]["name"], found["time_spent_minutes"], found["stale"]) == ("Sam", 25, False)
    for line in (
        "**Verified:** tested by the engineer",
        "**Time spent:** 25 min",
        "**Closed:**",
        "**Client:** Contoso",
    ):
        assert line in found["content"]


def test_the_whole_text_can_be_final_too(desk: Desk, ai_session) -> None:
    content = "## Resolution\n\nSigned in again.\n"
    answer = expect(resolves(desk.junior, ai_session, documentation={"content": content}), 200)
    assert answer["session"]["resolution"] == "Signed in again."
    assert documentation_now(desk.junior, ai_session)["content"] == content


def test_a_resolution_alone_is_that_section(desk: Desk, ai_session) -> None:
    answer = expect(resolves(desk.junior, ai_session, resolution="Signed in again"), 200)
    assert answer["documentation"] == {"status": "pending"}
    found = documentation_now(desk.junior, ai_session)
    assert found["sections"]["resolution"] == "Signed in again" and found["edited_by"] is None


def test_a_resolution_joins_a_text_that_was_edited_before(desk: Desk, ai_session) -> None:
    expect(desk.junior.patch(documentation_path(ai_session), sections={"cause": "A stale token."}), 200)
    answer = expect(resolves(desk.junior, ai_session, resolution="Signed in again"), 200)
    assert answer["documentation"] == {"status": "ready"}
    sections = documentation_now(desk.junior, ai_session)["sections"]
    assert (sections["cause"], sections["resolution"]) == ("A stale token.", "Signed in again")


@pytest.mark.parametrize("how", ["tested", "client", "watched", "none"])
def test_the_session_says_how_the_engineer_knows(desk: Desk, ai_session, how: str) -> None:
    session = expect(resolves(desk.junior, ai_session, verified_by=how), 200)["session"]
    assert (session["verified_by"], session["watch_until"]) == (how, None)


def test_what_is_watched_may_have_an_end(desk: Desk, ai_session) -> None:
    until = in_days(3)
    session = expect(resolves(desk.junior, ai_session, verified_by="watched", watch_until=until), 200)["session"]
    assert (session["verified_by"], session["watch_until"]) == ("watched", until)
    assert "Watch it until" in documentation_now(desk.junior, ai_session)["sections"]["next_steps"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"verified_by": "tested", "watch_until": "2099-01-01T00:00:00Z"}, "watch_until"),
        ({"verified_by": "watched", "watch_until": "2020-01-01T00:00:00Z"}, "watch_until"),
        ({"verified_by": "watched", "watch_until": "2099-01-01T00:00:00Z"}, "watch_until"),
        ({"verified_by": "felt"}, "verified_by"),
        ({"documentation": {}}, "documentation"),
        ({"documentation": {"sections": {}, "content": "x"}}, "documentation"),
        ({"time_spent_minutes": 1.5}, "time_spent_minutes"),
        ({"note_public": True, "push_to_psa": False}, "note_public"),
        ({"note_public": "yes"}, "note_public"),
        ({"psa_status_id": "x" * 65}, "psa_status_id"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_and_nothing_is_closed(desk: Desk, ai_session, body, field: str) -> None:
    assert refuse(resolves(desk.junior, ai_session, **body), 422, "validation_failed").keys() == {field}
    assert desk.junior.reads(ai_session)["status"] == "active"


def test_reopening_forgets_how_it_was_verified(desk: Desk, ai_session) -> None:
    expect(resolves(desk.junior, ai_session, verified_by="client"), 200)
    assert expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/reopen"), 200)["verified_by"] is None


def test_the_junior_and_the_owner_are_told_what_fixed_it(desk: Desk, ai_session) -> None:
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    sections = {"resolution": "Removed the stale token.\nSigned in again.", "cause": "A stale token."}
    expect(resolves(desk.senior, ai_session, documentation={"sections": sections}), 200)
    (entry,) = [entry for entry in desk.junior.bell() if entry["kind"] == "session_resolved"]
    assert entry["note"] == "Removed the stale token. Signed in again."


def test_a_cause_alone_is_told_too(desk: Desk, ai_session) -> None:
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    expect(resolves(desk.senior, ai_session, documentation={"sections": {"cause": "A stale token."}}), 200)
    assert [entry["note"] for entry in desk.junior.bell() if entry["kind"] == "session_resolved"] == ["A stale token."]


def test_time_is_proposed_from_short_gaps_and_the_accounts_unit(desk: Desk, ai_session) -> None:
    notes = f"/ai-sessions/{ai_session['id']}/notes"
    for minutes in (4, 8, 30, 33):
        with clock.moved(timedelta(minutes=minutes)):
            expect(desk.junior.post(notes, content=f"After {minutes}"), 201)
    assert documentation_now(desk.junior, ai_session)["time_spent_minutes"] == 15
    expect(desk.owner.patch("/account", settings={"time_unit_minutes": 6}), 200)
    assert documentation_now(desk.junior, ai_session)["time_spent_minutes"] == 12


def test_an_escalation_writes_the_documentation_in_its_own_transaction(desk: Desk, ai_session) -> None:
    tries(desk, ai_session, "Clear the cached sign-in", "applied_failed")
    desk.junior.escalates(ai_session, reason="Three fixes failed")
    found = documentation_now(desk.senior, ai_session)
    assert found["status"] == "pending"
    assert "Clear the cached sign-in" in found["content"] and "Three fixes failed" in found["content"]


def test_escalating_again_keeps_an_edited_text(desk: Desk, ai_session) -> None:
    expect(desk.junior.patch(documentation_path(ai_session), sections={"cause": "A stale token."}), 200)
    desk.junior.escalates(ai_session)
    found = documentation_now(desk.senior, ai_session)
    assert (found["status"], found["sections"]["cause"]) == ("ready", "A stale token.")
