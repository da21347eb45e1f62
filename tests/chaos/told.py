"""`make chaos ARGS=--told`: mail is down, Slack answers 500, a Teams channel is gone, Redis is flushed in the middle.

People escalate all the while.  When mail and Slack are back, everyone has been told, once; what was claimed meanwhile
is told to nobody; and each failure was on the escalator's screen with its reason.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.outside.hook_server import HookServer, reply
from tests.outside.mail_server import MailServer
from tests.support.desk import Desk, expect
from tests.support.eventually import eventually
from tests.support.fleet import Fleet
from tests.support.installation import Installation, new_installation
from tests.support.own_postgres import running_postgres
from tests.support.own_redis import OwnRedis, free_port

PATIENCE_SECONDS = 120.0
WORKERS = ("worker", "worker_ai", "relay")
EVENTS = ["escalation_created", "escalation_targeted"]


@dataclass
class Outside:
    """Where messages go.  The mail server is down until it is started."""

    mail: MailServer
    slack: HookServer
    teams: HookServer
    hook: HookServer
    slack_failures: int = 0
    """How many calls Slack had answered with 500 when it was back."""


@dataclass
class Told:
    """What came of it."""

    problems: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)

    def check(self, holds: object, words: str) -> None:
        if not holds:
            self.problems.append(words)


@dataclass
class Escalations:
    """By what becomes of them."""

    to_team: dict[str, Any]
    to_senior: dict[str, Any]
    claimed: dict[str, Any]
    after_flush: dict[str, Any]

    @property
    def waiting(self) -> list[dict[str, Any]]:
        return [self.to_team, self.to_senior, self.after_flush]


def play(folder: Path) -> Told:
    for name in ("postgres", "redis", "logs", "data"):
        (folder / name).mkdir()
    with (
        running_postgres(folder / "postgres") as postgres,
        OwnRedis(folder / "redis") as redis,
        HookServer(default=reply(500)) as slack,
        HookServer(default=reply(410)) as teams,
        HookServer() as hook,
    ):
        outside = Outside(MailServer(port=free_port()), slack, teams, hook)
        variables = {
            "SMTP_URL": outside.mail.url("smtp"),
            "OUTBOUND_ALLOW_HOSTS": "127.0.0.1",
            "FLOWPILOT_DATA": str(folder / "data"),
        }
        with (
            new_installation(postgres.addresses, redis, name="told", variables=variables) as installation,
            _workers(installation, folder / "logs") as fleet,
        ):
            return _play(installation, fleet, outside)


@contextmanager
def _workers(installation: Installation, logs: Path) -> Iterator[Fleet]:
    fleet = Fleet(installation.environment, logs)
    try:
        for name in WORKERS:
            fleet.start(name)
        yield fleet
    finally:
        fleet.end()


def _play(installation: Installation, fleet: Fleet, outside: Outside) -> Told:
    told, desk = Told(), installation.open_desk()
    channels = _channels(desk, outside)
    early = [_escalates(desk, "Outlook asks for a password"), _escalates(desk, "VPN drops", desk.senior.id)]
    claimed = _escalates(desk, "Printer is offline")
    _see_failures(told, desk, early[0], claimed)
    installation.forget_redis()
    escalations = Escalations(*early, claimed, _escalates(desk, "Backup fails every night"))
    expect(desk.senior.claims(claimed), 200)
    outside.slack_failures, outside.slack.default = len(outside.slack.requests), reply(200)
    with outside.mail:
        is_settled = eventually(lambda: not _unsettled(installation), patience=PATIENCE_SECONDS)
        told.check(is_settled, f"not settled after {PATIENCE_SECONDS:.0f} s: {_unsettled(installation)}")
        _look(told, installation, desk, outside, escalations, channels)
    if told.problems:
        told.stories = [fleet.story(name) for name in WORKERS]
    return told


def _channels(desk: Desk, outside: Outside) -> dict[str, str]:
    """The id of each channel by its kind."""
    addresses = {
        "slack": f"{outside.slack.url}/services/T0/B0/secret",
        "teams": f"{outside.teams.url}/workflows/secret",
        "webhook": f"{outside.hook.url}/in",
    }
    return {kind: _channel(desk, kind, url)["id"] for kind, url in addresses.items()}


def _channel(desk: Desk, kind: str, url: str) -> Mapping[str, Any]:
    body = {"kind": kind, "name": f"The {kind} room", "url": url, "events": EVENTS}
    return expect(desk.owner.post("/notification-channels", **body), 201)  # type: ignore[no-any-return]


def _escalates(desk: Desk, problem: str, target: str | None = None) -> dict[str, Any]:
    return desk.junior.escalates(desk.junior.opens_session(problem), target_user_id=target)


def _see_failures(told: Told, desk: Desk, *handoffs: dict[str, Any]) -> None:
    """On the escalator's screen, while everything is down."""
    for handoff in handoffs:
        has_failed = eventually(lambda handoff=handoff: _is_visible(desk, handoff), patience=PATIENCE_SECONDS)
        told.check(has_failed, f"the failures are not to be seen: {_seen(desk, handoff)}")
    told.lines += [f"while it failed: {words}" for words in _seen(desk, handoffs[0])]


