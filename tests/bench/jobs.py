"""Figures 9 and 10: from asking for a job to its start, and jobs a second, of one worker."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import redis

from setup.paths import ROOT, VENV
from tests.bench.place import Place, Process, peers_python, running, tree_of
from tests.bench.table import Figure, growth, ms, rate, ratio_of

DONE = "bench:done"
THREADS = "8"
SIZES = (1_000, 10_000, 100_000)


@dataclass(frozen=True)
class Side:
    name: str
    worker: Process
    producer: subprocess.Popen[bytes]

    def ask(self, count: int) -> None:
        """Returns once all are asked for."""
        assert self.producer.stdin
        assert self.producer.stdout
        self.producer.stdin.write(b"%d\n" % count)
        self.producer.stdin.flush()
        assert self.producer.stdout.readline() == b"asked\n"


def measure(place: Place) -> Iterator[Figure]:
    jobs, rounds = (10_000, 9) if place.is_full else (2_000, 5)
    with place.redis.client() as client, ExitStack() as stack:
        sides = [stack.enter_context(side) for side in _sides(place)]
        for side in sides:
            side.ask(20)
            _wait_for(client, side, 20)
        pickups = [list[float]() for _ in sides]
        for _ in range(12 if place.is_full else 6):
            for side, found in zip(sides, pickups, strict=True):
                found.append(median(_pickups(client, side)))
        grown = [_pickup_with(client, sides[0], keys) for keys in (SIZES if place.is_full else SIZES[:2])]
        rates = [list[float]() for _ in sides[:3]]
        for _ in range(rounds):
            for side, found in zip(sides, rates, strict=False):
                found.append(_jobs_a_second(client, side, jobs))
    yield from _pickup_figures(pickups)
    yield growth("job pickup when idle, keys in Redis", grown)
    yield from _rate_figures(rates)


def _sides(place: Place) -> Iterator[contextlib.AbstractContextManager[Side]]:
    ours, peers, module = VENV / "bin" / "python", peers_python(), "tests.bench.peers.jobs_"
    dramatiq = ("--processes", "1", "--threads", THREADS, "--skip-logging")
    yield _side(place, "ours", ours, [VENV / "bin" / "dramatiq-gevent", *dramatiq, f"{module}ours:broker"])
    yield _side(place, "dramatiq", peers, [peers.parent / "dramatiq", *dramatiq, f"{module}dramatiq:broker"])
    celery = ("worker", "--pool", "threads", "--concurrency", THREADS, "--loglevel", "ERROR")
    yield _side(place, "celery", peers, [peers.parent / "celery", "-A", f"{module}celery", *celery])
    yield _side(place, "blpop", ours, [ours, "-m", f"{module}blpop", "work"])


@contextmanager
def _side(place: Place, name: str, python: Path, command: list[str | Path]) -> Iterator[Side]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}", "REDIS_URL": place.redis.url}
    with running(command, log=place.log(name), ready=lambda: True, REDIS_URL=place.redis.url) as worker:
        producer = subprocess.Popen(
            [python, "-m", f"tests.bench.peers.jobs_{name}"],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        try:
            yield Side(name, worker, producer)
        finally:
            producer.kill()
            producer.communicate()


def _pickups(client: redis.Redis, side: Side, *, count: int = 8) -> list[float]:
    """Seconds, each of one job that finds the worker idle; the pauses differ, so that no poll is met in step."""
    found = []
    for number in range(count):
        time.sleep(0.15 + 0.037 * number)
        side.ask(1)
        found += _wait_for(client, side, 1)
    return found


def _pickup_with(client: redis.Redis, side: Side, keys: int) -> float:
    """The median where Redis holds so many accounts' replay streams."""
    with client.pipeline(transaction=False) as pipe:
        for number in range(keys):
            pipe.set(f"fp:replay:{number}", "x" * 100)
        pipe.execute()
    return median(_pickups(client, side, count=12))


def _jobs_a_second(client: redis.Redis, side: Side, jobs: int) -> float:
    """Asking is not measured: the worker stands still meanwhile."""
    for pid in tree_of(side.worker.pid):
        os.kill(pid, signal.SIGSTOP)
    side.ask(jobs)
    began = time.monotonic()
    for pid in tree_of(side.worker.pid):
        os.kill(pid, signal.SIGCONT)
    _wait_for(client, side, jobs)
    return jobs / (time.monotonic() - began)


def _wait_for(client: redis.Redis, side: Side, count: int, *, patience: float = 60.0) -> list[float]:
    """The jobs' delays in seconds.  Raises TimeoutError."""
    ends = time.monotonic() + patience
    while client.llen(DONE) < count:
        if time.monotonic() > ends:
            raise TimeoutError(f"{client.llen(DONE)} of {count} jobs of {side.name} are done")
        time.sleep(0.002)
    delays: Any = client.lrange(DONE, 0, -1)
    client.delete(DONE)
    return [int(delay) / 1e9 for delay in delays]


def _pickup_figures(pickups: list[list[float]]) -> Iterator[Figure]:
    mine, dramatiq, celery, blpop = pickups
    words = "job pickup when idle, p50, ours / "
    for letter, name, its, goal in (
        ("a", "stock Dramatiq", dramatiq, "≤ 0.05"),
        ("b", "Celery", celery, "≤ 1"),
        ("c", "a bare BLPOP loop", blpop, "≤ 3.5"),
    ):
        ratio = ratio_of(mine, its)
        yield Figure(number=f"9{letter}", words=words + name, ours=ms(mine), peer=ms(its), ratio=ratio, goal=goal)


def _rate_figures(rates: list[list[float]]) -> Iterator[Figure]:
    mine, dramatiq, celery = rates
    words = "empty jobs/s for one worker, ours / "
    for letter, name, its, goal in (
        ("a", "stock Dramatiq", dramatiq, "≥ 1.5"),
        ("b", "Celery", celery, "≥ 2"),
    ):
        ratio = ratio_of(mine, its)
        yield Figure(number=f"10{letter}", words=words + name, ours=rate(mine), peer=rate(its), ratio=ratio, goal=goal)
