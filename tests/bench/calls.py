"""Figures 19 and 20: what one call costs a web process, in processor time and in waits for PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from tests.bench.callers import Callers, cookie_of, get, post
from tests.bench.fill import fill
from tests.bench.place import Place, Process
from tests.bench.table import Figure, ms, ratio_of
from tests.support.desk import API, Desk, Person, expect
from tests.support.round_trips import counted_round_trips

SESSIONS = 2_000
WRITTEN_TO = 500
"""Sessions for each kind of write; each is written to once."""
MESSAGES_READ = 10
HEALTH_CHECKS, READS, WRITES = 25, 6, 3
"""Rounds of sixteen calls in a slice, each slice about a tenth of a second of processor time."""
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


@dataclass(frozen=True)
class Call:
    """Something that `person` does; a write's `paths` name a session that was not written to before."""

    name: str
    person: Person
    paths: Iterator[str]
    body: dict[str, Any] | None = None
    units: float = 0
    """At most, in figure 19."""
    trips: int = 3
    """At most, in figure 20."""

    def request(self) -> bytes:
        """The next one as it is sent."""
        path, cookie = API + next(self.paths), cookie_of(self.person)
        if self.body is None:
            return get(path, Cookie=cookie)
        body = json.dumps(self.body).encode()
        return post(path, body, Cookie=cookie, X_CSRF_Token=self.person.csrf_token)

    def round_trips(self) -> int:
        """The fewest of three: a connection that was idle for a while is checked by one more."""
        return min(self._round_trips() for _ in range(3))

    def _round_trips(self) -> int:
        path = next(self.paths)
        with counted_round_trips() as counted:
            answer = self.person.get(path) if self.body is None else self.person.post(path, **self.body)
        assert answer.status_code < 300, answer.get_data(as_text=True)
        return counted.count


def measure(place: Place) -> Iterator[Figure]:
    calls = _calls(place, fill(place, count=SESSIONS))
    with _web(place) as (port, process):
        health, *taken = _seconds(calls, port, process, rounds=11 if place.is_full else 7)
    for call, seconds in zip(calls, taken, strict=True):
        words = f"{call.name}: processor time of the web process / that of `GET /healthz`"
        ratio = ratio_of(seconds, health)
        yield Figure(number="19", words=words, ours=ms(seconds), peer=ms(health), ratio=ratio, goal=f"≤ {call.units}")
    for call in calls:
        trips = call.round_trips()
        words = f"{call.name}: round trips to PostgreSQL, the commit's among them"
        yield Figure(number="20", words=words, ours=str(trips), peer="", ratio=trips, goal=f"≤ {call.trips}")


def _calls(place: Place, desk: Desk) -> list[Call]:
    junior, senior = desk.junior, desk.senior
    chat = f"/ai-sessions/{_chat(desk)}"
    to_write, to_escalate, to_claim = _written_to(place, desk)
    escalation = {"intent": "escalate", "reason": "Stuck"}
    return [
        Call("me", junior, repeat("/auth/me"), units=2),
        Call("steps", junior, repeat(f"{chat}/steps"), units=3),
        Call("count", senior, repeat("/ai-sessions/escalations/count"), units=3),
        Call("session", junior, repeat(chat), units=4),
        Call("queue", senior, repeat("/ai-sessions/escalations"), units=4.5),
        Call("list", junior, repeat("/ai-sessions"), units=6),
        Call("message", junior, to_write, {"content": "And now?"}, units=6, trips=6),
        Call("claim", senior, to_claim, {}, units=6, trips=6),
        Call("handoff", junior, to_escalate, escalation, units=7, trips=7),
    ]


def _chat(desk: Desk) -> str:
    """The id of a session as one finds it at work: some messages, and a fix that waits to be tried."""
    ai_session = desk.junior.opens_session()
    for number in range(MESSAGES_READ):
        expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/messages", content=f"And error {number}?"), 202)
    desk.proposes(ai_session)
    return str(ai_session["id"])


def _written_to(place: Place, desk: Desk) -> list[Iterator[str]]:
    """Paths of sessions to write in, to hand over, and to claim."""
    resolved = place.installation.sql(
        "select s.id, h.id as handoff_id from ai_sessions s join handoffs h on h.ai_session_id = s.id"
        " where s.account_id = %(account)s and s.status = 'resolved' order by s.id limit %(count)s",
        account=desk.account_id,
        count=3 * WRITTEN_TO,
    )
    written, escalated, claimed = (resolved[first::3] for first in range(3))
    _change(place, "ai_sessions", [row["id"] for row in written + escalated], "status = 'active'")
    _change(place, "ai_sessions", [row["id"] for row in claimed], "status = 'escalated'")
    reopened = "status = 'open', claimed_by_id = null, claimed_at = null"
    _change(place, "handoffs", [row["handoff_id"] for row in claimed], reopened)
    return [
        iter([f"/ai-sessions/{row['id']}/messages" for row in written]),
        iter([f"/ai-sessions/{row['id']}/handoff" for row in escalated]),
        iter([f"/ai-sessions/{row['id']}/handoffs/{row['handoff_id']}/claim" for row in claimed]),
    ]


def _change(place: Place, table: str, ids: list[str], values: str) -> None:
    place.installation.sql(f"update {table} set {values} where id = any(%(ids)s::uuid[])", ids=ids)


@contextmanager
def _web(place: Place) -> Iterator[tuple[int, Process]]:
    unlimited = {"MESSAGES_PER_MINUTE": "100000", "ACCOUNT_MESSAGES_PER_MINUTE": "100000"}
    place.fleet.start("web", WEB_CONCURRENCY="1", **unlimited)
    place.fleet.wait_until_ready()
    try:
        yield place.fleet.port(), Process(place.fleet.pid("web"))
    finally:
        place.fleet.tell_to_stop("web")
        assert place.fleet.has_ended("web")


def _seconds(calls: list[Call], port: int, process: Process, *, rounds: int) -> list[list[float]]:
    """Processor time of one health check and of one of each of `calls`, in turn; the first round warms up."""
    with Callers(port) as callers:

        def slice_of(request: Callable[[], bytes], rounds_of_all: int) -> float:
            before = process.processor_seconds()
            sent = callers.send(request, rounds=rounds_of_all)
            return (process.processor_seconds() - before) / sent

        taken = [
            [
                slice_of(lambda: HEALTH, HEALTH_CHECKS),
                *(slice_of(call.request, READS if call.body is None else WRITES) for call in calls),
            ]
            for _ in range(1 + rounds)
        ]
    return [list(side) for side in zip(*taken[1:], strict=True)]
