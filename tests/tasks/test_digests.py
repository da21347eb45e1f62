"""What was held back is sent as one digest, by a real worker and into the folder of mails."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select, update

from models.core import clock
from models.core.outgoing.outbox import OutboxRow
from models.delivery import Delivery
from settings import Settings
from tests.support.desk import Desk, Person, expect
from tests.support.eventually import eventually
from tests.support.mails import mails_to, text_of
from tests.support.workers import Workers
from web.edge.application import FlowPilot


def choose(person: Person, **given: Any) -> None:
    expect(person.send("PUT", "/auth/preferences", json=given), 200)


def time_of_digest_comes(desk: Desk, person: Person) -> None:
    """Let time pass for what the person's digest holds back."""
    with desk.unit() as unit:
        held = update(Delivery).where(Delivery.user_id == UUID(person.id), Delivery.held_until.is_not(None))
        unit.db_session.execute(held.values(held_until=clock.now()))
        jobs = update(OutboxRow).where(OutboxRow.name == "digest.send", OutboxRow.state == "ready")
        unit.db_session.execute(jobs.values(due=clock.now(), not_before=clock.now()))


def mails_about_work(settings: Settings, person: Person) -> list[Any]:
    """Without that of the invitation."""
    return [mail for mail in mails_to(settings, person.email) if "Join" not in mail["Subject"]]


def states(desk: Desk, person: Person) -> list[str]:
    """Of the mails that are about something, in the order in which it happened."""
    mails = select(Delivery).where(Delivery.recipient == person.email, Delivery.event.not_in(["digest", "invitation"]))
    return [mail.state for mail in desk.rows(mails.order_by(Delivery.created_at))]


def test_a_digest_carries_what_still_waits_and_what_was_claimed_is_not_in_it(
    app: FlowPilot, desk: Desk, workers: Workers, settings: Settings
) -> None:
    choose(desk.senior, digest="daily", time_zone="Asia/Kathmandu")
    handoffs = [desk.junior.escalates(desk.junior.opens_session(f"VPN {n}")) for n in range(3)]
    expect(desk.owner.claims(handoffs[1]), 200)
    time_of_digest_comes(desk, desk.senior)
    assert eventually(lambda: states(desk, desk.senior) == ["sent", "canceled", "sent"])
    (mail,) = mails_about_work(settings, desk.senior)
    assert mail["Subject"] == "Your digest: 2 messages"
    for n, is_in_it in ((0, True), (1, False), (2, True)):
        assert (f"Escalation from Sam: VPN {n}" in text_of(mail)) == is_in_it
    assert f"/pilot/{handoffs[0]['session_id']}?pickup=true" in text_of(mail)
    assert "/escalations" in text_of(mail) and " +0545" in text_of(mail)
    assert "you chose quiet hours or digests" in text_of(mail)
    stop = urlsplit(mail["List-Unsubscribe"].strip("<>")).path
    assert app.test_client().post(stop, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    events = expect(desk.senior.get("/auth/preferences"), 200)["events"].values()
    assert {channels["mail"] for channels in events} == {False} and {channels["push"] for channels in events} != {False}


def test_a_single_held_message_and_one_for_this_person_alone_come_as_themselves(
    desk: Desk, workers: Workers, settings: Settings
) -> None:
    choose(desk.senior, digest="hourly", quiet_hours=_quiet_now(), targeted_passes_quiet_hours=False)
    desk.junior.escalates(desk.junior.opens_session("VPN drops"))
    desk.junior.escalates(desk.junior.opens_session("Printer"), target_user_id=desk.senior.id)
    time_of_digest_comes(desk, desk.senior)
    assert eventually(lambda: states(desk, desk.senior) == ["sent", "sent"])
    subjects = {mail["Subject"] for mail in mails_about_work(settings, desk.senior)}
    assert subjects == {"Escalation from Sam: VPN drops", "Escalation from Sam: Printer"}


def test_nobody_who_left_gets_a_digest(desk: Desk, workers: Workers, settings: Settings) -> None:
    choose(desk.senior, digest="daily")
    for problem in ("VPN drops", "Printer"):
        desk.junior.escalates(desk.junior.opens_session(problem))
    desk.deactivates(desk.senior)
    time_of_digest_comes(desk, desk.senior)
    assert eventually(lambda: states(desk, desk.senior) == ["canceled", "canceled"])
    assert mails_about_work(settings, desk.senior) == []


def _quiet_now() -> dict[str, Any]:
    loud_day = (clock.now().weekday() + 3) % 7
    return {"from": "00:00", "to": "00:00", "days": [day for day in range(7) if day != loud_day]}
