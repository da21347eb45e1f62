"""`make chaos ARGS="--tickets 1000"`: write-ups on their way to three PSAs that lose answers, while workers are killed.

Each PSA carries out a fifth of the notes and drops the answer; a tenth of all calls is answered with 502 or 429.  The
first note's worker is killed between the PSA's confirmation and our commit.  In the end each ticket has one note.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.psa_kinds import Provider
from tests.outside.psa import Fault, Kind
from tests.support.desk import Desk, expect
from tests.support.eventually import eventually
from tests.support.fleet import Fleet
from tests.support.installation import Installation, new_installation
from tests.support.own_postgres import running_postgres
from tests.support.own_redis import OwnRedis
from tests.support.psa import connects_to
from tests.tasks.integrations.psa.bench import Bench
from tests.tasks.integrations.psa.benches import BENCHES

PATIENCE_SECONDS = 1_800.0
WORKERS = ("worker_psa.a", "worker_psa.b", "relay")
KILL_EVERY_SECONDS = 20.0
LOST = {Fault(Kind.APPLY_THEN_CLOSE): 0.2}
REFUSED = {Fault(Kind.BAD_GATEWAY): 0.05, Fault(Kind.TOO_MANY, retry_after="1"): 0.05}


@dataclass
class Posted:
    """What came of it."""

    problems: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)

    def check(self, holds: object, words: str) -> None:
        if not holds:
            self.problems.append(words)


def play(folder: Path, *, pushes: int) -> Posted:
    """`pushes`: for each PSA."""
    for name in ("postgres", "redis", "logs", "data"):
        (folder / name).mkdir()
    with running_postgres(folder / "postgres") as postgres, OwnRedis(folder / "redis") as redis:
        variables = {
            "OUTBOUND_ALLOW_HOSTS": "127.0.0.1",
            "FLOWPILOT_DATA": str(folder / "data"),
            "MESSAGES_PER_MINUTE": "100000",
            "ACCOUNT_MESSAGES_PER_MINUTE": "1000000",
            "PSA_PACES": ",".join(f"{provider}=1000000/60" for provider in Provider),
        }
        with (
            new_installation(postgres.addresses, redis, name="tickets", variables=variables) as installation,
            _workers(installation, folder / "logs") as fleet,
        ):
            posted = Posted()
            for kind in BENCHES:
                _play(posted, installation, fleet, kind, pushes)
            if posted.problems:
                posted.stories = [fleet.story(name) for name in WORKERS]
            return posted


@contextmanager
def _workers(installation: Installation, logs: Path) -> Iterator[Fleet]:
    fleet = Fleet(installation.environment, logs)
    try:
        for name in WORKERS:
            fleet.start(name)
        yield fleet
    finally:
        fleet.end()


def _play(posted: Posted, installation: Installation, fleet: Fleet, kind: type[Bench], pushes: int) -> None:
    with (bench := kind()).simulator:
        desk = installation.open_desk()
        connects_to(desk, bench)
        _kill_after_confirmation(posted, installation, fleet, desk, bench)
        tickets = [bench.add_ticket(f"Problem {number}") for number in range(pushes)]
        bench.simulator.fail_randomly(LOST, seed=1, route=bench.note_route)
        bench.simulator.fail_randomly(REFUSED, seed=2)
        began = time.monotonic()
        for ticket in tickets:
            _push(desk, _session(desk, bench, ticket))
        kills = _wait_and_kill(posted, installation, fleet)
        counts = Counter(len(bench.notes(ticket)) for ticket in tickets)
        faults = Counter(one.fault for one in bench.simulator.received if one.fault)
        posted.check(counts == {1: pushes}, f"{kind.__name__}: notes per ticket: {dict(counts)}")
        posted.lines.append(
            f"{bench.simulator.name}: {pushes} pushes, {counts[1]} tickets with one note, {pushes - counts[1]} with"
            f" another number; {faults.total()} faults ({faults[Kind.APPLY_THEN_CLOSE]} answers lost after applying),"
            f" {kills} workers killed, {time.monotonic() - began:.0f} s"
        )


def _kill_after_confirmation(
    posted: Posted, installation: Installation, fleet: Fleet, desk: Desk, bench: Bench
) -> None:
    """The note is in the ticket, and nobody but the PSA knows it."""
    ticket = bench.add_ticket("The worker dies")
    bench.simulator.fail(Fault(Kind.SLOW), route=bench.note_route)
    ai_session = _session(desk, bench, ticket)
    _push(desk, ai_session)
    posted.check(eventually(lambda: bench.notes(ticket)), "the first note did not come")
    for name in WORKERS[:2]:
        fleet.kill(name)
    bench.simulator.release()
    fleet.ensure(*WORKERS)
    # Instead of waiting for the end of the longest call.
    installation.sql("update psa_operations set started_at = now() - interval '2 minutes' where state = 'sending'")
    is_sent = eventually(lambda: _state(desk, ai_session)["status"] == "sent", patience=120)
    posted.check(is_sent, f"not adopted: {_state(desk, ai_session)}")
    notes = len(bench.notes(ticket))
    posted.check(notes == 1, f"{bench.simulator.name}: {notes} notes after the worker died")
    posted.lines.append(f"{bench.simulator.name}: killed between the PSA's confirmation and our commit: {notes} note")


def _wait_and_kill(posted: Posted, installation: Installation, fleet: Fleet) -> int:
    """Kill a worker from time to time until nothing waits any more.  Returns how often."""
    kills, ends, next_kill = 0, time.monotonic() + PATIENCE_SECONDS, time.monotonic() + KILL_EVERY_SECONDS / 4
    while _waiting(installation):
        if time.monotonic() > ends:
            posted.check(False, f"not settled after {PATIENCE_SECONDS:.0f} s: {_waiting(installation)}")
            break
        if time.monotonic() > next_kill:
            fleet.kill(WORKERS[kills % 2])
            kills, next_kill = kills + 1, time.monotonic() + KILL_EVERY_SECONDS
        fleet.ensure(*WORKERS)
        time.sleep(0.5)
    return kills


def _waiting(installation: Installation) -> int:
    (row,) = installation.sql("select count(*) as n from psa_pushes where state <> 'sent'")
    return int(row["n"])


def _session(desk: Desk, bench: Bench, ticket: str) -> dict[str, Any]:
    return desk.junior.opens_session(psa_ticket_id=bench.number_of(ticket))


def _push(desk: Desk, ai_session: dict[str, Any]) -> None:
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/psa-push"), 202)


def _state(desk: Desk, ai_session: dict[str, Any]) -> dict[str, Any]:
    return expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/psa-push"), 200)  # type: ignore[no-any-return]
