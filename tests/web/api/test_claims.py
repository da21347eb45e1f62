"""Who may take an escalation over, and what a claim changes."""

from __future__ import annotations

from uuid import uuid4

from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener


def test_a_winner_claims_once_and_again(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    first = expect(desk.senior.claims(handoff), 200)
    again = expect(desk.senior.claims(handoff), 200)
    assert first["claimed_by"] == {"id": desk.senior.id, "name": "Priya"}
    assert again == first


def test_a_second_click_of_the_winner_tells_nobody_again(desk: Desk, heard: EventListener) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    desk.senior.claims(handoff)
    desk.senior.claims(handoff)
    heard.drain()
    assert heard.types().count("handoff_claimed") == 1


def test_a_viewer_cannot_claim(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    response = desk.viewer.claims(handoff)
    refuse(response, 403, "role_required")
    assert response.get_json()["message"] == "Engineer or admin access required"


def test_the_escalator_cannot_claim_their_own_handoff(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    refuse(desk.junior.claims(handoff), 403, "own_handoff")


def test_the_escalator_is_refused_as_such_after_the_claim_too(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    expect(desk.senior.claims(handoff), 200)
    refuse(desk.junior.claims(handoff), 403, "own_handoff")


def test_a_late_engineer_learns_who_was_first(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    won = expect(desk.senior.claims(handoff), 200)
    response = desk.joins("Noor", "engineer").claims(handoff)
    detail = refuse(response, 409, "handoff_already_claimed")
    assert detail == {"claimed_by": {"id": desk.senior.id, "name": "Priya"}, "claimed_at": won["claimed_at"]}
    assert response.get_json()["message"] == "Already claimed by Priya"


def test_an_admin_claims_like_an_engineer(desk: Desk) -> None:
    admin = desk.joins("Ada", "admin")
    handoff = desk.junior.escalates(desk.junior.opens_session())
    assert expect(admin.claims(handoff), 200)["claimed_by"]["id"] == admin.id


def test_claiming_an_unknown_handoff_is_not_found(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    refuse(desk.senior.claims({"session_id": ai_session["id"], "id": str(uuid4())}), 404, "not_found")


def test_a_handoff_is_not_found_under_another_session(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    other = desk.junior.opens_session()
    refuse(desk.senior.claims(handoff | {"session_id": other["id"]}), 404, "not_found")


def test_a_claim_makes_the_winner_the_handler_of_an_active_session(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    now = desk.senior.reads(ai_session)
    assert (now["status"], now["handler"]["name"], now["escalated_to_id"]) == ("active", "Priya", desk.senior.id)
    assert now["user"]["name"] == "Sam"


def test_a_claim_writes_no_step_of_a_person(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    steps = expect(desk.senior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    assert [step["kind"] for step in steps[1:]] == ["system", "system"]
    assert {step["author"] for step in steps if step["kind"] == "system"} == {None}


def test_a_claim_leaves_the_state_version_alone(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    before = desk.junior.reads(ai_session)["state_version"]
    expect(desk.senior.claims(handoff), 200)
    assert desk.senior.reads(ai_session)["state_version"] == before


def test_the_handler_carries_on_in_the_same_chat(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    posted = expect(desk.senior.post(f"/ai-sessions/{ai_session['id']}/messages", content="Which build is it?"), 202)
    assert posted["step"]["author"] == {"id": desk.senior.id, "name": "Priya"}


def test_a_claim_is_told_to_the_account_and_the_session(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session()
    claimed = expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    event = heard.wait_for("handoff_claimed", handoff_id=claimed["id"])
    assert event["topics"] == ["escalations", f"session:{ai_session['id']}", f"handoff:{claimed['id']}"]
    assert event["data"]["claimed_by"] == claimed["claimed_by"]
    assert event["data"]["claimed_at"] == claimed["claimed_at"]


def test_a_targeted_claim_is_told_to_its_target_and_to_whoever_escalated(desk: Desk, heard: EventListener) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session(), target_user_id=desk.senior.id)
    expect(desk.senior.claims(handoff), 200)
    event = heard.wait_for("handoff_claimed", handoff_id=handoff["id"])
    assert sorted(event["audience"]) == sorted([desk.senior.id, desk.junior.id])
    assert event["data"]["created_by"] == {"id": desk.junior.id, "name": desk.junior.name}


def test_the_handler_can_escalate_further(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    second = desk.senior.escalates(ai_session, reason="Needs the network team")
    assert desk.owner.reads(ai_session)["handler"] is None
    assert expect(desk.junior.claims(second), 200)["claimed_by"]["name"] == "Sam"


def test_whoever_claims_has_read_of_it_and_the_others_hear_who_did(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    expect(desk.senior.claims(handoff), 200)
    (own,), (others,) = desk.senior.bell(), desk.owner.bell()
    assert (own["read_at"] is None, own["note"]) == (False, None)
    assert (others["read_at"] is None, others["note"]) == (False, "claimed by Priya")
