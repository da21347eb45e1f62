"""The states of a digest and of what it carries.  No worker runs here: the tests play the job that sends it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from models.core import clock, ids
from models.core.outgoing.outbox import OutboxRow
from models.delivery import Delivery
from models.operations import deliveries, digests
from tasks.integrations.mail.errors import MailServerBusy
from tests.support.desk import Desk, Person, expect


def choose(person: Person, **given: Any) -> None:
    expect(person.send("PUT", "/auth/preferences", json=given), 200)


def digest_is_due(desk: Desk, person: Person) -> Delivery:
    """The time of the person's digest comes."""
    time_passes(desk, person)
    with desk.unit():
        digests.send_due(UUID(person.id))
    return digest_of(desk)


def time_passes(desk: Desk, person: Person) -> None:
    with desk.unit() as unit:
        held = update(Delivery).where(Delivery.user_id == UUID(person.id), Delivery.held_until.is_not(None))
        unit.db_session.execute(held.values(held_until=clock.now()))


def digest_of(desk: Desk) -> Delivery:
    (digest,) = desk.rows(select(Delivery).where(Delivery.event == "digest"))
    assert isinstance(digest, Delivery)
    return digest


def mails_of(desk: Desk, person: Person) -> list[Delivery]:
    """Those that are about an escalation, in the order in which it happened."""
    mails = select(Delivery).where(Delivery.recipient == person.email, Delivery.event.like("escalation%"))
    return desk.rows(mails.order_by(Delivery.created_at))


def states(desk: Desk, person: Person) -> list[str]:
    return [mail.state for mail in mails_of(desk, person)]


def test_what_a_digest_carries_fails_with_it_and_a_claim_in_between_stops_it(desk: Desk) -> None:
    """The mail server is down."""
    choose(desk.senior, digest="daily")
    handoffs = [desk.junior.escalates(desk.junior.opens_session(f"VPN {n}")) for n in range(3)]
    digest = digest_is_due(desk, desk.senior)
    assert states(desk, desk.senior) == ["planned"] * 3
    down, no_answer = ids.new_id(), {"code": "mail_server_unreachable", "message": "No answer."}
    with desk.unit():
        deliveries.start_sending(digest.id, job_id=down)
    assert states(desk, desk.senior) == ["sending"] * 3
    expect(desk.owner.claims(handoffs[0]), 200)
    with desk.unit():
        deliveries.try_later(digest.id, job_id=down, at=clock.now(), **no_answer)
    assert states(desk, desk.senior) == ["canceled", "planned", "planned"]
    with desk.unit():
        deliveries.start_sending(digest.id, job_id=down)
        deliveries.note_failed(digest.id, job_id=down, **no_answer)
    told = expect(desk.junior.get(f"{path_of(handoffs[1])}/deliveries"), 200)["items"]
    (mail,) = [item for item in told if item["channel"] == "mail" and item["recipient"] == "Priya"]
    assert (mail["state"], mail["last_error"], mail["attempts"]) == ("failed", "mail_server_unreachable", 2)
    expect(desk.junior.post(f"{path_of(handoffs[1])}/deliveries/{mail['id']}/retry"), 202)
    assert states(desk, desk.senior) == ["canceled", "planned", "failed"]


def test_a_digest_of_which_nothing_is_left_is_not_sent(desk: Desk) -> None:
    choose(desk.senior, digest="daily")
    handoffs = [desk.junior.escalates(desk.junior.opens_session(f"VPN {n}")) for n in range(2)]
    digest = digest_is_due(desk, desk.senior)
    for handoff in handoffs:
        expect(desk.owner.claims(handoff), 200)
    with desk.unit():
        assert deliveries.start_sending(digest.id, job_id=ids.new_id()) is None
    assert digest_of(desk).state == "canceled"


def path_of(handoff: dict[str, Any]) -> str:
    return f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}"


def test_a_digest_does_not_wait_for_a_claim_and_what_that_gives_back_comes_later(desk: Desk) -> None:
    choose(desk.senior, digest="daily")
    handoffs = [desk.junior.escalates(desk.junior.opens_session(f"VPN {n}")) for n in range(3)]
    time_passes(desk, desk.senior)
    with a_claim_that_fails(desk, handoffs[0]), desk.unit():
        digests.send_due(UUID(desk.senior.id))
    digest = digest_of(desk)
    assert [mail.digest_id for mail in mails_of(desk, desk.senior)] == [None, digest.id, digest.id]
    assert any(clock.now() < job.due < clock.now() + digests.AGAIN for job in jobs_of_digests(desk))


class ClaimFailed(Exception):
    """Rolls a claim back."""


@contextmanager
def a_claim_that_fails(desk: Desk, *handoffs: dict[str, Any]) -> Iterator[None]:
    """Inside the block their deliveries are locked; then it is rolled back."""
    claimed = [UUID(handoff["id"]) for handoff in handoffs]
    deliveries_of_it = update(Delivery).where(Delivery.handoff_id.in_(claimed))
    with suppress(ClaimFailed), desk.unit() as claim:
        claim.db_session.execute(deliveries_of_it.values(state="canceled"))
        yield
        raise ClaimFailed


