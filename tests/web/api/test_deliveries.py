"""Who is told of an escalation outside the page: planned with it, canceled by a claim, tried again by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from models.core import clock
from models.core.outgoing.outbox import OutboxRow
from models.delivery import Delivery, DeliveryState
from models.notice import Notice
from models.user import User
from settings import Settings
from tests.support.desk import Desk, Person, expect, refuse
from tests.support.events import EventListener
from tests.support.eventually import eventually
from tests.support.mails import mails_to
from tests.support.workers import Workers


def told(by: Person, handoff: dict[str, Any]) -> list[dict[str, Any]]:
    path = f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/deliveries"
    return list(expect(by.get(path), 200)["items"])


def mails_of(by: Person, handoff: dict[str, Any]) -> dict[str, str]:
    """The state of each mail by its recipient's name."""
    return {item["recipient"]: item["state"] for item in told(by, handoff) if item["channel"] == "mail"}


def retry(by: Person, handoff: dict[str, Any], delivery_id: str) -> Any:
    base = f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/deliveries"
    return by.post(f"{base}/{delivery_id}/retry")


def retriable(by: Person, handoff: dict[str, Any]) -> set[str]:
    return {item["id"] for item in told(by, handoff) if item["is_retriable"]}


def changes_deliveries(desk: Desk, handoff: dict[str, Any], **values: Any) -> None:
    with desk.unit() as unit:
        unit.db_session.execute(update(Delivery).where(Delivery.handoff_id == UUID(handoff["id"])).values(**values))


def waiting_jobs(desk: Desk, name: str) -> list[OutboxRow]:
    return [row for row in desk.rows(select(OutboxRow)) if row.name == name and row.state == "ready"]


def test_the_mails_are_planned_with_the_handoff_and_named(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session("VPN drops every 20 minutes"))
    assert mails_of(desk.junior, handoff) == {"Olga": "planned", "Priya": "planned"}
    bells = [item for item in told(desk.junior, handoff) if item["channel"] == "bell"]
    assert {item["recipient"]: item["state"] for item in bells} == {"Olga": "sent", "Priya": "sent"}


