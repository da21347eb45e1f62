"""One run: people work, things break, everything is mended, and then one looks at what is there.

The main thread alone starts, breaks and mends (children end with the thread that started them); people are threads.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from tests.chaos.faults import KINDS, Hand, Kill, drawn
from tests.chaos.figures import Calm
from tests.chaos.listening import places_taken
from tests.chaos.options import Options
from tests.chaos.people import Ledger, Team
from tests.chaos.system import System, running_system
from tests.chaos.verdict import Finding, look
from web.stream.slots import LEASE_SECONDS

LOOK_SECONDS = 0.05
WARM_UP_SECONDS = 60.0
DEADLINE_JOBS = ("handoff.expire_assessment", "handoff.announce_waiting")
_OPEN = "state in ('ready', 'running')"


@dataclass
class Outcome:
    options: Options
    seconds: float
    faults: Counter[str]
    missed: int
    jobs: int
    calls: int
    restarts: int
    ledger: Ledger
    findings: list[Finding]
    after_kill_in_storm: list[float]
    """Seconds from a worker's death to the end of each job that it took along, among all other faults."""
    after_kill: list[float]
    """The same where nothing else was broken."""
    after_flush: float | None
    """Seconds until all of `options.queued` jobs were done whose messages FLUSHALL took."""
    diary: list[str]
    stories: list[str]
    """The end of each process's log."""

    @property
    def is_good(self) -> bool:
        return not self.findings


def run(options: Options, folder: Path) -> Outcome:
    with running_system(options, folder) as system:
        return _outcome(system, options)


def _outcome(system: System, options: Options) -> Outcome:
    started = time.monotonic()
    storm = _Storm(system, options)
    storm.warm_up()
    storm.diary("warm")
    with storm.people_at_work():
        storm.rage()
        storm.diary("all faults and all work")
    storm.diary("people have gone")
    storm.settle()
    storm.diary("settled")
    in_storm = _seconds_after_kill(system, storm.hand.kills)
    calm = Calm(system, storm.hand, storm.desk, storm.until)
    after_kill = calm.seconds_after_kills(options.kills)
    after_flush = calm.seconds_after_flush(options.queued) if options.queued else None
    storm.ledger.sessions += calm.sessions
    return Outcome(
        options=options,
        seconds=time.monotonic() - started,
        faults=storm.struck,
        missed=storm.hand.missed,
        jobs=_count(system, "kind = 'job'"),
        calls=system.model.calls,
        restarts=system.restarts,
        ledger=storm.ledger,
        findings=[*look(system.installation, storm.ledger), *storm.left_behind()],
        after_kill_in_storm=in_storm,
        after_kill=after_kill,
        after_flush=after_flush,
        diary=storm.diary_lines,
        stories=[system.fleet.story(name) for name in system.roster],
    )


class _Storm:
    def __init__(self, system: System, options: Options) -> None:
        self._system, self._options, self.ledger = system, options, Ledger()
        self._chance = options.random("faults")
        self.struck: Counter[str] = Counter()
        self._began = time.monotonic()
        self.diary_lines: list[str] = []
        self._desks = [system.installation.open_desk() for _ in range(options.pace.people)]
        self.desk = self._desks[0]
        self.hand = Hand(system, self.desk, options.pace, options.random("hand"))

    def warm_up(self) -> None:
        """Until a worker has done a job: a fault before that would hit nothing."""
        self.ledger.sessions.append(self.desk.junior.opens_session()["id"])
        self.until(self._system.is_idle, WARM_UP_SECONDS)

    @contextmanager
    def people_at_work(self) -> Iterator[None]:
        port = self._system.fleet.port()
        teams = [
            Team(port, desk, self.ledger, self._options.random(f"team {number}"), self._may_go_on)
            for number, desk in enumerate(self._desks)
        ]
        threads = [threading.Thread(target=team.work, name="people", daemon=True) for team in teams]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            for team in teams:
                team.stop()
            self.until(lambda: not any(thread.is_alive() for thread in threads), self._options.pace.patience)

    def rage(self) -> None:
        """Every fault of the plan, and the rest of the work."""
        for name in drawn(self._chance, self._options.faults, self._options.only):
            self._rest(self._chance.uniform(0.3, 1.7) * self._options.pace.gap)
            if KINDS[name].breaks_server:
                self.until(lambda: not self.hand.is_mending_servers, self._options.pace.patience)
            self.diary(name)
            KINDS[name].strike(self.hand)
            self.struck[name] += 1
        self.until(lambda: self.ledger.jobs >= self._options.jobs, self._options.pace.patience)

    def diary(self, words: str) -> None:
        """One line on what happens when, for whoever looks at a run that went wrong."""
        self.diary_lines.append(
            f"{time.monotonic() - self._began:6.1f} s  {words} (jobs asked for: {self.ledger.jobs})"
        )

    def settle(self) -> None:
        """Wait until all is mended and nothing is left to do; deadlines that are still ahead come last, and at once."""
        patience = self._options.pace.patience
        self.until(lambda: not self.hand.mendings, patience)
        self.until(lambda: not places_taken(self._system), LEASE_SECONDS + patience)
        self.until(lambda: not _count(self._system, f"{_OPEN} and not {_waits_for_its_time()}"), patience)
        if not _count(self._system, f"{_OPEN} and not {_waits_for_its_time()}"):
            self._system.installation.sql(
                f"update outbox set due = now(), not_before = now() where {_waits_for_its_time()}"
            )
            self.until(self._system.is_idle, patience)

    def left_behind(self) -> Iterator[Finding]:
        """What does not stand in the database of the run."""
        if places := places_taken(self._system):
            yield Finding("half", "a stream's place is taken, and no stream is open", places, "")
        if failed := self.hand.failed_releases:
            yield Finding("half", "a release that was stopped cannot be run again", len(failed), failed[0])

    def _may_go_on(self) -> bool:
        """Work keeps step with the faults, so that none falls on an idle installation."""
        shares = (sum(self.struck.values()) + 2) / max(1, self._options.faults)
        return self.ledger.jobs < self._options.jobs * min(1.0, shares)

    def _rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() >= end, seconds + 1)

    def until(self, holds: Callable[[], object], patience: float) -> None:
        """Keep the system going until `holds`, or until patience is over: the verdict says what is wrong then."""
        deadline = time.monotonic() + patience
        while not _safely(holds) and time.monotonic() < deadline:
            self.hand.mend()
            self._system.supervise()
            time.sleep(LOOK_SECONDS)


def _waits_for_its_time() -> str:
    return f"(name in {DEADLINE_JOBS} and state = 'ready' and not_before > now())"


def _safely(holds: Callable[[], object]) -> bool:
    """A look at a PostgreSQL that is just being broken sees nothing."""
    try:
        return bool(holds())
    except psycopg2.OperationalError:
        return False


def _count(system: System, condition: str) -> int:
    return int(system.installation.sql(f"select count(*) from outbox where {condition}")[0]["count"])


def _seconds_after_kill(system: System, kills: list[Kill]) -> list[float]:
    """From the last death that a row went through to its end."""
    deaths = {row_id: at for at, row_id in sorted((kill.at, row_id) for kill in kills for row_id in kill.rows)}
    for row_id, at in system.killed_before_commit():
        deaths[row_id] = max(at, deaths.get(row_id, 0.0))
    return sorted(seconds for row_id, at in deaths.items() for seconds in system.seconds_until_done([row_id], at))