def _is_visible(desk: Desk, handoff: dict[str, Any]) -> bool:
    items = [item for item in _deliveries(desk, handoff) if item["channel"] != "bell"]
    failing = {item["channel"] for item in items if item["error_message"]}
    arrived = {item["channel"] for item in items if item["state"] == "sent"}
    return failing == {"mail", "slack", "teams"} and arrived == {"webhook"}


def _deliveries(desk: Desk, handoff: dict[str, Any]) -> list[dict[str, Any]]:
    path = f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/deliveries"
    return list(expect(desk.junior.get(path), 200)["items"])


def _seen(desk: Desk, handoff: dict[str, Any]) -> list[str]:
    return [
        f"{item['recipient']}: {item['channel']} {item['state']} ({item['last_error']}: {item['error_message']})"
        for item in _deliveries(desk, handoff)
        if item["channel"] != "bell"
    ]


def _unsettled(installation: Installation) -> list[str]:
    rows = installation.sql(
        "select channel, state, last_error from notice_deliveries where state in ('planned', 'sending')"
    )
    return [f"{row['channel']} {row['state']} {row['last_error']}" for row in rows]


def _look(
    told: Told,
    installation: Installation,
    desk: Desk,
    outside: Outside,
    escalations: Escalations,
    channels: dict[str, str],
) -> None:
    _look_at_handoffs(told, desk, escalations)
    _look_at_mails(told, installation, desk, outside, escalations)
    _look_at_chat(told, outside, escalations)
    _look_at_teams(told, desk, outside, escalations, channels["teams"])


def _look_at_handoffs(told: Told, desk: Desk, escalations: Escalations) -> None:
    waiting = {handoff["session_id"] for handoff in escalations.waiting}
    told.check(set(desk.senior.queue()) == waiting, "the queue is not what was escalated and not claimed")


def _look_at_mails(
    told: Told, installation: Installation, desk: Desk, outside: Outside, escalations: Escalations
) -> None:
    """Each delivery that says sent is one message at the server, and no other is."""
    copies = Counter(str(one.message["Message-ID"]) for one in outside.mail.accepted)
    twice = {message_id: count for message_id, count in copies.items() if count > 1}
    told.check(not twice, f"mailed twice: {twice}")
    rows = installation.sql(
        "select id::text, handoff_id::text, recipient, state from notice_deliveries where channel = 'mail'"
    )
    for row in rows:
        arrived = any(row["id"] in message_id for message_id in copies)
        told.check(arrived == (row["state"] == "sent"), f"the mail to {row['recipient']} is {row['state']}: {arrived=}")
    sent = {(row["handoff_id"], row["recipient"]) for row in rows if row["state"] == "sent" and row["handoff_id"]}
    team, senior = (desk.owner.email, desk.senior.email), (desk.senior.email,)
    expected = {
        *((escalations.to_team["id"], address) for address in team),
        *((escalations.to_senior["id"], address) for address in senior),
        *((escalations.after_flush["id"], address) for address in team),
    }
    told.check(sent == expected, f"mailed {sent}, not {expected}")
    told.lines.append(f"mails accepted {len(outside.mail.accepted)}, of them twice {len(twice)}")


def _look_at_chat(told: Told, outside: Outside, escalations: Escalations) -> None:
    """Slack once for each escalation that still waits, and the webhook, which always worked, once for each at all."""
    slack = outside.slack.requests[outside.slack_failures :]
    for handoff in [*escalations.waiting, escalations.claimed]:
        said = sum(handoff["session_id"] in request.body.decode() for request in slack)
        is_due = handoff is not escalations.claimed
        told.check(said == is_due, f"Slack was told {said} times of {handoff['session_id']}, {is_due=}")
    hook = Counter(json.loads(request.body)["data"]["handoff_id"] for request in outside.hook.requests)
    everything = [handoff["id"] for handoff in [*escalations.waiting, escalations.claimed]]
    told.check(hook == Counter(everything), f"the webhook was told {hook}")
    told.lines.append(f"Slack: {outside.slack_failures} calls answered 500, then {len(slack)} accepted")


def _look_at_teams(told: Told, desk: Desk, outside: Outside, escalations: Escalations, channel_id: str) -> None:
    """Switched off at its first answer, with the reason on the escalator's screen, and the admins told."""
    channels = expect(desk.owner.get("/notification-channels"), 200)["items"]
    teams = next(channel for channel in channels if channel["id"] == channel_id)
    told.check(not teams["is_active"] and teams["off_reason"] == "gone", f"the Teams channel: {teams}")
    states = {item["state"] for item in _deliveries(desk, escalations.to_team) if item["channel"] == "teams"}
    told.check(states == {"failed"}, f"the Teams delivery: {states}")
    later = [item for item in _deliveries(desk, escalations.after_flush) if item["channel"] == "teams"]
    told.check(not later, f"Teams was to be told after it was switched off: {later}")
    bell = [entry["title"] for entry in desk.owner.bell() if "The teams room" in entry["title"]]
    told.check(len(bell) == 1, f"the admins' bells: {bell}")
    mailed = [one for one in outside.mail.accepted if "The teams room" in str(one.message["Subject"])]
    told.check([one.recipient for one in mailed] == [desk.owner.email], "the admins' mail")
    told.lines.append(f"Teams: {len(outside.teams.requests)} calls before it was switched off")
