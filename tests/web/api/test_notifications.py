"""The bell: one's own entries, read one by one or all at once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.desk import Desk, Person, expect, path_of_fixes, refuse
from tests.support.events import EventListener


@pytest.fixture
def rung(desk: Desk) -> Desk:
    """Three escalations have rung everybody's bell."""
    for number in range(3):
        desk.junior.escalates(desk.junior.opens_session(f"Problem {number}"))
    return desk


def test_the_bell_is_newest_first(rung: Desk) -> None:
    assert [entry["title"][-1] for entry in rung.senior.bell()] == ["2", "1", "0"]


def test_an_entry_has_the_fields_of_the_contract(rung: Desk) -> None:
    assert rung.senior.bell()[0].keys() == {
        *("id", "title", "link", "kind", "note", "read_at", "created_at"),
        *("session_id", "handoff_id", "outcome"),
    }


def test_the_bell_is_read_in_pages(rung: Desk) -> None:
    first = expect(rung.senior.get("/notifications", limit=2), 200)
    rest = expect(rung.senior.get("/notifications", limit=2, cursor=first["next_cursor"]), 200)
    assert [entry["title"][-1] for entry in rest["items"]] == ["0"]
    assert rest["next_cursor"] is None


def test_an_entry_is_read_once_and_keeps_its_time(rung: Desk) -> None:
    entry = rung.senior.bell()[1]
    first = expect(rung.senior.post(f"/notifications/{entry['id']}/read"), 200)
    again = expect(rung.senior.post(f"/notifications/{entry['id']}/read"), 200)
    assert first["read_at"] is not None
    assert again == first


def test_the_unread_ones_can_be_asked_for(rung: Desk) -> None:
    newest, *rest = rung.senior.bell()
    expect(rung.senior.post(f"/notifications/{newest['id']}/read"), 200)
    assert rung.senior.bell(unread="true") == rest
    assert len(rung.senior.bell(unread="false")) == 3


def test_reading_all_leaves_none_unread(rung: Desk) -> None:
    expect(rung.senior.post("/notifications/read-all"), 204)
    assert rung.senior.bell(unread="true") == []


def test_reading_all_reads_nobody_elses(rung: Desk) -> None:
    expect(rung.senior.post("/notifications/read-all"), 204)
    assert len(rung.owner.bell(unread="true")) == 3


def test_reading_all_keeps_the_time_of_what_was_read_before(rung: Desk) -> None:
    entry = rung.senior.bell()[0]
    read_at = expect(rung.senior.post(f"/notifications/{entry['id']}/read"), 200)["read_at"]
    expect(rung.senior.post("/notifications/read-all"), 204)
    assert rung.senior.bell()[0]["read_at"] == read_at


def test_a_colleagues_entry_is_not_found(rung: Desk) -> None:
    entry = rung.owner.bell()[0]
    refuse(rung.senior.post(f"/notifications/{entry['id']}/read"), 404, "not_found")
    assert rung.owner.bell()[0]["read_at"] is None


def test_a_viewer_has_a_bell_of_their_own(rung: Desk) -> None:
    assert rung.viewer.bell() == []
    expect(rung.viewer.post("/notifications/read-all"), 204)


def about(person: Person, ai_session: dict[str, Any]) -> list[dict[str, Any]]:
    return person.bell(session_id=ai_session["id"])


def resolves(person: Person, ai_session: dict[str, Any], **body: Any) -> None:
    expect(person.post(f"/ai-sessions/{ai_session['id']}/resolve", **body), 200)


@pytest.fixture
def claimed(desk: Desk) -> dict[str, Any]:
    """Sam escalated it and Priya picked it up."""
    ai_session = desk.junior.opens_session("Backup of FS01 fails", psa_ticket_id="48231")
    handoff = desk.junior.escalates(ai_session)
    expect(desk.senior.claims(handoff), 200)
    return ai_session


