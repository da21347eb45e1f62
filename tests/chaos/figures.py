"""Two figures that a storm cannot give, because there is never one fault alone: taken in the calm behind it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Protocol

from tests.chaos.faults import Hand
from tests.chaos.system import AI_WORKERS, BUSY_WORKERS, THREADS, System
from tests.support.desk import Desk

MOMENT_SECONDS = 30.0


class Until(Protocol):
    """Keeps the system going until something holds, or so many seconds are over."""

    def __call__(self, holds: Callable[[], object], patience: float) -> None: ...


class Calm:
    """`ask` opens a session of `desk`, which is one job; `until` is the storm's."""

    def __init__(self, system: System, hand: Hand, desk: Desk, until: Until) -> None:
        self._system, self._hand, self._desk, self._until = system, hand, desk, until
        self.sessions: list[str] = []
        system.model.speak_plainly()

    def seconds_after_kills(self, kills: int) -> list[float]:
        """Of each job that a killed worker held: until another one had done it.  All its threads are busy."""
        taken: list[tuple[float, list[str]]] = []
        for _ in range(kills):
            self._system.model.hold()
            self._ask(THREADS * len(AI_WORKERS))
            victim = AI_WORKERS[len(taken) % len(AI_WORKERS)]
            self._until(partial(self._is_busy, victim), MOMENT_SECONDS)
            rows = self._system.running_at(victim)
            self._system.fleet.kill(victim)
            taken.append((time.time(), rows))
            self._system.model.let_go()
            self._until(self._system.is_idle, MOMENT_SECONDS * 2)
        return sorted(seconds for at, rows in taken for seconds in self._system.seconds_until_done(rows, at))

    def seconds_after_flush(self, queued: int) -> float:
        """With so many jobs in the queue of production's workers, FLUSHALL: until all are done."""
        for name in AI_WORKERS:
            self._system.roster.remove(name)
            self._system.fleet.kill(name)
        self._system.roster.extend(BUSY_WORKERS)
        self._ask(1)
        self._until(self._system.is_idle, MOMENT_SECONDS * 2)
        self._system.model.hold()
        self._ask(queued)
        started = time.monotonic()
        self._system.installation.forget_redis()
        self._system.model.let_go()
        self._until(self._system.is_idle, 600)
        return time.monotonic() - started

    def _is_busy(self, worker: str) -> bool:
        return self._system.fleet.is_running(worker) and len(self._system.running_at(worker)) == THREADS

    def _ask(self, jobs: int) -> None:
        self.sessions += [self._desk.junior.opens_session()["id"] for _ in range(jobs)]
