"""The queue and its count: one rule for both."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk, Person, expect


def count(person: Person) -> int:
    return expect(person.get("/ai-sessions/escalations/count"), 200)["count"]


def test_an_escalation_waits_in_everybody_elses_queue(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    desk.junior.escalates(ai_session)
    for person in (desk.senior, desk.owner, desk.viewer):
        assert (person.queue(), count(person)) == ([ai_session["id"]], 1)


def test_ones_own_escalation_is_not_in_ones_own_queue(desk: Desk) -> None:
    desk.junior.escalates(desk.junior.opens_session())
    assert (desk.junior.queue(), count(desk.junior)) == ([], 0)


def test_an_admins_own_escalation_is_not_in_their_queue_either(desk: Desk) -> None:
    desk.owner.escalates(desk.owner.opens_session())
    assert (desk.owner.queue(), count(desk.owner)) == ([], 0)


def test_one_owns_it_but_a_handler_escalated_it_further_so_one_is_asked_too(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    desk.senior.claims(desk.junior.escalates(ai_session))
    desk.senior.escalates(ai_session)
    assert (desk.junior.queue(), count(desk.junior)) == ([ai_session["id"]], 1)
    assert (desk.senior.queue(), count(desk.senior)) == ([], 0)


def test_one_targeted_at_somebody_else_is_hidden_but_not_from_admins(desk: Desk) -> None:
    bystander = desk.joins("Noor", "engineer")
    ai_session = desk.junior.opens_session()
    desk.junior.escalates(ai_session, target_user_id=desk.senior.id)
    assert (bystander.queue(), count(bystander)) == ([], 0)
    for person in (desk.senior, desk.owner):
        assert (person.queue(), count(person)) == ([ai_session["id"]], 1)


@pytest.mark.parametrize("ending", ["claim", "resolve"])
def test_what_is_no_longer_waiting_leaves_the_queue(desk: Desk, ending: str) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    if ending == "claim":
        expect(desk.senior.claims(handoff), 200)
    else:
        expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 200)
    assert (desk.owner.queue(), count(desk.owner)) == ([], 0)


def test_another_accounts_escalations_are_not_in_the_queue(desk: Desk, other_desk: Desk) -> None:
    desk.junior.escalates(desk.junior.opens_session())
    assert (other_desk.owner.queue(), count(other_desk.owner)) == ([], 0)


def test_the_queue_is_newest_first_or_oldest_first(desk: Desk) -> None:
    waiting = [desk.junior.opens_session(f"Problem {number}") for number in range(3)]
    for ai_session in waiting:
        desk.junior.escalates(ai_session)
    ids = [ai_session["id"] for ai_session in waiting]
    assert desk.senior.queue() == desk.senior.queue(sort="newest") == ids[::-1]
    assert desk.senior.queue(sort="oldest") == ids


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_the_queue_is_read_in_pages_without_gap_or_repetition(desk: Desk, sort: str) -> None:
    for number in range(5):
        desk.junior.escalates(desk.junior.opens_session(f"Problem {number}"))
    seen, cursor = [], {}
    while True:
        page = expect(desk.senior.get("/ai-sessions/escalations", sort=sort, limit=2, **cursor), 200)
        seen += [item["session_id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert seen == desk.senior.queue(sort=sort)


def test_a_row_says_what_one_decides_by(desk: Desk) -> None:
    ai_session = desk.junior.opens_session("No mail", client_name="Contoso", psa_ticket_id="48210")
    expect(desk.junior.patch(f"/ai-sessions/{ai_session['id']}", title="Mail at Contoso"), 200)
    handoff = desk.junior.escalates(ai_session, reason="Out of ideas", target_user_id=desk.senior.id)
    (row,) = expect(desk.senior.get("/ai-sessions/escalations"), 200)["items"]
    assert row == {
        "handoff_id": handoff["id"],
        "session_id": ai_session["id"],
        "status": "escalated",
        "title": "Mail at Contoso",
        "problem": "No mail",
        "client_name": "Contoso",
        "priority": None,
        "created_by": {"id": desk.junior.id, "name": "Sam"},
        "reason": "Out of ideas",
        "step_count": 1,
        "confidence_tier": "discovery",
        "assessment_status": "pending",
        "assessment_confidence": None,
        "psa_ticket_id": "48210",
        "target_user": {"id": desk.senior.id, "name": "Priya"},
        "escalated_at": handoff["created_at"],
    }


def test_steps_on_record_are_counted_in_one_way_everywhere(desk: Desk) -> None:
    """What the system notes about a hand-over is no step that somebody took."""
    ai_session = desk.junior.opens_session()
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/notes", content="Called Jane"), 201)
    in_dialog = desk.junior.reads(ai_session)["step_count"]
    handoff = desk.junior.escalates(ai_session)
    (row,) = expect(desk.senior.get("/ai-sessions/escalations"), 200)["items"]
    assert in_dialog == row["step_count"] == desk.senior.reads(ai_session)["step_count"] == 2
    assert [step["content"] for step in handoff["snapshot"]["steps"]] == [ai_session["problem"], "Called Jane"]
    expect(desk.senior.claims(handoff), 200)
    assert desk.senior.reads(ai_session)["step_count"] == 2
    assert len(desk.senior.escalates(ai_session)["snapshot"]["steps"]) == 2
