"""The faults: what is broken, when it is worth breaking, and how it is mended again.

A fault returns what mends it, to be called so many seconds later; the run goes on meanwhile.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

import redis

from models.core.outgoing import outbox
from models.core.outgoing.broker import DoorbellBroker
from models.core.outgoing.dispatch import Dispatcher
from models.jobs import queue_of
from tests.chaos.entry.sabotage_names import BEFORE_COMMIT, BEFORE_SEND
from tests.chaos.listening import open_while_backends_die
from tests.chaos.options import Pace
from tests.chaos.releases import InterruptedRelease
from tests.chaos.system import AI_WORKERS, THREADS, System
from tests.support.desk import Desk
from tests.support.eventually import eventually

COPIES = 10
# How long a fault waits for the moment that it is meant for.
MOMENT_SECONDS = 2.0


@dataclass
class Kill:
    """A worker's end: when, and the rows that it held."""

    at: float
    rows: list[str]


@dataclass
class Mending:
    """What is to be mended, and when (monotonic seconds)."""

    due: float
    mend: Callable[[], None]
    is_server: bool
    """PostgreSQL or Redis is broken until then."""


@dataclass
class Hand:
    """The hand that breaks things; keeps what it did for the figures."""

    system: System
    desk: Desk
    """Whose people open streams."""
    pace: Pace
    chance: random.Random
    kills: list[Kill] = field(default_factory=list)
    mendings: list[Mending] = field(default_factory=list)
    missed: int = 0
    """Faults whose moment did not come, as no job ran just then; they happened all the same."""
    releases: int = 0
    failed_releases: list[str] = field(default_factory=list)

    def kill_running(self) -> None:
        name = self._busy_worker()
        self._kill(name)

    def kill_prefetched(self) -> None:
        """While more messages are in the worker's hands than it has threads."""
        self.system.model.hold()
        name = self._worker(AI_WORKERS)
        self._await_moment(lambda: self._in_hands() > THREADS * len(AI_WORKERS))
        self._kill(name)
        self.system.model.let_go()

    def kill_booting(self) -> None:
        """Once, and again somewhere in the middle of its start."""
        name = self._worker(self.system.workers)
        self._kill(name)
        self.system.start(name)
        self._later(self.chance.uniform(0.1, 1.5), lambda: self._kill(name))

    def kill_before_commit(self) -> None:
        self.system.tell(BEFORE_COMMIT)

    def freeze_worker(self) -> None:
        """Beyond its lease, then back to life, believing that it still holds its jobs; another one does them."""
        name = self._busy_worker()
        if self.system.frozen or not self.system.fleet.is_running(name):
            self.missed += 1
            return
        self.system.fleet.freeze(name)
        self.system.frozen.add(name)

        def thaw() -> None:
            self.system.frozen.discard(name)
            if self.system.fleet.is_running(name):
                self.system.fleet.thaw(name)

        self._later(self.pace.worker_frozen, thaw)

    def stop_worker(self) -> None:
        """SIGTERM, as a deploy does."""
        name = self._worker(self.system.workers)
        if self.system.fleet.is_running(name):
            self.system.fleet.tell_to_stop(name)

    def kill_redis(self) -> None:
        self.system.installation.redis.kill()
        self._later(self.pace.redis_away, self.system.installation.redis.start, is_server=True)

    def flush_redis(self) -> None:
        with suppress(redis.RedisError):
            self.system.installation.forget_redis()

    def freeze_redis(self) -> None:
        self.system.installation.redis.freeze()
        self._later(self.pace.redis_frozen, self.system.installation.redis.thaw, is_server=True)

    def restart_postgres(self) -> None:
        """At once: no checkpoint, no farewell; it recovers from its log."""
        self.system.postgres.stop(signal.SIGQUIT)
        self.system.postgres.start()

    def kill_backends_while_streams_open(self) -> None:
        open_while_backends_die(self.system, self.desk)

    def interrupt_release(self) -> None:
        """Of another database on this server: here nothing is left to migrate."""
        self.releases += 1
        InterruptedRelease(self.system, f"release{self.releases}", self._later, self.failed_releases).begin(self.chance)

    def freeze_backend(self) -> None:
        query = (
            "select pid from pg_stat_activity where application_name = 'flowpilot' and backend_type = 'client backend'"
        )
        pids = [row["pid"] for row in self.system.installation.sql(query)]
        if not pids:
            self.missed += 1
            return
        pid = self.chance.choice(pids)
        _signal(pid, signal.SIGSTOP)
        self._later(self.pace.backend_frozen, lambda: _signal(pid, signal.SIGCONT), is_server=True)

    def kill_web(self) -> None:
        """Between the commit of a request and its fast path."""
        self.system.tell(BEFORE_SEND)

    def second_sweeper(self) -> None:
        """From then on two; later one of the two dies."""
        if "relay.b" not in self.system.roster:
            self.system.roster.append("relay.b")
        else:
            self._kill(self.chance.choice(["relay.a", "relay.b"]))

    def deliver_ten_times(self) -> None:
        query = (
            "select id, account_id, name, args from outbox where kind = 'job' and state in ('ready', 'running')"
            " and not_before is null limit 50"
        )
        rows = self.system.installation.sql(query) or self.system.installation.sql(
            query.replace("state in ('ready', 'running')", "true")
        )
        if not rows:
            self.missed += 1
            return
        row = outbox.Row(kind=outbox.Kind.JOB, **{**(drawn := self.chance.choice(rows)), "id": UUID(str(drawn["id"]))})
        broker = DoorbellBroker(self.system.installation.redis.url)
        with suppress(redis.RedisError):
            Dispatcher(broker, queue_of=queue_of).send([row] * COPIES)
        broker.client.close()

    def mend(self) -> None:
        """What is due by now."""
        due = [mending for mending in self.mendings if mending.due <= time.monotonic()]
        self.mendings = [mending for mending in self.mendings if mending not in due]
        for mending in due:
            mending.mend()

    def _kill(self, name: str) -> None:
        if not self.system.fleet.is_running(name):
            return
        rows = self.system.running_at(name)
        self.system.fleet.kill(name)
        self.system.frozen.discard(name)
        self.kills.append(Kill(time.time(), rows))

    def _busy_worker(self) -> str:
        """One that runs a job right now, if that can be had."""
        name = self._worker(AI_WORKERS)
        self._await_moment(lambda: self.system.running_at(name))
        return name

    def _worker(self, names: tuple[str, ...]) -> str:
        return self.chance.choice([name for name in names if name not in self.system.frozen] or list(names))

    def _in_hands(self) -> int:
        """Messages that workers have fetched and not acknowledged."""
        try:
            with self.system.installation.redis.client() as client:
                return sum(client.scard(key) for key in client.scan_iter("dramatiq:__acks__.*"))  # type: ignore[misc]
        except redis.RedisError:
            return 0

    def _await_moment(self, has_come: Callable[[], object]) -> None:
        if not eventually(has_come, patience=MOMENT_SECONDS):
            self.missed += 1

    @property
    def is_mending_servers(self) -> bool:
        return any(mending.is_server for mending in self.mendings)

    def _later(self, seconds: float, mend: Callable[[], None], *, is_server: bool = False) -> None:
        self.mendings.append(Mending(time.monotonic() + seconds, mend, is_server))


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