def test_a_claim_reads_every_entry_and_names_the_winner(desk: Desk, claimed: dict[str, Any]) -> None:
    (entry,) = about(desk.owner, claimed)
    assert entry["note"] == "claimed by Priya"
    assert entry["read_at"] is not None
    assert entry["outcome"]["kind"] == "claimed"
    assert entry["outcome"]["by"] == {"id": desk.senior.id, "name": "Priya"}
    assert desk.owner.bell(unread="true") == []
    (own,) = about(desk.senior, claimed)
    assert (own["note"], own["read_at"] is None) == (None, False)
    assert about(desk.junior, claimed) == []


def test_who_is_told_may_no_longer_read_the_session_and_still_learns_who_solved_it(desk: Desk) -> None:
    colleague = desk.joins("Marcus", "engineer")
    ai_session = desk.junior.opens_session()
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    resolves(desk.senior, ai_session, resolution="Restarted it")
    refuse(colleague.get(f"/ai-sessions/{ai_session['id']}"), 404, "not_found")
    (entry,) = about(colleague, ai_session)
    assert (entry["note"], entry["session_id"]) == ("resolved by Priya", ai_session["id"])
    assert (entry["outcome"]["kind"], entry["outcome"]["by"]["name"]) == ("resolved", "Priya")
    assert entry["outcome"]["at"] >= entry["created_at"]


def test_whoever_escalated_it_is_told_what_solved_it_and_by_whom(
    desk: Desk, claimed: dict[str, Any], heard: EventListener
) -> None:
    resolves(desk.senior, claimed, resolution="Shadow storage was full:\n extended it")
    (entry,) = about(desk.junior, claimed)
    assert entry["title"] == "Resolved by Priya · #48231: Backup of FS01 fails"
    assert (entry["kind"], entry["note"]) == ("session_resolved", "Shadow storage was full: extended it")
    assert (entry["link"], entry["read_at"]) == (f"/pilot/{claimed['id']}", None)
    assert entry["outcome"]["by"]["name"] == "Priya"
    heard.wait_for("notification_created", notification_id=entry["id"])


def test_without_a_resolution_the_fix_that_worked_says_what_solved_it(desk: Desk, claimed: dict[str, Any]) -> None:
    fix = desk.proposes(claimed, "Extend the shadow storage")
    expect(desk.senior.patch(f"{path_of_fixes(claimed)}/{fix['id']}/outcome", outcome="applied_success"), 200)
    resolves(desk.senior, claimed)
    assert about(desk.junior, claimed)[0]["note"] == "Extend the shadow storage"


def test_nobody_rings_their_own_bell(desk: Desk, claimed: dict[str, Any]) -> None:
    resolves(desk.junior, claimed)
    assert about(desk.junior, claimed) == []
    assert [entry["kind"] for entry in about(desk.senior, claimed)] == ["escalation"]
    alone = desk.junior.opens_session()
    resolves(desk.junior, alone)
    assert about(desk.junior, alone) == []


def test_reopening_takes_the_news_back(desk: Desk, claimed: dict[str, Any]) -> None:
    resolves(desk.senior, claimed)
    expect(desk.senior.post(f"/ai-sessions/{claimed['id']}/reopen"), 200)
    (told,) = about(desk.junior, claimed)
    assert (told["note"], told["outcome"]["kind"], told["read_at"] is None) == ("reopened by Priya", "reopened", False)
    assert about(desk.owner, claimed)[0]["note"] == "reopened by Priya"


def test_a_withdrawal_reads_every_entry(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    expect(desk.owner.post(f"/ai-sessions/{ai_session['id']}/handoffs/{handoff['id']}/recall"), 200)
    for person in (desk.owner, desk.senior):
        (entry,) = about(person, ai_session)
        assert (entry["note"], entry["outcome"]["by"]["name"]) == ("withdrawn", "Olga")
        assert entry["read_at"] is not None


def test_closing_without_a_solution_says_so(desk: Desk, claimed: dict[str, Any]) -> None:
    expect(desk.senior.post(f"/ai-sessions/{claimed['id']}/abandon"), 200)
    assert about(desk.owner, claimed)[0]["note"] == "abandoned by Priya"
    assert about(desk.junior, claimed) == []
