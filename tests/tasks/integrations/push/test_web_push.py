"""A push message as its push service and its browser get it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest

from models.core import clock, curve
from tasks.integrations.errors import CallFailed
from tasks.integrations.outgoing import AddressForbidden, NotConnected, OutgoingClient
from tasks.integrations.push import Browser, PushFailed, PushMessage, Urgency
from tasks.integrations.push.errors import BrowserGone, PushRefused, PushServiceBusy, PushTooLarge
from tasks.integrations.push.gate import PAUSE_SECONDS, Gate
from tasks.integrations.push.web_push import WebPush
from tests.outside.hook_server import HookServer, reply
from tests.support.browsers import PushedBrowser

CONTACT = "https://desk.example.com:8443"
KEY = curve.new_private_key()
MESSAGE = PushMessage(
    body=json.dumps({"title": "Escalation from =Jane <b>Doe</b> & Co"}).encode(),
    topic="AZ3dRp4ReOG2fJb0b7qy2w",
    urgency=Urgency.HIGH,
    keep_seconds=14_400,
)


@pytest.fixture
def server() -> Iterator[HookServer]:
    with HookServer(default=reply(201)) as running:
        yield running


@pytest.fixture
def push() -> WebPush:
    return WebPush(OutgoingClient(allow_hosts={"127.0.0.1"}), contact=CONTACT)


def test_only_the_browser_reads_it_and_the_push_service_knows_who_sends(server: HookServer, push: WebPush) -> None:
    browser = PushedBrowser(server)
    push.send(MESSAGE, browser.address, private_key=KEY)
    (request,) = server.requests
    assert browser.read(request) == {"title": "Escalation from =Jane <b>Doe</b> & Co"}
    assert b"Jane" not in request.body
    asked = {name: request.headers[name] for name in ("ttl", "urgency", "topic")}
    assert asked == {"ttl": "14400", "urgency": "high", "topic": MESSAGE.topic}
    signed, key = request.headers["authorization"].removeprefix("vapid t=").split(",k=")
    assert key == curve.to_text(curve.public_key_of(KEY))
    claims = json.loads(base64.urlsafe_b64decode(signed.split(".")[1] + "=="))
    assert (claims["aud"], claims["sub"]) == (server.url, CONTACT)
    assert 0 < claims["exp"] - clock.now().timestamp() < 86_400


def test_two_messages_have_nothing_in_common(server: HookServer, push: WebPush) -> None:
    browser = PushedBrowser(server)
    for _ in range(2):
        push.send(MESSAGE, browser.address, private_key=KEY)
    first, second = (request.body for request in server.requests)
    # Salt, and the sender's key of this message.
    assert first[:16] != second[:16] and first[21:86] != second[21:86]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        *[(status, BrowserGone) for status in (404, 410)],
        *[(status, PushRefused) for status in (400, 401, 403)],
        (413, PushTooLarge),
        *[(status, PushServiceBusy) for status in (408, 429, 500, 503)],
    ],
)
def test_what_a_refusal_means(server: HookServer, push: WebPush, status: int, error: type[PushFailed]) -> None:
    server.script(reply(status, b"why", Retry_After="90"))
    with pytest.raises(error) as caught:
        push.send(MESSAGE, PushedBrowser(server).address, private_key=KEY)
    assert caught.value.after == (90 if error is PushServiceBusy else None)


def test_an_endpoint_is_called_under_the_rules_for_given_addresses(server: HookServer) -> None:
    browser = PushedBrowser(server)
    inside = Browser(f"https://127.0.0.1:443{browser.target}", **browser.subscription["keys"])
    with pytest.raises(AddressForbidden):
        WebPush(OutgoingClient(), contact=CONTACT).send(MESSAGE, inside, private_key=KEY)
    assert server.requests == []


def test_a_push_service_that_is_down_is_left_alone_for_a_while_and_the_others_are_not(server: HookServer) -> None:
    now = [0.0]
    push = WebPush(OutgoingClient(allow_hosts={"127.0.0.1"}), contact=CONTACT, gate=Gate(monotonic=lambda: now[0]))
    with HookServer() as other:
        away = PushedBrowser(other)

    def error_for(browser: PushedBrowser) -> type[BaseException] | None:
        try:
            push.send(MESSAGE, browser.address, private_key=KEY)
        except CallFailed as error:
            return type(error)
        return None

    assert [error_for(away), error_for(away), error_for(PushedBrowser(server))] == [NotConnected, PushServiceBusy, None]
    now[0] = PAUSE_SECONDS
    assert [error_for(away), error_for(away)] == [NotConnected, PushServiceBusy]
    # A refusal is an answer: the service is there.
    server.default = reply(503)
    browser = PushedBrowser(server)
    assert [error_for(browser) for _ in range(2)] == [PushServiceBusy, PushServiceBusy]
    assert len(server.wait_for(2, to=browser.target)) == 2
