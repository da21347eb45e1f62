"""An escalation to one person is that person's, and an admin's."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.support.desk import Desk, Person, expect, refuse
from tests.support.events import EventListener


@pytest.fixture
def bystander(desk: Desk) -> Person:
    return desk.joins("Noor", "engineer")


def test_the_target_is_named_on_the_handoff_and_the_session(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session, target_user_id=desk.senior.id)
    assert handoff["target_user"] == {"id": desk.senior.id, "name": "Priya"}
    assert desk.junior.reads(ai_session)["escalated_to_id"] == desk.senior.id


def test_a_target_is_not_the_handler_until_they_claim(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session, target_user_id=desk.senior.id)
    assert desk.junior.reads(ai_session)["handler"] is None
    assert expect(desk.senior.get("/ai-sessions"), 200)["items"] == []
    expect(desk.senior.claims(handoff), 200)
    assert [row["id"] for row in expect(desk.senior.get("/ai-sessions"), 200)["items"]] == [ai_session["id"]]


def test_somebody_else_cannot_claim_a_targeted_handoff(desk: Desk, bystander: Person) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session(), target_user_id=desk.senior.id)
    refuse(bystander.claims(handoff), 403, "not_target")


@pytest.mark.parametrize("role", ["admin", "owner"])
def test_an_admin_may_claim_in_the_targets_place(desk: Desk, role: str) -> None:
    admin = desk.joins("Ada", role)
    handoff = desk.junior.escalates(desk.junior.opens_session(), target_user_id=desk.senior.id)
    assert expect(admin.claims(handoff), 200)["claimed_by"]["id"] == admin.id


def test_only_the_target_s_bell_rings(desk: Desk, bystander: Person) -> None:
    desk.junior.escalates(desk.junior.opens_session(), target_user_id=desk.senior.id)
    assert len(desk.senior.bell()) == 1
    assert bystander.bell() == desk.owner.bell() == []


def test_its_events_are_for_the_target_alone(desk: Desk, heard: EventListener) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session(), target_user_id=desk.senior.id)
    event = heard.wait_for("handoff_created", handoff_id=handoff["id"])
    assert event["audience"] == [desk.senior.id]
    assert event["data"]["target_user_id"] == desk.senior.id


def test_nobody_hands_over_to_themselves(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    refuse(_escalate(desk.junior, ai_session, target=desk.junior.id), 422, "target_self")


def test_a_viewer_cannot_be_a_target(desk: Desk) -> None:
    refuse(_escalate(desk.junior, desk.junior.opens_session(), target=desk.viewer.id), 422, "invalid_target")


def test_an_inactive_person_cannot_be_a_target(desk: Desk) -> None:
    desk.deactivates(desk.senior)
    refuse(_escalate(desk.junior, desk.junior.opens_session(), target=desk.senior.id), 422, "invalid_target")


def test_a_park_has_no_target(desk: Desk) -> None:
    path = f"/ai-sessions/{desk.junior.opens_session()['id']}/handoff"
    refuse(desk.junior.post(path, intent="park", target_user_id=desk.senior.id), 422, "invalid_target")


def test_another_accounts_person_is_not_found_as_a_target(desk: Desk, other_desk: Desk) -> None:
    refuse(_escalate(desk.junior, desk.junior.opens_session(), target=other_desk.senior.id), 404, "not_found")


def test_an_unknown_target_is_not_found(desk: Desk) -> None:
    refuse(_escalate(desk.junior, desk.junior.opens_session(), target=str(uuid4())), 404, "not_found")


def test_a_refused_target_leaves_the_session_as_it_was(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session()
    heard.drain()
    before = len(heard.all)
    _escalate(desk.junior, ai_session, target=desk.viewer.id)
    assert desk.junior.reads(ai_session) == ai_session
    assert heard.drain()[before:] == []


def _escalate(person: Person, ai_session: dict[str, str], *, target: str):
    path = f"/ai-sessions/{ai_session['id']}/handoff"
    return person.post(path, intent="escalate", reason="Stuck", target_user_id=target)