@dataclass(frozen=True)
class Kind:
    """`share`: how often it is drawn.  A server is broken by one fault at a time."""

    words: str
    strike: Callable[[Hand], None]
    share: int
    breaks_server: bool = False


KINDS = {
    "running": Kind("worker killed, running", Hand.kill_running, 4),
    "prefetched": Kind("worker killed, messages prefetched", Hand.kill_prefetched, 2),
    "booting": Kind("worker killed, booting", Hand.kill_booting, 1),
    "before_commit": Kind("worker killed between the outside's yes and our commit", Hand.kill_before_commit, 3),
    "frozen": Kind("worker frozen beyond its lease", Hand.freeze_worker, 2),
    "sigterm": Kind("worker told to end (SIGTERM)", Hand.stop_worker, 2),
    "redis_killed": Kind("Redis killed, back empty", Hand.kill_redis, 2, breaks_server=True),
    "flushall": Kind("FLUSHALL", Hand.flush_redis, 2),
    "redis_frozen": Kind("Redis frozen", Hand.freeze_redis, 1, breaks_server=True),
    "postgres": Kind("PostgreSQL restarted at once", Hand.restart_postgres, 2, breaks_server=True),
    "backend": Kind("a backend of PostgreSQL frozen", Hand.freeze_backend, 1, breaks_server=True),
    "streams": Kind("backends killed while streams open", Hand.kill_backends_while_streams_open, 2, breaks_server=True),
    "release": Kind("release killed between its steps", Hand.interrupt_release, 1, breaks_server=True),
    "web": Kind("web killed between commit and send", Hand.kill_web, 3),
    "sweepers": Kind("two sweepers, one of them killed", Hand.second_sweeper, 2),
    "ten_times": Kind("a message delivered ten times", Hand.deliver_ten_times, 3),
}


def drawn(chance: random.Random, count: int, only: tuple[str, ...]) -> list[str]:
    """Kinds by name: each at least once where `count` allows, the rest by share, in an order of the seed's."""
    names = list(only or KINDS)
    plan = names[:count] + chance.choices(names, [KINDS[name].share for name in names], k=max(0, count - len(names)))
    chance.shuffle(plan)
    return plan
