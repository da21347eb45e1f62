"""What notification channels are told by real workers, at real addresses, and when one is switched off."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from models.core import clock
from models.core.outgoing.outbox import OutboxRow
from models.delivery import Delivery
from models.notification_channel import CALLS_KEPT, ChannelCall, NotificationChannel
from tests.outside.hook_server import HookServer, reply
from tests.support.channels import Hooks, adds, calls_of, channels_of, told
from tests.support.desk import Desk, Person, expect
from tests.support.events import EventListener
from tests.support.eventually import eventually
from tests.support.workers import Workers

NAME = "=Jane <b>Doe</b> & Co"


@pytest.fixture(scope="module")
def server() -> Iterator[HookServer]:
    with HookServer() as running:
        yield running


@pytest.fixture
def hooks(server: HookServer, desk: Desk) -> Hooks:
    return Hooks(server, desk)


def state_of(by: Person, handoff: dict[str, Any], channel: str = "webhook") -> str:
    (item,) = told(by, handoff, channel)
    return str(item["state"])


def makes_due(desk: Desk) -> None:
    """What waits for its next attempt is tried now."""
    with desk.unit() as unit:
        now = clock.now()
        unit.db_session.execute(update(Delivery).where(Delivery.state == "planned").values(next_attempt_at=now))
        waiting = update(OutboxRow).where(OutboxRow.name == "channel_message.send", OutboxRow.state == "ready")
        unit.db_session.execute(waiting.values(due=now, not_before=now))


def changes_channel(desk: Desk, channel: dict[str, Any], **values: Any) -> None:
    with desk.unit() as unit:
        row = unit.db_session.get_one(NotificationChannel, UUID(channel["id"]))
        for name, value in values.items():
            setattr(row, name, value)


def test_an_escalation_is_told_once_in_each_channel_that_wants_it(desk: Desk, hooks: Hooks, workers: Workers) -> None:
    secret = adds(desk.owner, hooks.url("webhook"))["secret"]
    adds(desk.owner, hooks.url("slack"), "slack", "Slack")
    adds(desk.owner, hooks.url("teams"), "teams", "Teams")
    adds(desk.owner, hooks.url("claims"), name="Claims", events=["escalation_claimed", "escalation_withdrawn"])
    ai_session = desk.junior.opens_session(f"Outlook asks for a password, says {NAME}", client_name=NAME)
    handoff = desk.junior.escalates(
        ai_session, reason=f"{NAME} waits; password: Winter-2026", target_user_id=desk.senior.id
    )
    (webhook,), (slack,), (teams,) = (hooks.came(1, name) for name in ("webhook", "slack", "teams"))
    title = desk.senior.bell()[0]["title"]
    link = f"http://127.0.0.1:8000/pilot/{ai_session['id']}?pickup=true"
    assert title == f"Escalation from Sam: Outlook asks for a password, says {NAME}"
    assert webhook["type"] == "escalation_targeted"
    assert webhook["data"] == {
        "handoff_id": handoff["id"],
        "session_id": ai_session["id"],
        "title": title,
        "link": link,
    }
    assert slack["text"] == title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    texts = [block["text"]["text"] for block in slack["blocks"]]
    assert "*For:* Priya" in texts and "*Client:* =Jane &lt;b&gt;Doe&lt;/b&gt; &amp; Co" in texts
    card = json.dumps(teams, ensure_ascii=False)
    assert NAME in card and "Priya" in card and link in card
    assert not any("Winter-2026" in json.dumps(one) for one in (slack, teams))
    (request,) = hooks.server.wait_for(1, to=f"{hooks.prefix}/webhook")
    signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + request.body
    expected = hmac.digest(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256)
    assert request.headers["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"
    assert eventually(
        lambda: {state_of(desk.owner, handoff, kind) for kind in ("webhook", "slack", "teams")} == {"sent"}
    )
    assert [item["recipient"] for item in told(desk.owner, handoff, "slack")] == ["Slack"]
    expect(desk.senior.claims(handoff), 200)
    (claimed,) = hooks.came(1, "claims")
    assert claimed["type"] == "escalation_claimed"
    assert claimed["data"]["title"].startswith("Picked up by Priya")
    assert len(hooks.came(1, "webhook")) == 1


def test_a_title_leaves_the_account_without_its_secrets(desk: Desk, hooks: Hooks, workers: Workers) -> None:
    kinds = ("webhook", "slack", "teams")
    for kind in kinds:
        adds(desk.owner, hooks.url(kind), kind)
    desk.junior.escalates(desk.junior.opens_session("VPN password: Winter-2026 is refused"))
    for kind in kinds:
        (body,) = hooks.came(1, kind)
        text = json.dumps(body)
        assert "Escalation from Sam: VPN password: [password-1 redacted]" in text and "Winter-2026" not in text


def test_a_test_tells_who_asked_and_stands_in_the_log_and_can_be_sent_again(
    desk: Desk, hooks: Hooks, workers: Workers, heard: EventListener
) -> None:
    channel = adds(desk.owner, hooks.url())
    path = f"/notification-channels/{channel['id']}"
    assert expect(desk.owner.post(f"{path}/test"), 202) == {"status": "queued"}
    event = heard.wait_for("channel_tested", channel_id=channel["id"])
    assert (event["data"]["result"], event["topics"]) == ("ok", [f"user:{desk.owner.id}"])
    (body,) = hooks.came(1)
    assert (body["type"], body["data"]["title"]) == ("test", "Test from FlowPilot: Desk")
    (call,) = calls_of(desk.owner, channel)
    assert call.keys() == {"id", "event", "at", "status", "duration_ms"}
    assert (call["event"], call["status"]) == ("test", 200)
    hooks.server.script(reply(503))
    assert expect(desk.owner.post(f"{path}/calls/{call['id']}/resend"), 202) == {"status": "queued"}
    assert hooks.came(2)[1]["type"] == "test"
    assert eventually(lambda: [one["status"] for one in calls_of(desk.owner, channel)] == [503, 200])
    expect(desk.owner.patch(path, url="http://127.0.0.1:1/nobody"), 200)
    expect(desk.owner.post(f"{path}/test"), 202)
    event = heard.wait_for("channel_tested", channel_id=channel["id"])
    assert (event["data"]["result"], event["data"]["message"]) == ("not_connected", "The address cannot be reached.")
    assert calls_of(desk.owner, channel)[0]["status"] == "not_connected"


def test_a_failing_channel_is_tried_again_until_it_answers(desk: Desk, hooks: Hooks, workers: Workers) -> None:
    channel = adds(desk.owner, hooks.url())
    hooks.server.script(reply(500))
    handoff = desk.junior.escalates(desk.junior.opens_session())
    assert eventually(lambda: [call["status"] for call in calls_of(desk.owner, channel)] == [500])
    makes_due(desk)
    assert eventually(lambda: state_of(desk.owner, handoff) == "sent")
    ids = {one.headers["webhook-id"] for one in hooks.server.wait_for(2, to=hooks.prefix)}
    assert len(ids) == 1
    hooks.server.script(reply(429, Retry_After="1800"))
    handoff = desk.junior.escalates(desk.junior.opens_session())
    assert eventually(lambda: [call["status"] for call in calls_of(desk.owner, channel)] == [429, 200, 500])
    (waiting,) = told(desk.owner, handoff, "webhook")
    assert (waiting["state"], waiting["attempts"], waiting["last_error"]) == ("planned", 1, "channel_busy")
    assert waiting["next_attempt_at"] > clock.rfc3339(clock.now() + timedelta(minutes=29))
    assert channels_of(desk.owner)[0]["is_active"]


def test_a_channel_that_is_gone_is_switched_off_and_the_admins_are_told(
    desk: Desk, hooks: Hooks, workers: Workers, heard: EventListener
) -> None:
    channel = adds(desk.owner, hooks.url(), name=NAME)
    hooks.server.script(reply(410))
    handoff = desk.junior.escalates(desk.junior.opens_session())
    assert eventually(lambda: state_of(desk.junior, handoff) == "failed")
    (failed,) = told(desk.junior, handoff, "webhook")
    assert (failed["last_error"], failed["error_message"]) == ("channel_gone", "The channel answers 410.")
    assert (channels_of(desk.owner)[0]["is_active"], channels_of(desk.owner)[0]["off_reason"]) == (False, "gone")
    title = f"{NAME} was switched off: its address no longer exists"
    assert [entry["title"] for entry in desk.owner.bell() if entry["kind"] == "channel_switched_off"] == [title]
    assert [entry for entry in desk.senior.bell() if entry["kind"] == "channel_switched_off"] == []
    mails = desk.rows(select(Delivery).where(Delivery.event == "channel_switched_off"))
    assert [(mail.channel, mail.recipient) for mail in mails] == [("mail", desk.owner.email)]
    later = desk.junior.escalates(desk.junior.opens_session())
    assert told(desk.junior, later, "webhook") == []
    retry = f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/deliveries/{failed['id']}/retry"
    expect(desk.junior.post(retry), 202)
    assert eventually(lambda: told(desk.junior, handoff, "webhook")[0]["last_error"] == "channel_switched_off")
    expect(desk.owner.patch(f"/notification-channels/{channel['id']}", is_active=True), 200)
    expect(desk.junior.post(retry), 202)
    assert eventually(lambda: state_of(desk.junior, handoff) == "sent")
    assert channels_of(desk.owner)[0]["off_reason"] is None


def test_what_failed_and_is_sent_again_from_the_log_counts_as_sent(desk: Desk, hooks: Hooks, workers: Workers) -> None:
    channel = adds(desk.owner, hooks.url("old"))
    hooks.server.script(reply(400))
    handoff = desk.junior.escalates(desk.junior.opens_session())
    assert eventually(lambda: told(desk.owner, handoff, "webhook")[0]["last_error"] == "channel_refused")
    expect(desk.owner.patch(f"/notification-channels/{channel['id']}", url=hooks.url("new")), 200)
    (call,) = calls_of(desk.owner, channel)
    expect(desk.owner.post(f"/notification-channels/{channel['id']}/calls/{call['id']}/resend"), 202)
    assert eventually(lambda: state_of(desk.owner, handoff) == "sent")
    (again,), (before,) = (hooks.server.wait_for(1, to=f"{hooks.prefix}/{name}") for name in ("new", "old"))
    assert (again.body, again.headers["webhook-id"]) == (before.body, before.headers["webhook-id"])


def test_a_new_address_starts_without_the_failures_of_the_old_one(
    desk: Desk, hooks: Hooks, workers: Workers, heard: EventListener
) -> None:
    channel = adds(desk.owner, hooks.url("old"))
    changes_channel(desk, channel, failures=9)
    path = f"/notification-channels/{channel['id']}"

    def moves_meanwhile(connection: socket.socket, over: threading.Event) -> None:
        expect(desk.owner.patch(path, url=hooks.url("new")), 200)
        reply(410)(connection, over)

    hooks.server.script(moves_meanwhile)
    expect(desk.owner.post(f"{path}/test"), 202)
    heard.wait_for("channel_tested", result="channel_gone")
    (row,) = desk.rows(select(NotificationChannel))
    assert (row.is_active, row.failures, row.failing_since) == (True, 0, None)


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ({"failures": 9}, "failures"),
        ({"failures": 1, "failing_since": clock.now() - timedelta(hours=24)}, "failing"),
        ({"failures": 8, "failing_since": clock.now() - timedelta(hours=23)}, None),
    ],
)
def test_ten_failures_in_a_row_or_a_day_of_them_switch_a_channel_off(
    desk: Desk, hooks: Hooks, workers: Workers, heard: EventListener, before: dict[str, Any], reason: str | None
) -> None:
    channel = adds(desk.owner, hooks.url())
    changes_channel(desk, channel, **before)
    hooks.server.script(reply(500))
    expect(desk.owner.post(f"/notification-channels/{channel['id']}/test"), 202)
    heard.wait_for("channel_tested", result="channel_failing")
    (found,) = channels_of(desk.owner)
    assert (found["is_active"], found["off_reason"]) == (reason is None, reason)
    hooks.server.script(reply(200))
    expect(desk.owner.post(f"/notification-channels/{channel['id']}/test"), 202)
    heard.wait_for("channel_tested", result="ok")
    (row,) = desk.rows(select(NotificationChannel))
    assert (row.failures, row.failing_since) == (0, None)


def test_the_log_keeps_the_last_hundred_calls(desk: Desk, hooks: Hooks, workers: Workers, heard: EventListener) -> None:
    channel = adds(desk.owner, hooks.url())
    with desk.unit() as unit:
        old = clock.now() - timedelta(days=1)
        for number in range(CALLS_KEPT + 5):
            unit.db_session.add(
                ChannelCall(
                    account_id=desk.account_id,
                    channel_id=UUID(channel["id"]),
                    event="escalation_created",
                    status="200",
                    duration_ms=number,
                    created_at=old + timedelta(seconds=number),
                )
            )
    expect(desk.owner.post(f"/notification-channels/{channel['id']}/test"), 202)
    heard.wait_for("channel_tested", result="ok")
    calls = calls_of(desk.owner, channel)
    assert (len(calls), calls[0]["event"], calls[-1]["duration_ms"]) == (CALLS_KEPT, "test", 6)
    with desk.unit() as unit:
        assert unit.db_session.scalar(select(func.count()).select_from(ChannelCall)) == CALLS_KEPT
