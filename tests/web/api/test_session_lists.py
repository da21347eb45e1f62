"""One's sessions and all that one may read, by their last activity."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.desk import Desk, Person, expect, path_of_fixes, refuse
from tests.support.statements import noted_statements


def page(person: Person, **query: Any) -> dict[str, Any]:
    return expect(person.get("/ai-sessions", **query), 200)


def listed(person: Person, **query: Any) -> list[str]:
    return [row["id"] for row in page(person, **query)["items"]]


def notes(person: Person, session_id: str) -> None:
    expect(person.post(f"/ai-sessions/{session_id}/notes", content="Called the client"), 201)


@pytest.fixture
def opened(desk: Desk) -> list[str]:
    """Five sessions of Sam's, the oldest first."""
    return [desk.junior.opens_session(f"Problem {number}")["id"] for number in range(5)]


def test_what_is_written_in_comes_first(desk: Desk, opened: list[str]) -> None:
    expect(desk.junior.post(f"/ai-sessions/{opened[0]}/messages", content="It is back"), 202)
    assert listed(desk.junior) == [opened[0], *opened[:0:-1]]
    newest = page(desk.junior)["items"][0]
    assert newest["last_activity_at"] > newest["created_at"]


def test_a_new_title_or_a_pinned_fact_moves_nothing(desk: Desk, opened: list[str]) -> None:
    expect(desk.junior.patch(f"/ai-sessions/{opened[0]}", title="Mail at Acme", client_name="Acme"), 200)
    expect(desk.junior.post(f"/ai-sessions/{opened[1]}/facts", value="FS01"), 201)
    assert listed(desk.junior) == opened[::-1]


def test_a_claim_and_an_outcome_are_activity(desk: Desk, opened: list[str]) -> None:
    fix = desk.proposes({"id": opened[1]})
    expect(desk.junior.post(f"{path_of_fixes({'id': opened[1]})}/{fix['id']}/apply"), 200)
    assert listed(desk.junior)[0] == opened[1]
    expect(desk.senior.claims(desk.junior.escalates({"id": opened[0]})), 200)
    assert listed(desk.junior)[:2] == [opened[0], opened[1]]


def test_pages_have_no_gap_and_no_repetition_while_the_list_moves(desk: Desk, opened: list[str]) -> None:
    """What nobody has seen moves to the top, and what was seen already too; something new comes besides."""
    first = page(desk.junior, limit=2)
    notes(desk.junior, opened[0])
    notes(desk.junior, opened[4])
    desk.junior.opens_session("New meanwhile")
    second = page(desk.junior, limit=2, cursor=first["next_cursor"])
    notes(desk.junior, opened[1])
    third = page(desk.junior, limit=2, cursor=second["next_cursor"])
    assert [row["id"] for part in (first, second, third) for row in part["items"]] == opened[::-1]
    assert third["next_cursor"] is None
    assert listed(desk.junior)[0] == opened[1]


@pytest.mark.parametrize("cursor", ["x", "MjAyNi0xMS0yN1QwOTowMDowMFog", "é", "=" * 50])
def test_a_cursor_that_is_none_of_ours_is_refused(desk: Desk, cursor: str) -> None:
    refuse(desk.junior.get("/ai-sessions", cursor=cursor), 422, "validation_failed")


def test_readable_are_ones_own_what_waits_and_what_one_gave_away(desk: Desk) -> None:
    own = desk.senior.opens_session("Own")
    private = desk.junior.opens_session("Sam's alone")
    waiting = desk.junior.opens_session("Waits")
    desk.junior.escalates(waiting)
    gone = desk.senior.opens_session("Given away")
    expect(desk.owner.claims(desk.senior.escalates(gone)), 200)
    assert listed(desk.senior, scope="readable") == [gone["id"], waiting["id"], own["id"]]
    assert listed(desk.senior) == [gone["id"], own["id"]]
    assert listed(desk.viewer, scope="readable") == [waiting["id"]]
    everything = [gone["id"], waiting["id"], private["id"], own["id"]]
    assert listed(desk.owner, scope="readable") == everything
    desk.junior.parks(private)
    assert private["id"] not in listed(desk.owner, scope="readable")
    assert private["id"] in listed(desk.junior, scope="readable")


def test_an_admin_finds_what_somebody_parked_who_is_gone(desk: Desk) -> None:
    parked = desk.junior.opens_session("Parked")
    desk.junior.parks(parked)
    assert listed(desk.owner, scope="readable") == []
    desk.deactivates(desk.junior)
    assert listed(desk.owner, scope="readable") == [parked["id"]]
    assert listed(desk.senior, scope="readable") == []


def test_each_readable_session_can_be_read_and_no_other(desk: Desk, other_desk: Desk) -> None:
    other_desk.junior.escalates(other_desk.junior.opens_session())
    made = [desk.junior.opens_session(f"Problem {number}") for number in range(6)]
    desk.junior.escalates(made[1])
    expect(desk.senior.claims(desk.junior.escalates(made[2])), 200)
    desk.senior.parks(made[2])
    desk.junior.parks(made[3])
    desk.changes_session(made[4], escalation_package={"picked_up_by": desk.senior.id})
    for person in (desk.owner, desk.junior, desk.senior, desk.viewer):
        read = [one["id"] for one in made if person.get(f"/ai-sessions/{one['id']}").status_code == 200]
        assert sorted(listed(person, scope="readable")) == sorted(read), person.name


def test_readable_sessions_are_searched(desk: Desk) -> None:
    waiting = desk.junior.opens_session("Zebra printer", client_name="Acme")
    desk.junior.escalates(waiting)
    (row,) = page(desk.senior, scope="readable", q="zebra")["items"]
    assert (row["status"], row["client_name"]) == ("escalated", "Acme")
    assert listed(desk.senior, q="zebra") == []


def test_the_words_are_searched_for_once(desk: Desk) -> None:
    """Not once for each way in which a session comes on the list."""
    with noted_statements() as noted:
        page(desk.senior, scope="readable", q="zebra")
    assert sum(statement.count("search_sessions(") for statement in noted) == 1


def test_what_waits_to_be_verified_can_be_asked_for(desk: Desk) -> None:
    waits, done, proposed, closed = (desk.junior.opens_session(f"Problem {number}") for number in range(4))
    for ai_session in (waits, done, closed):
        fix = desk.proposes(ai_session)
        path = f"{path_of_fixes(ai_session)}/{fix['id']}/outcome"
        expect(desk.junior.patch(path, outcome="applied_pending", notes="The next backup"), 200)
        if ai_session is done:
            expect(desk.junior.patch(path, outcome="applied_failed"), 200)
    desk.proposes(proposed)
    expect(desk.junior.post(f"/ai-sessions/{closed['id']}/abandon"), 200)
    (row,) = page(desk.junior, fix_status="applied_pending")["items"]
    assert (row["id"], row["active_fix"]["pending_reason"]) == (waits["id"], "The next backup")
    assert listed(desk.junior, fix_status="proposed") == [proposed["id"]]
    refuse(desk.junior.get("/ai-sessions", fix_status="dismissed"), 422, "validation_failed")


def test_a_newer_fix_is_the_active_one(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    fix = desk.proposes(ai_session)
    path = f"{path_of_fixes(ai_session)}/{fix['id']}/outcome"
    expect(desk.junior.patch(path, outcome="applied_pending", notes="The next backup"), 200)
    desk.proposes(ai_session, "Another one")
    assert listed(desk.junior, fix_status="applied_pending") == []
    assert listed(desk.junior, fix_status="proposed") == [ai_session["id"]]
