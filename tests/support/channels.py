"""Notification channels, and addresses on the loopback that are called for them."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from models.notification_channel import ChannelCall
from tests.outside.hook_server import HookServer
from tests.support.desk import Desk, Person, expect


class Hooks:
    """Addresses of a test's own at a server that several tests share."""

    def __init__(self, server: HookServer, desk: Desk) -> None:
        self.server, self.prefix = server, f"/{desk.account_id}"

    def url(self, name: str = "hook") -> str:
        return f"{self.server.url}{self.prefix}/{name}"

    def came(self, count: int, name: str = "hook") -> list[dict[str, Any]]:
        """The bodies of all calls to `name` so far, once there are `count`."""
        return [json.loads(one.body) for one in self.server.wait_for(count, to=f"{self.prefix}/{name}")]


def adds(person: Person, url: str, kind: str = "webhook", name: str = "Desk", **more: Any) -> dict[str, Any]:
    return expect(person.post("/notification-channels", kind=kind, name=name, url=url, **more), 201)


def channels_of(person: Person) -> list[dict[str, Any]]:
    return expect(person.get("/notification-channels"), 200)["items"]


def calls_of(person: Person, channel: dict[str, Any]) -> list[dict[str, Any]]:
    return expect(person.get(f"/notification-channels/{channel['id']}/calls"), 200)["items"]


def told(by: Person, handoff: dict[str, Any], channel: str) -> list[dict[str, Any]]:
    """The deliveries of an escalation by one kind of channel."""
    path = f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/deliveries"
    return [item for item in expect(by.get(path), 200)["items"] if item["channel"] == channel]


def channel_with_call(desk: Desk, *, name: str = "Desk") -> dict[str, str]:
    """The ids of a webhook whose host nobody finds, and of a call in its log.  It is told of no event."""
    body: dict[str, Any] = {"kind": "webhook", "name": name, "url": "https://hooks.test/flowpilot/hook", "events": []}
    channel = expect(desk.owner.post("/notification-channels", **body), 201)
    with desk.unit() as unit:
        call = ChannelCall(
            account_id=desk.account_id,
            channel_id=UUID(channel["id"]),
            event="test",
            status="host_not_found",
            duration_ms=3,
        )
        unit.add(call)
        return {"channel_id": channel["id"], "call_id": str(call.id)}
