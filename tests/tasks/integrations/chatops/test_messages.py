"""What each kind of channel is sent: escaped, signed, bounded, and what its answer means."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from microsoft_teams.cards import AdaptiveCard
from standardwebhooks import Webhook, WebhookVerificationError

from tasks.integrations.chatops import (
    ChannelBusy,
    ChannelFailed,
    ChannelFailing,
    ChannelGone,
    ChannelRefused,
    ChatChannel,
    ChatMessage,
    post_message,
)
from tasks.integrations.outgoing import AddressForbidden, OutgoingClient
from tests.outside.hook_server import HookServer, reply

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
NAME = "=Jane <b>Doe</b> & Co"
LIMITS = {"slack": 28 * 1_024, "teams": 20_000, "webhook": 28 * 1_024}


def a_message(**parts: Any) -> ChatMessage:
    return ChatMessage(
        **{
            "id": "0198-delivery",
            "event": "escalation_created",
            "at": datetime(2026, 11, 29, 7, 30, tzinfo=UTC),
            "title": f"Escalation from {NAME} · #4711: Outlook asks for a password",
            "link": "https://desk.example.com/pilot/1?pickup=true",
            "link_text": "Open and pick up",
            "problem": "Outlook asks for a password <!channel> *again*",
            "lines": (("Reason", NAME), ("Client", "Contoso")),
            "handoff_id": "h1",
            "session_id": "s1",
        }
        | parts
    )


class Receiver:
    """A channel of every kind at a server on the loopback."""

    def __init__(self, server: HookServer) -> None:
        self.server, self.client = server, OutgoingClient(allow_hosts={"127.0.0.1"})

    def post(self, kind: str, message: ChatMessage, **more: Any) -> int:
        channel = ChatChannel(kind=kind, url=f"{self.server.url}/{kind}", **more)
        return post_message(self.client, channel, message)

    def receives(self, kind: str, message: ChatMessage, **more: Any) -> dict[str, Any]:
        self.post(kind, message, **more)
        return json.loads(self.server.requests[-1].body)


@pytest.fixture(scope="module")
def server() -> Iterator[HookServer]:
    with HookServer() as running:
        yield running


@pytest.fixture
def receiver(server: HookServer) -> Receiver:
    server.requests.clear()
    return Receiver(server)


def test_slack_gets_blocks_with_its_three_characters_escaped(receiver: Receiver) -> None:
    body = receiver.receives("slack", a_message())
    title = "Escalation from =Jane &lt;b&gt;Doe&lt;/b&gt; &amp; Co · #4711: Outlook asks for a password"
    assert body["text"] == title
    assert [block["text"]["text"] for block in body["blocks"]] == [
        f"*{title}*",
        "Outlook asks for a password &lt;!channel&gt; *again*",
        "*Reason:* =Jane &lt;b&gt;Doe&lt;/b&gt; &amp; Co",
        "*Client:* Contoso",
        "<https://desk.example.com/pilot/1?pickup=true|Open and pick up>",
    ]
    assert all(block["text"]["type"] == "mrkdwn" and block["text"]["verbatim"] for block in body["blocks"])


def test_teams_gets_an_adaptive_card_whose_texts_are_not_markdown(receiver: Receiver) -> None:
    body = receiver.receives("teams", a_message())
    (attachment,) = body["attachments"]
    card = attachment["content"]
    AdaptiveCard.model_validate(card)
    assert (body["type"], attachment["contentType"]) == ("message", "application/vnd.microsoft.card.adaptive")
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.5")
    assert {block["type"] for block in card["body"]} == {"RichTextBlock"}
    assert ["".join(run["text"] for run in block["inlines"]) for block in card["body"]] == [
        f"Escalation from {NAME} · #4711: Outlook asks for a password",
        "Outlook asks for a password <!channel> *again*",
        f"Reason: {NAME}",
        "Client: Contoso",
    ]
    assert card["actions"] == [
        {
            "type": "Action.OpenUrl",
            "title": "Open and pick up",
            "url": "https://desk.example.com/pilot/1?pickup=true",
        }
    ]


def test_a_webhook_is_signed_over_its_id_time_and_body(receiver: Receiver) -> None:
    message = a_message()
    assert receiver.receives("webhook", message, secret=SECRET) == {
        "type": "escalation_created",
        "timestamp": "2026-11-29T07:30:00Z",
        "data": {"handoff_id": "h1", "session_id": "s1", "title": message.title, "link": message.link},
    }
    request = receiver.server.requests[-1]
    headers = dict(request.headers)
    Webhook(SECRET).verify(request.body, headers)
    assert headers["webhook-id"] == message.id
    for body, changed in (
        (request.body + b" ", {}),
        (request.body, {"webhook-id": "other"}),
        (request.body, {"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}),
    ):
        with pytest.raises(WebhookVerificationError):
            Webhook(SECRET).verify(body, headers | changed)
    assert request.headers["content-type"] == "application/json"


@pytest.mark.parametrize("kind", LIMITS)
@pytest.mark.parametrize(
    "long",
    ["&" * 40_000, "👨‍👩‍👧‍👦" * 6_000, '"' * 40_000, "=Jane <b>Doe</b> & Co " * 2_000],
    ids=["escaped", "emoji", "quotes", "names"],
)
def test_a_body_fits_and_the_link_is_always_whole(receiver: Receiver, kind: str, long: str) -> None:
    for parts in ({"lines": (("Reason", long),)}, {"problem": long}, {"title": long}):
        body = receiver.receives(kind, a_message(**parts))
        assert len(receiver.server.requests[-1].body) <= LIMITS[kind]
        assert "https://desk.example.com/pilot/1?pickup=true" in json.dumps(body)
        if kind == "slack":
            assert all(len(block["text"]["text"]) <= 3_000 for block in body["blocks"])


def test_what_is_said_besides_goes_before_the_problem_and_the_problem_before_the_title(receiver: Receiver) -> None:
    many = tuple((f"Attempt {number}", "x" * 3_000) for number in range(20))
    body = json.dumps(receiver.receives("teams", a_message(lines=many)))
    assert "Attempt 0" in body
    assert "Attempt 19" not in body
    assert "Outlook asks for a password <!channel> *again*" in body


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, ChannelRefused),
        (403, ChannelRefused),
        (404, ChannelGone),
        (408, ChannelFailing),
        (410, ChannelGone),
        (413, ChannelRefused),
        (429, ChannelBusy),
        (500, ChannelFailing),
        (503, ChannelFailing),
    ],
)
def test_each_status_means_its_own(receiver: Receiver, status: int, error: type[ChannelFailed]) -> None:
    receiver.server.script(reply(status, Retry_After="120"))
    with pytest.raises(ChannelFailed) as caught:
        receiver.post("slack", a_message())
    assert (caught.type, caught.value.status, caught.value.message) == (error, status, f"The channel answers {status}.")
    assert caught.value.after == (120.0 if error in (ChannelBusy, ChannelFailing) else None)


def test_any_2xx_is_accepted_and_a_vendors_host_is_checked_at_the_call_too(receiver: Receiver) -> None:
    receiver.server.script(reply(202))
    assert receiver.post("teams", a_message()) == 202
    strict = OutgoingClient()
    elsewhere = ChatChannel(kind="slack", url="https://example.com/x", only_hosts=("hooks.slack.com",))
    with pytest.raises(AddressForbidden):
        post_message(strict, elsewhere, a_message())
