"""An escalation reaches the browsers of those who are told, through the outbox, a real worker and a push service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from models.core import clock
from models.login import Login
from models.push_subscription import PushSubscription
from models.user import User
from tests.outside.hook_server import HookServer, reply
from tests.support.browsers import PushedBrowser
from tests.support.desk import Desk, Person, expect
from tests.support.events import EventListener
from tests.support.workers import Workers
from tests.tasks.test_digests import choose, time_of_digest_comes

PROBLEM = "=Jane <b>Doe</b> & Co cannot print"


@pytest.fixture
def push_service() -> Iterator[HookServer]:
    with HookServer(default=reply(201)) as running:
        yield running


def subscribes(person: Person, push_service: HookServer) -> PushedBrowser:
    browser = PushedBrowser(push_service)
    expect(person.post("/auth/push-subscriptions", **browser.subscription), 204)
    return browser


def pushed(desk: Desk, handoff: dict[str, Any]) -> list[dict[str, Any]]:
    path = f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/deliveries"
    return [item for item in expect(desk.junior.get(path), 200)["items"] if item["channel"] == "push"]


def settled(desk: Desk, heard: EventListener, handoff: dict[str, Any], state: str) -> dict[str, Any]:
    """The only push delivery of the escalation, once it has this state."""
    (delivery,) = pushed(desk, handoff)
    if delivery["state"] != state:
        heard.wait_for("delivery_changed", delivery_id=delivery["id"], state=state)
        (delivery,) = pushed(desk, handoff)
    assert delivery["state"] == state
    return delivery


def test_each_browser_of_a_recipient_shows_the_escalation(
    workers: Workers, desk: Desk, heard: EventListener, push_service: HookServer
) -> None:
    browsers = [subscribes(desk.senior, push_service) for _ in range(2)]
    own = subscribes(desk.junior, push_service)
    ai_session = desk.junior.opens_session(PROBLEM)
    handoff = desk.junior.escalates(ai_session, "Stuck\nsince ten")
    for browser in browsers:
        (message,) = browser.received(1)
        assert message["title"] == f"Escalation from Sam: {PROBLEM}"
        assert (message["text"], message["link"]) == ("Stuck since ten", f"/pilot/{ai_session['id']}?pickup=true")
    delivery = settled(desk, heard, handoff, "sent")
    assert (delivery["recipient"], delivery["attempts"]) == ("Priya", 1)
    expect(desk.senior.claims(handoff), 200)
    (message,) = own.received(1)
    assert message["title"] == f"Picked up by Priya: {PROBLEM}"
    # What is said later about the escalation takes the place of what was said before.
    assert message["tag"] == browsers[0].received(1)[0]["tag"]


def test_a_browser_that_is_gone_is_forgotten(
    workers: Workers, desk: Desk, heard: EventListener, push_service: HookServer
) -> None:
    subscribes(desk.senior, push_service)
    kept = subscribes(desk.senior, push_service)
    push_service.script(reply(410))
    settled(desk, heard, desk.junior.escalates(desk.junior.opens_session(PROBLEM)), "sent")
    assert len(desk.rows(select(PushSubscription))) == len(kept.received(1)) == 1
    push_service.script(reply(404))
    delivery = settled(desk, heard, desk.junior.escalates(desk.junior.opens_session(PROBLEM)), "failed")
    assert delivery["last_error"] == "no_browser"
    assert desk.rows(select(User).where(User.has_push)) == []
    # There is nothing to push to, so nothing is planned.
    assert pushed(desk, desk.junior.escalates(desk.junior.opens_session(PROBLEM))) == []


def test_a_browser_whose_login_has_expired_gets_nothing(
    workers: Workers, desk: Desk, heard: EventListener, push_service: HookServer
) -> None:
    subscribes(desk.senior, push_service)
    with desk.unit() as unit:
        theirs = update(Login).where(Login.user_id == UUID(desk.senior.id))
        unit.db_session.execute(theirs.values(expires_at=clock.now()))
    delivery = settled(desk, heard, desk.junior.escalates(desk.junior.opens_session(PROBLEM)), "failed")
    assert delivery["last_error"] == "no_browser"
    assert push_service.requests == []
    assert pushed(desk, desk.junior.escalates(desk.junior.opens_session(PROBLEM))) == []


def test_only_the_browser_whose_push_service_was_busy_is_tried_again(
    workers: Workers, desk: Desk, heard: EventListener, push_service: HookServer
) -> None:
    browsers = [subscribes(desk.senior, push_service) for _ in range(2)]
    push_service.script(reply(503))
    handoff = desk.junior.escalates(desk.junior.opens_session(PROBLEM))
    assert settled(desk, heard, handoff, "sent")["attempts"] == 2
    assert [len(browser.received(1)) for browser in browsers] == [2, 1]


def test_a_claim_cancels_a_push_that_waits_for_its_next_attempt(
    workers: Workers, desk: Desk, heard: EventListener, push_service: HookServer
) -> None:
    browser = subscribes(desk.senior, push_service)
    push_service.script(reply(429, Retry_After="600"))
    handoff = desk.junior.escalates(desk.junior.opens_session(PROBLEM))
    browser.received(1)
    delivery = settled(desk, heard, handoff, "planned")
    assert delivery["last_error"] == "push_service_busy"
    expect(desk.owner.claims(handoff), 200)
    settled(desk, heard, handoff, "canceled")


def test_a_digest_is_one_push_that_names_what_it_joins(workers: Workers, desk: Desk, push_service: HookServer) -> None:
    browser = subscribes(desk.senior, push_service)
    choose(desk.senior, digest="daily")
    handoffs = [desk.junior.escalates(desk.junior.opens_session(f"VPN {n}")) for n in range(3)]
    expect(desk.owner.claims(handoffs[1]), 200)
    time_of_digest_comes(desk, desk.senior)
    (message,) = browser.received(1)
    assert (message["title"], message["link"]) == ("Your digest: 2 messages", "/escalations")
    assert message["text"] == "Escalation from Sam: VPN 0\nEscalation from Sam: VPN 2"
