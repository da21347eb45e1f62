"""Notification channels: what admins may do with them, and which addresses they may have."""

from __future__ import annotations

import base64
import json
from uuid import UUID

import pytest
from sqlalchemy import select

from models.account import Account
from models.core.crypto import KeyRing
from models.notification_channel import MOST_PER_ACCOUNT, NotificationChannel
from models.operations.notification_channels import OpenedChannel, open_channel
from settings import Settings
from tests.support.channels import adds, channel_with_call, channels_of, told
from tests.support.desk import Desk, expect, refuse
from web.edge.limits import CHANNEL_CALLS_OF_AN_ACCOUNT_A_MINUTE

SLACK_URL = "https://hooks.slack.com/services/T000/B000/abcdWXYZ"
TEAMS_URL = "https://prod-1.westeurope.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?sig=secret"
NAME = "=Jane <b>Doe</b> & Co"


def test_a_channel_is_added_changed_and_deleted_and_its_address_is_never_told(desk: Desk) -> None:
    slack = adds(desk.owner, SLACK_URL, "slack", NAME)
    assert slack == {
        "id": slack["id"],
        "kind": "slack",
        "name": NAME,
        "url_hint": "hooks.slack.com …WXYZ",
        "events": ["escalation_created", "escalation_targeted", "escalation_waiting"],
        "is_active": True,
        "off_reason": None,
    }
    teams = adds(desk.owner, TEAMS_URL, "teams", events=["escalation_claimed"])
    assert channels_of(desk.owner) == [teams, slack]
    path = f"/notification-channels/{slack['id']}"
    changed = expect(desk.owner.patch(path, name="Night shift", events=[], is_active=False), 200)
    assert changed == slack | {"name": "Night shift", "events": [], "is_active": False}
    moved = expect(desk.owner.patch(path, url=SLACK_URL.replace("WXYZ", "1234")), 200)
    assert moved["url_hint"] == "hooks.slack.com …1234"
    refuse(desk.owner.patch(path), 422, "validation_failed")
    expect(desk.owner.send("DELETE", path), 204)
    assert channels_of(desk.owner) == [teams]
    refuse(desk.owner.patch(path, name="Again"), 404, "not_found")
    actions = [line["action"] for line in expect(desk.owner.get("/account/audit-log"), 200)["items"]]
    assert actions[:5] == [
        *("channel.deleted", "channel.changed", "channel.changed", "channel.created", "channel.created"),
    ]
    audit = json.dumps(expect(desk.owner.get("/account/audit-log"), 200))
    assert "abcd" not in audit and "sig=secret" not in audit


def test_only_a_webhook_has_a_secret_and_only_once(desk: Desk) -> None:
    made = adds(desk.owner, "https://example.com/flowpilot/hook")
    assert len(base64.b64decode(made["secret"].removeprefix("whsec_"))) == 32
    assert "secret" not in channels_of(desk.owner)[0]
    with desk.unit() as unit:
        row = unit.db_session.get_one(NotificationChannel, UUID(made["id"]))
        stored = (row.sealed_url or b"") + (row.sealed_secret or b"")
    assert made["secret"].encode() not in stored and b"example.com" not in stored


def test_a_call_encrypts_anew_what_an_old_key_encrypted(desk: Desk, settings: Settings) -> None:
    made = adds(desk.owner, "https://example.com/flowpilot/hook")
    newest = "dev-newest:" + base64.b64encode(b"n" * 32).decode()
    both = KeyRing.from_setting(f"{newest},{settings.encryption_keys}")
    for _ in range(2):
        with desk.unit() as unit:
            row = unit.db_session.get_one(NotificationChannel, UUID(made["id"]))
            assert open_channel(row, both) == OpenedChannel("https://example.com/flowpilot/hook", made["secret"])
    (row,) = desk.rows(select(NotificationChannel))
    assert open_channel(row, KeyRing.from_setting(newest)).secret == made["secret"]


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("webhook", "http://example.com/hook"),
        ("webhook", "https://localhost/hook"),
        ("webhook", "https://10.0.0.8/hook"),
        ("webhook", "https://2130706433/hook"),
        ("webhook", "https://[::ffff:127.0.0.1]/hook"),
        ("webhook", "https://user:password@example.com/hook"),
        ("webhook", "https://example.com:22/hook"),
        ("slack", "https://example.com/services/T/B/x"),
        ("slack", "https://hooks.slack.com.example.com/services/T/B/x"),
        ("teams", "https://contoso.webhook.office.com/webhookb2/x"),
        ("teams", SLACK_URL),
    ],
)
def test_a_forbidden_address_is_refused_when_it_is_saved(shared_desk: Desk, kind: str, url: str) -> None:
    refuse(shared_desk.owner.post("/notification-channels", kind=kind, name="x", url=url), 422, "forbidden_address")


def test_an_account_has_so_many_channels_and_knows_the_events(desk: Desk) -> None:
    wrong = {"kind": "webhook", "name": "x", "url": "https://example.com/hook"}
    refuse(desk.owner.post("/notification-channels", **wrong, events=["session_resolved"]), 422, "validation_failed")
    refuse(desk.owner.post("/notification-channels", **wrong | {"kind": "irc"}), 422, "validation_failed")
    for number in range(MOST_PER_ACCOUNT):
        adds(desk.owner, f"https://example.com/hook/{number}")
    refuse(desk.owner.post("/notification-channels", **wrong), 409, "channel_limit")


def test_a_deleted_channel_is_told_nothing_more_and_its_name_stays_in_the_record(desk: Desk) -> None:
    channel = adds(desk.owner, "https://example.com/hook", name="Old desk")
    handoff = desk.junior.escalates(desk.junior.opens_session())
    expect(desk.owner.send("DELETE", f"/notification-channels/{channel['id']}"), 204)
    (account,) = desk.rows(select(Account).where(Account.id == desk.account_id))
    assert account.subscribed_channels == []
    assert [item["recipient"] for item in told(desk.owner, handoff, "webhook")] == ["Old desk"]
    (row,) = desk.rows(select(NotificationChannel))
    assert (row.sealed_url, row.sealed_secret) == (None, None)


def test_an_account_does_not_fill_the_queue_with_tests(desk: Desk) -> None:
    ids = channel_with_call(desk)
    path = f"/notification-channels/{ids['channel_id']}"
    for _ in range(CHANNEL_CALLS_OF_AN_ACCOUNT_A_MINUTE):
        expect(desk.owner.post(f"{path}/test"), 202)
    for route in ("test", f"calls/{ids['call_id']}/resend"):
        refused = desk.owner.post(f"{path}/{route}")
        refuse(refused, 429, "too_many_requests")
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
