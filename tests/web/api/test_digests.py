"""The states of a digest and of what it carries.  No worker runs here: the tests play the job that sends it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from models.core import clock, ids
from models.core.outgoing.outbox import OutboxRow
from models.delivery import Delivery
from models.operations import deliveries, digests
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
    jobs = desk.rows(select(OutboxRow).where(OutboxRow.name == "digest.send"))
    assert any(job.due > clock.now() and job.due < clock.now() + digests.AGAIN for job in jobs)


class ClaimFailed(Exception):
    """Rolls a claim back."""


@contextmanager
def a_claim_that_fails(desk: Desk, handoff: dict[str, Any]) -> Iterator[None]:
    """Inside the block its deliveries are locked; then it is rolled back."""
    deliveries_of_it = update(Delivery).where(Delivery.handoff_id == UUID(handoff["id"]))
    with suppress(ClaimFailed), desk.unit() as claim:
        claim.db_session.execute(deliveries_of_it.values(state="canceled"))
        yield
        raise ClaimFailed
