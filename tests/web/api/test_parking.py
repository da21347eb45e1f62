"""A parked session waits for whoever parked it, and is nobody else's business."""

from __future__ import annotations

from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener


def test_parking_needs_no_reason(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.parks(ai_session)
    assert (handoff["intent"], handoff["reason"], handoff["assessment_status"]) == ("park", None, "not_requested")
    assert desk.junior.reads(ai_session)["status"] == "parked"


def test_parking_tells_nobody(desk: Desk, heard: EventListener) -> None:
    desk.junior.parks(desk.junior.opens_session())
    heard.drain()
    assert not {"handoff_created", "notification_created"} & set(heard.types())
    assert desk.senior.bell() == desk.owner.bell() == []


def test_a_parked_session_is_in_nobodys_queue(desk: Desk) -> None:
    desk.junior.parks(desk.junior.opens_session())
    assert desk.senior.queue() == desk.owner.queue() == []


def test_a_parked_session_is_hidden_even_from_admins(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.parks(ai_session)
    refuse(desk.owner.get(f"/ai-sessions/{ai_session['id']}"), 404, "not_found")
    refuse(desk.owner.get(f"/ai-sessions/{ai_session['id']}/handoffs/{handoff['id']}"), 404, "not_found")


def test_nobody_else_resumes_a_park(desk: Desk) -> None:
    handoff = desk.junior.parks(desk.junior.opens_session())
    refuse(desk.senior.claims(handoff), 404, "not_found")
    refuse(desk.owner.claims(handoff), 404, "not_found")


def test_whoever_parked_it_resumes_it(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.parks(ai_session)
    resumed = expect(desk.junior.claims(handoff), 200)
    assert (resumed["status"], resumed["claimed_by"]["name"]) == ("claimed", "Sam")
    now = desk.junior.reads(ai_session)
    assert (now["status"], now["handler"]) == ("active", None)


def test_resuming_twice_gives_the_same_answer(desk: Desk) -> None:
    handoff = desk.junior.parks(desk.junior.opens_session())
    assert expect(desk.junior.claims(handoff), 200) == expect(desk.junior.claims(handoff), 200)


def test_a_resumed_session_is_open_to_admins_again(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    desk.junior.claims(desk.junior.parks(ai_session))
    assert desk.owner.reads(ai_session)["status"] == "active"


def test_a_parked_session_can_be_escalated_from_where_it_is(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    park = desk.junior.parks(ai_session)
    handoff = desk.junior.escalates(ai_session)
    assert desk.senior.queue() == [ai_session["id"]]
    refuse(desk.junior.claims(park), 409, "handoff_withdrawn")
    expect(desk.senior.claims(handoff), 200)


def test_parking_leaves_the_state_version_alone(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    desk.junior.parks(ai_session)
    assert desk.junior.reads(ai_session)["state_version"] == ai_session["state_version"]


def test_a_handler_who_parks_keeps_it_from_everybody_but_its_owner(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    desk.senior.claims(desk.junior.escalates(ai_session))
    desk.senior.parks(ai_session)
    assert desk.junior.reads(ai_session)["status"] == "parked"
    refuse(desk.owner.get(f"/ai-sessions/{ai_session['id']}"), 404, "not_found")


def test_what_the_owner_parked_leaves_the_handlers_list(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    desk.junior.parks(ai_session)
    assert expect(desk.senior.get("/ai-sessions"), 200)["items"] == []
    assert [item["id"] for item in expect(desk.junior.get("/ai-sessions"), 200)["items"]] == [ai_session["id"]]


def test_a_note_to_oneself_stays_ones_own_after_an_escalation(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    park = desk.junior.parks(ai_session, reason="ask Jane about the contract first")
    desk.junior.escalates(ai_session)
    path = f"/ai-sessions/{ai_session['id']}/handoffs"
    intents = [handoff["intent"] for handoff in expect(desk.viewer.get(path), 200)["items"]]
    assert intents == ["escalate"]
    refuse(desk.viewer.get(f"{path}/{park['id']}"), 404, "not_found")
    assert len(expect(desk.junior.get(path), 200)["items"]) == 2
