"""What an escalation leaves behind besides itself: bell entries, delivery rows, requests in their order."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select, update

from models.core.outgoing.outbox import OutboxRow
from models.delivery import BellDelivery
from tests.support.desk import Desk, Person, expect
from tests.support.events import EventListener


@pytest.fixture
def bystander(desk: Desk) -> Person:
    return desk.joins("Noor", "engineer")


def test_the_bell_names_escalator_ticket_and_problem(desk: Desk) -> None:
    ai_session = desk.junior.opens_session("No mail\n since   Monday", psa_ticket_id="48210")
    desk.junior.escalates(ai_session)
    (entry,) = desk.senior.bell()
    assert entry["title"] == "Escalation from Sam · #48210: No mail since Monday"
    assert entry["link"] == f"/pilot/{ai_session['id']}?pickup=true"
    assert (entry["kind"], entry["note"], entry["read_at"]) == ("escalation", None, None)


def test_without_a_ticket_the_bell_names_none(desk: Desk) -> None:
    desk.junior.escalates(desk.junior.opens_session("No mail"))
    assert desk.senior.bell()[0]["title"] == "Escalation from Sam: No mail"


def test_a_problem_of_70_characters_stands_whole_in_the_bell(desk: Desk) -> None:
    desk.junior.escalates(desk.junior.opens_session("x" * 70))
    assert desk.senior.bell()[0]["title"] == "Escalation from Sam: " + "x" * 70


def test_of_a_longer_problem_69_characters_and_an_ellipsis_stand(desk: Desk) -> None:
    desk.junior.escalates(desk.junior.opens_session("x" * 71))
    assert desk.senior.bell()[0]["title"] == "Escalation from Sam: " + "x" * 69 + "…"


def test_white_space_is_collapsed_before_the_problem_is_measured(desk: Desk) -> None:
    desk.junior.escalates(desk.junior.opens_session("a" * 34 + "  \n\n  " + "b" * 35))
    assert desk.senior.bell()[0]["title"] == f"Escalation from Sam: {'a' * 34} {'b' * 35}"


def test_the_bell_rings_for_engineers_and_admins_but_not_the_escalator_or_viewers(desk: Desk) -> None:
    admin = desk.joins("Ada", "admin")
    desk.junior.escalates(desk.junior.opens_session())
    assert [len(person.bell()) for person in (desk.owner, admin, desk.senior)] == [1, 1, 1]
    assert desk.junior.bell() == desk.viewer.bell() == []


def test_an_inactive_engineer_gets_no_delivery(desk: Desk, bystander: Person) -> None:
    desk.deactivates(bystander)
    handoff = desk.junior.escalates(desk.junior.opens_session())
    assert {delivery.recipient for delivery in deliveries(desk, handoff)} == {desk.owner.id, desk.senior.id}


def test_a_bell_is_delivered_by_being_written(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session(), target_user_id=desk.senior.id)
    (delivery,) = deliveries(desk, handoff)
    assert (delivery.channel, delivery.state, delivery.recipient) == ("bell", "sent", desk.senior.id)
    assert delivery.sent_at is not None


def test_the_first_request_of_an_escalation_is_its_event_and_the_last_its_jobs(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    before = {row.id for row in requests(desk)}
    desk.junior.escalates(ai_session)
    made = [row for row in requests(desk) if row.id not in before]
    assert made[0].name == "handoff_created"
    assert [row.name for row in made if row.kind == "job"] == [
        "handoff.assess",
        "handoff.expire_assessment",
        "mail.send",
        "mail.send",
        "handoff.announce_waiting",
    ]
    assert [row.kind for row in made] == sorted(row.kind for row in made)


def test_an_escalation_is_heard_before_anything_else_of_it(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session()
    heard.drain()
    before = len(heard.all)
    handoff = desk.junior.escalates(ai_session)
    event = heard.wait_for("handoff_created", handoff_id=handoff["id"])
    assert heard.types()[before] == "handoff_created"
    assert event["topics"] == ["escalations"]
    about = {"session_id": ai_session["id"], "problem": ai_session["problem"], "psa_ticket_id": None}
    assert about.items() <= event["data"].items()
    assert event["data"]["created_by"] == {"id": desk.junior.id, "name": "Sam"}


def test_the_event_has_the_row_that_the_queue_answers(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session("VPN\n drops", client_name="Contoso")
    for target in ({}, {"target_user_id": desk.senior.id}):
        handoff = desk.junior.escalates(ai_session, **target)
        row = heard.wait_for("handoff_created", handoff_id=handoff["id"])["data"]["row"]
        (waiting,) = expect(desk.senior.get("/ai-sessions/escalations"), 200)["items"]
        assert row == waiting
        expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/handoffs/{handoff['id']}/recall"), 200)


def test_every_recipient_hears_their_own_bell_only(desk: Desk, heard: EventListener) -> None:
    desk.junior.escalates(desk.junior.opens_session())
    rung = [event["topics"] for event in heard.drain() if event["type"] == "notification_created"]
    assert sorted(rung) == sorted([[f"user:{desk.owner.id}"], [f"user:{desk.senior.id}"]])


def test_after_a_claim_everybody_elses_entry_names_the_winner(desk: Desk, bystander: Person) -> None:
    expect(desk.senior.claims(desk.junior.escalates(desk.junior.opens_session())), 200)
    assert bystander.bell()[0]["note"] == desk.owner.bell()[0]["note"] == "claimed by Priya"
    assert desk.senior.bell()[0]["note"] is None


def test_a_claim_cancels_what_is_still_planned_and_leaves_what_was_sent(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    with desk.unit() as unit:
        still_planned = update(BellDelivery).where(BellDelivery.recipient == desk.owner.id)
        unit.db_session.execute(still_planned.values(state="planned", sent_at=None))
    expect(desk.senior.claims(handoff), 200)
    states = {delivery.recipient: delivery.state for delivery in deliveries(desk, handoff)}
    assert states == {desk.owner.id: "canceled", desk.senior.id: "sent"}


def test_a_claim_does_not_ring_the_escalators_bell(desk: Desk) -> None:
    expect(desk.senior.claims(desk.junior.escalates(desk.junior.opens_session())), 200)
    assert desk.junior.bell() == []


def test_a_withdrawal_stands_in_every_entry(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    desk.junior.escalates(ai_session)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 200)
    assert [person.bell()[0]["note"] for person in (desk.owner, desk.senior)] == ["withdrawn", "withdrawn"]


def deliveries(desk: Desk, handoff: dict[str, str]) -> list[BellDelivery]:
    return desk.rows(select(BellDelivery).where(BellDelivery.handoff_id == UUID(handoff["id"])))


def requests(desk: Desk) -> list[OutboxRow]:
    """The account's outbox in the order in which it was asked for."""
    return desk.rows(select(OutboxRow).order_by(OutboxRow.id))