def test_only_admins_see_the_address(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    assert {item["address"] for item in told(desk.junior, handoff)} == {None}
    seen = {item["address"] for item in told(desk.owner, handoff) if item["channel"] == "mail"}
    assert seen == {desk.owner.email, desk.senior.email}


def test_who_may_see_it(desk: Desk, bystander: Person, other_desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    path = f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/deliveries"
    refuse(bystander.get(path), 403, "not_escalator")
    refuse(other_desk.owner.get(path), 404, "not_found")
    expect(desk.senior.claims(handoff), 200)
    told(desk.senior, handoff)


def test_a_targeted_escalation_is_mailed_to_its_target_only(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session(), target_user_id=desk.senior.id)
    assert {item["event"] for item in told(desk.junior, handoff)} == {"escalation_targeted"}
    assert mails_of(desk.junior, handoff) == {"Priya": "planned"}


def test_who_wants_no_mail_gets_none(desk: Desk) -> None:
    chosen = {"events": {"escalation_created": {"mail": False}}}
    with desk.unit() as unit:
        unit.db_session.execute(update(User).where(User.id == UUID(desk.senior.id)).values(preferences=chosen))
    handoff = desk.junior.escalates(desk.junior.opens_session())
    assert mails_of(desk.junior, handoff) == {"Olga": "planned"}


def test_a_claim_cancels_the_mails_that_are_not_sent(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    expect(desk.senior.claims(handoff), 200)
    assert set(mails_of(desk.junior, handoff).values()) == {"canceled"}


def test_nothing_is_sent_to_who_has_left(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session(), target_user_id=desk.senior.id)
    (mail,) = (item for item in told(desk.junior, handoff) if item["channel"] == "mail")
    expect(desk.owner.patch(f"/account/members/{desk.senior.id}", is_active=False), 200)
    assert mails_of(desk.junior, handoff) == {"Priya": "canceled", "Olga": "planned"}
    changes_deliveries(desk, handoff, state=DeliveryState.FAILED)
    assert expect(retry(desk.junior, handoff, mail["id"]), 202)["state"] == "canceled"


def test_nobody_is_told_again_of_a_settled_escalation(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    failed = next(item for item in told(desk.junior, handoff) if item["channel"] == "mail")
    changes_deliveries(desk, handoff, state=DeliveryState.FAILED)
    expect(desk.senior.claims(handoff), 200)
    refuse(retry(desk.junior, handoff, failed["id"]), 409, "handoff_already_claimed")
    refuse(retry(desk.senior, handoff, failed["id"]), 403, "not_escalator")


# Up to here no worker runs, so what is planned stays planned.


def test_a_mail_is_sent_once_and_says_so(
    desk: Desk, heard: EventListener, workers: Workers, settings: Settings
) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session("Printer is offline", psa_ticket_id="48210"))
    for _ in range(2):
        heard.wait_for("delivery_changed", handoff_id=handoff["id"], state="sent")
    assert mails_of(desk.junior, handoff) == {"Olga": "sent", "Priya": "sent"}
    (mail,) = mails_to(settings, desk.senior.email)
    assert mail["Subject"] == "Escalation from Sam · #48210: Printer is offline"
    assert f"/pilot/{handoff['session_id']}?pickup=true" in mail.get_body(("plain",)).get_content()


def test_what_was_given_up_is_tried_again_by_hand(desk: Desk, heard: EventListener, workers: Workers) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    for _ in range(2):
        heard.wait_for("delivery_changed", handoff_id=handoff["id"], state="sent")
    sent = next(item for item in told(desk.junior, handoff) if item["channel"] == "mail")
    refuse(retry(desk.junior, handoff, sent["id"]), 409, "nothing_to_retry")
    changes_deliveries(desk, handoff, state=DeliveryState.FAILED, last_error="address_unknown", error_message="No.")
    again = expect(retry(desk.junior, handoff, sent["id"]), 202)
    assert (again["state"], again["last_error"]) == ("planned", None)
    heard.wait_for("delivery_changed", delivery_id=sent["id"], state="sent")


def test_what_a_dead_job_left_behind_is_tried_again_by_hand(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    left = next(item for item in told(desk.junior, handoff) if item["channel"] == "mail")
    job = next(row for row in waiting_jobs(desk, "mail.send") if row.args["delivery_id"] == left["id"])
    changes_deliveries(desk, handoff, state=DeliveryState.SENDING, job_id=job.id)
    assert retriable(desk.junior, handoff) == set()
    refuse(retry(desk.junior, handoff, left["id"]), 409, "nothing_to_retry")
    with desk.unit() as unit:
        unit.db_session.execute(update(OutboxRow).where(OutboxRow.id == job.id).values(state="dead"))
    assert left["id"] in retriable(desk.junior, handoff)
    assert expect(retry(desk.junior, handoff, left["id"]), 202)["state"] == "planned"


def test_an_escalation_that_waits_is_announced_once_more(desk: Desk, heard: EventListener, workers: Workers) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session("VPN drops"))
    desk.changes_handoff(handoff, created_at=clock.now() - timedelta(minutes=15))
    make_due(desk, "handoff.announce_waiting")
    heard.wait_for("notification_created", title="Still waiting after 15 min: VPN drops")
    assert [entry["kind"] for entry in desk.senior.bell()] == ["escalation_waiting", "escalation"]
    assert {item["recipient"] for item in told(desk.junior, handoff) if item["event"] == "escalation_waiting"} == {
        "Olga",
        "Priya",
    }


def test_nobody_is_reminded_of_a_claimed_escalation(desk: Desk, workers: Workers) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    expect(desk.senior.claims(handoff), 200)
    make_due(desk, "handoff.announce_waiting")
    assert eventually(lambda: not waiting_jobs(desk, "handoff.announce_waiting"))
    assert {item["event"] for item in told(desk.junior, handoff)} == {"escalation_created"}


def test_a_resolution_is_mailed_to_the_escalator(desk: Desk) -> None:
    ai_session = desk.junior.opens_session("VPN drops")
    handoff = desk.junior.escalates(ai_session)
    expect(desk.senior.claims(handoff), 200)
    expect(desk.senior.post(f"/ai-sessions/{ai_session['id']}/resolve", resolution="New firmware"), 200)
    (notice,) = desk.rows(select(Notice).where(Notice.event == "session_resolved"))
    assert (notice.content["title"], notice.content["fixed_by"]) == ("Resolved by Priya: VPN drops", "New firmware")
    (delivery,) = desk.rows(select(Delivery).where(Delivery.notice_id == notice.id))
    assert delivery.recipient == desk.junior.email


def make_due(desk: Desk, name: str) -> None:
    """Let time pass for the jobs of this name."""
    with desk.unit() as unit:
        jobs = update(OutboxRow).where(OutboxRow.name == name, OutboxRow.state == "ready")
        unit.db_session.execute(jobs.values(due=clock.now(), not_before=clock.now()))


@pytest.fixture
def bystander(desk: Desk) -> Person:
    return desk.joins("Ben", "engineer")