def test_a_digest_waits_for_a_claim_that_has_all_of_it_and_goes_on_when_that_is_rolled_back(desk: Desk) -> None:
    choose(desk.senior, digest="daily")
    handoffs = [desk.junior.escalates(desk.junior.opens_session(f"VPN {n}")) for n in range(2)]
    digest, job_id = digest_is_due(desk, desk.senior), ids.new_id()
    with a_claim_that_fails(desk, *handoffs), desk.unit():
        assert deliveries.start_sending(digest.id, job_id=job_id) is None
    waiting = digest_of(desk)
    assert (waiting.state, waiting.attempts) == ("planned", 0) and waiting.next_attempt_at
    is_due(desk, digest)
    with desk.unit():
        assert deliveries.start_sending(digest.id, job_id=job_id)
    # The digest arrives while another claim has one of its messages.
    with a_claim_that_fails(desk, handoffs[0]), desk.unit():
        deliveries.note_sent(digest.id, job_id=job_id)
    assert states(desk, desk.senior) == ["sending", "sent"]
    with desk.unit():
        digests.send_due(UUID(desk.senior.id))
    assert states(desk, desk.senior) == ["sent", "sent"]


def test_what_a_digest_could_not_carry_is_sent_later(desk: Desk) -> None:
    choose(desk.senior, digest="daily")
    handoffs = [desk.junior.escalates(desk.junior.opens_session(f"VPN {n}")) for n in range(3)]
    digest, job_id = digest_is_due(desk, desk.senior), ids.new_id()
    with a_claim_that_fails(desk, *handoffs[:2]), desk.unit():
        assert deliveries.start_sending(digest.id, job_id=job_id)
    with desk.unit():
        deliveries.note_sent(digest.id, job_id=job_id)
    assert states(desk, desk.senior) == ["planned", "planned", "sent"]
    assert any(job.due > clock.now() for job in jobs_of_digests(desk))
    with desk.unit():
        digests.send_due(UUID(desk.senior.id))
    (second,) = desk.rows(select(Delivery).where(Delivery.event == "digest", Delivery.id != digest.id))
    assert [mail.digest_id for mail in mails_of(desk, desk.senior)] == [second.id, second.id, digest.id]


def test_a_digest_to_an_address_that_fails_is_put_off_with_what_it_carries_and_counts_no_attempt(desk: Desk) -> None:
    choose(desk.senior, digest="daily")
    for n in range(2):
        desk.junior.escalates(desk.junior.opens_session(f"VPN {n}"))
    digest = digest_is_due(desk, desk.senior)
    for _ in range(2):
        with desk.unit():
            begun = deliveries.start_sending(digest.id, job_id=ids.new_id())
            assert begun
            deliveries.put_off(begun, clock.now(), reason=MailServerBusy())
    carried = mails_of(desk, desk.senior)
    assert [(mail.state, mail.attempts, mail.last_error) for mail in carried] == [
        ("planned", 0, "mail_server_busy")
    ] * 2
    announced = [row for row in desk.rows(select(OutboxRow)) if row.name == "delivery_changed"]
    assert len([row for row in announced if str(carried[0].id) in str(row.args)]) == 1


def test_another_attempt_waits_for_the_end_of_quiet_hours(desk: Desk) -> None:
    desk.junior.escalates(desk.junior.opens_session("VPN drops"))
    (mail,) = mails_of(desk, desk.senior)
    loud_day = (clock.now().weekday() + 3) % 7
    quiet_days = [day for day in range(7) if day != loud_day]
    choose(desk.senior, digest="daily", quiet_hours={"from": "00:00", "to": "00:00", "days": quiet_days})
    is_due(desk, mail)
    job_id, busy = ids.new_id(), {"code": "mail_server_busy", "message": "Busy."}
    with desk.unit():
        deliveries.start_sending(mail.id, job_id=job_id)
        deliveries.try_later(mail.id, job_id=job_id, at=clock.now(), **busy)
    (held,) = mails_of(desk, desk.senior)
    assert held.state == "planned" and held.held_until > clock.now() + timedelta(days=1)
    assert held.tried_since > held.held_until - timedelta(hours=1), "its day of attempts has not begun"
    assert [job.due for job in jobs_of_digests(desk)] == [held.held_until]


def is_due(desk: Desk, delivery: Delivery) -> None:
    with desk.unit() as unit:
        unit.db_session.execute(update(Delivery).where(Delivery.id == delivery.id).values(next_attempt_at=clock.now()))


def jobs_of_digests(desk: Desk) -> list[OutboxRow]:
    return desk.rows(select(OutboxRow).where(OutboxRow.name == "digest.send"))
