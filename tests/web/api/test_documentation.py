"""The documentation that needs no model: asked for, edited, downloaded, and by whom."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener
from tests.support.write_ups import SECTIONS, documentation_now, documentation_path, resolves, tries


@pytest.fixture
def ai_session(desk: Desk) -> dict[str, Any]:
    return desk.junior.opens_session("Outlook asks for the password of sam.k", client_name="Contoso")


def edits(person, ai_session: dict[str, Any], **body: Any):
    return person.patch(documentation_path(ai_session), **body)


def test_before_anything_is_written_there_is_a_proposal_for_the_time(desk: Desk, ai_session) -> None:
    found = documentation_now(desk.junior, ai_session)
    assert (found["status"], found["content"], found["stale"], found["can_edit"]) == ("none", None, False, True)
    assert (found["time_spent_minutes"], found["is_time_proposed"]) == (0, True)
    assert set(found["sections"]) == SECTIONS


def test_the_answer_to_a_request_holds_the_text_of_the_record(desk: Desk, ai_session) -> None:
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", kind="error_code", value="0x8004010F"), 201)
    tries(desk, ai_session, "Clear the cached sign-in", "applied_failed", "It came back")
    tries(desk, ai_session, "Make a new profile", "applied_success")
    asked = expect(desk.junior.post(documentation_path(ai_session)), 202)
    assert asked["status"] == "pending"
    for known in ("Outlook asks for the password", "Contoso", "0x8004010F", "Make a new profile", "It came back"):
        assert known in asked["content"]
    assert asked["sections"]["resolution"].startswith("Make a new profile")
    assert "cause" in asked["missing"] and "resolution" not in asked["missing"]


def test_many_who_ask_cause_one_job(desk: Desk, ai_session, heard: EventListener) -> None:
    answers = [expect(desk.junior.post(documentation_path(ai_session)), 202) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]


def test_secrets_of_the_record_are_masked(desk: Desk) -> None:
    ai_session = desk.junior.opens_session("VPN fails, password: Winter2026!x was typed in")
    assert "Winter2026" not in expect(desk.junior.post(documentation_path(ai_session)), 202)["content"]


SECRET = "Signed in with password: Winter2026!x"


def test_secrets_of_the_resolution_are_masked_beside_an_edited_text(desk: Desk, ai_session) -> None:
    expect(edits(desk.junior, ai_session, sections={"cause": "A stale token."}), 200)
    expect(resolves(desk.junior, ai_session, resolution=SECRET), 200)
    found = documentation_now(desk.junior, ai_session)
    assert found["sections"]["resolution"].startswith("Signed in with") and "Winter2026" not in str(found)


def test_edited_sections_become_the_text(desk: Desk, ai_session) -> None:
    edited = expect(edits(desk.junior, ai_session, sections={"cause": "A stale token."}), 200)
    assert edited["status"] == "ready" and "## Cause\n\nA stale token." in edited["content"]
    assert edited["edited_by"] == {"id": desk.junior.id, "name": "Sam"} and edited["edited_at"]
    assert edited["sections"]["problem"] and edited["stale"] is False


def test_edited_markdown_is_read_back_into_sections(desk: Desk, ai_session) -> None:
    content = "# Mine\n\n## Cause\n\nA stale token.\n\n## Remarks\n\nCall first.\n\n## Resolution\n\nSigned in again."
    edited = expect(edits(desk.junior, ai_session, content=content), 200)
    assert edited["content"] == content
    assert (edited["sections"]["cause"], edited["sections"]["resolution"]) == ("A stale token.", "Signed in again.")
    changed = expect(edits(desk.junior, ai_session, sections={"cause": "An old password."}), 200)
    assert "An old password." in changed["content"] and "A stale token." not in changed["content"]
    assert "Call first." in changed["content"] and "Signed in again." in changed["content"]


def test_a_heading_in_a_section_does_not_end_it(desk: Desk, ai_session) -> None:
    text = "See below.\n## Resolution\nnot this"
    edited = expect(edits(desk.junior, ai_session, sections={"cause": text, "resolution": "This."}), 200)
    again = expect(edits(desk.junior, ai_session, content=edited["content"]), 200)
    assert again["sections"]["resolution"] == "This."


def test_the_time_alone_is_no_edit_of_the_text(desk: Desk, ai_session) -> None:
    edited = expect(edits(desk.junior, ai_session, time_spent_minutes=18), 200)
    assert (edited["time_spent_minutes"], edited["is_time_proposed"], edited["edited_by"]) == (18, False, None)
    assert "**Time spent:** 18 min" in edited["content"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"sections": {"cause": "x"}, "content": "y"},
        {"accept_draft": False},
        {"sections": {"guess": "x"}},
        {"time_spent_minutes": -1},
        {"time_spent_minutes": 10_081},
        {"content": " "},
    ],
    ids=str,
)
def test_a_change_that_says_nothing_or_too_much_is_refused(desk: Desk, ai_session, body: dict[str, Any]) -> None:
    refuse(edits(desk.junior, ai_session, **body), 422, "validation_failed")
    assert documentation_now(desk.junior, ai_session)["status"] == "none"


def test_without_a_draft_there_is_nothing_to_accept(desk: Desk, ai_session) -> None:
    refuse(edits(desk.junior, ai_session, accept_draft=True), 409, "no_draft")


def test_only_the_owner_and_the_handler_write_it(desk: Desk, ai_session) -> None:
    refuse(edits(desk.owner, ai_session, sections={"cause": "x"}), 403, "owner_or_handler_required")
    refuse(desk.viewer.post(documentation_path(ai_session)), 403, "role_required")
    assert documentation_now(desk.owner, ai_session)["can_edit"] is False


def test_a_message_makes_it_stale(desk: Desk, ai_session) -> None:
    expect(edits(desk.junior, ai_session, sections={"cause": "A stale token."}), 200)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/messages", content="And now?"), 202)
    found = documentation_now(desk.junior, ai_session)
    assert found["stale"] is True and "A stale token." in found["content"]


def test_a_change_is_told_to_the_session(desk: Desk, ai_session, heard: EventListener) -> None:
    expect(edits(desk.junior, ai_session, sections={"cause": "x"}), 200)
    heard.wait_for("documentation_ready", session_id=ai_session["id"], status="ready")


MEDIA_TYPES = {"md": "text/markdown", "html": "text/html", "txt": "text/plain"}


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_it_downloads_as_a_file_that_runs_nothing(desk: Desk, ai_session, ending: str) -> None:
    evil = "<script>alert(1)</script> ![x](https://evil.test/p.png) [go](javascript:alert(1)) **bold**"
    expect(edits(desk.junior, ai_session, sections={"cause": evil}), 200)
    response = desk.junior.get(documentation_path(ai_session), format=ending)
    text = response.get_data(as_text=True)
    assert (response.status_code, response.mimetype) == (200, MEDIA_TYPES[ending])
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "Contoso" in text
    if ending == "html":
        assert "<script" not in text and "<img" not in text and "<a " not in text and "href" not in text
        assert "&lt;script&gt;" in text and "<strong>bold</strong>" in text and "@media print" in text
    if ending == "txt":
        assert "bold" in text and "**" not in text and "## " not in text


def test_nothing_is_downloaded_before_something_is_written(desk: Desk, ai_session) -> None:
    refuse(desk.junior.get(documentation_path(ai_session), format="md"), 404, "not_found")
    refuse(desk.junior.get(documentation_path(ai_session), format="exe"), 422, "validation_failed")


def test_reopening_keeps_it_and_marks_it_as_stale(desk: Desk, ai_session) -> None:
    expect(resolves(desk.junior, ai_session, documentation={"sections": {"cause": "A stale token."}}), 200)
    assert documentation_now(desk.junior, ai_session)["stale"] is False
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/reopen"), 200)
    found = documentation_now(desk.junior, ai_session)
    assert found["stale"] is True and found["sections"]["cause"] == "A stale token."
