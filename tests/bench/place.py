"""Where a run takes place: a PostgreSQL, a Redis and a FlowPilot of its own, and peers beside them."""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import subprocess
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher

from models.core import passwords
from setup.paths import CACHE, ROOT, exclusively
from setup.supervision import child_process
from tests.support.eventually import eventually
from tests.support.fleet import Fleet
from tests.support.installation import Installation, new_installation
from tests.support.own_postgres import OwnPostgres, running_postgres
from tests.support.own_redis import OwnRedis

PEERS = Path(__file__).parent / "peers"
LOCK = PEERS / "requirements.lock"
FILES_NEEDED = 8_192


@dataclass(frozen=True)
class Place:
    folder: Path
    installation: Installation
    postgres: OwnPostgres
    redis: OwnRedis
    fleet: Fleet
    is_full: bool

    def log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"


@contextmanager
def a_place(folder: Path, *, is_full: bool) -> Iterator[Place]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, FILES_NEEDED)), hard))
    # Nobody's password; what is measured is not the login.
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    for name in ("postgres", "redis", "logs"):
        (folder / name).mkdir()
    with (
        running_postgres(folder / "postgres") as postgres,
        OwnRedis(folder / "redis") as redis,
        new_installation(
            postgres.addresses, redis, name="bench", variables={"OUTBOX_LEASE_SECONDS": "10"}
        ) as installation,
    ):
        fleet = Fleet(installation.environment, folder / "logs")
        try:
            yield Place(folder, installation, postgres, redis, fleet, is_full)
        finally:
            fleet.end()


@dataclass(frozen=True)
class Process:
    """A peer, or a part of ours that no Procfile has, with all its children."""

    pid: int

    def memory(self) -> int:
        """Bytes of the whole tree that are its own or its share of what is shared (PSS)."""
        return sum(_pss(pid) for pid in tree_of(self.pid))

    def processor_seconds(self) -> float:
        """Of the whole tree, all threads, since each of them began."""
        return sum(_processor_nanoseconds(pid) for pid in tree_of(self.pid)) / 1e9


@contextmanager
def running(
    command: Sequence[str | Path], *, log: Path, ready: Callable[[], bool], **variables: str
) -> Iterator[Process]:
    """Run a program until the block ends.  Raises RuntimeError with its log where it does not come up."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    child = child_process.start([str(part) for part in command], log=log, cwd=ROOT, env=environment, stop_signal=15)
    try:
        if not eventually(lambda: ready() or child.poll() is not None) or child.poll() is not None:
            raise RuntimeError(f"{command[0]} did not come up: {log.read_text(errors='replace')[-2_000:]}")
        yield Process(child.pid)
    finally:
        child_process.end(child, 15, seconds=10)


def peers_python() -> Path:
    """The Python of the peers' own environment, made once for each content of their lock file."""
    mark = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]
    folder = CACHE / f"peers-{mark}"
    python = folder / "bin" / "python"
    with exclusively("peers"):
        if not (folder / "complete").exists():
            venv.create(folder, with_pip=True, clear=True)
            quiet = ("--quiet", "--disable-pip-version-check", "--require-hashes")
            subprocess.run([python, "-m", "pip", "install", *quiet, "-r", LOCK], check=True)
            (folder / "complete").touch()
    return python


def compiled(source: str) -> Path | None:
    """A C program of `peers/`; None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    path = PEERS / source
    program = CACHE / f"{path.stem}-{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
    if not program.exists():
        CACHE.mkdir(exist_ok=True)
        subprocess.run([compiler, "-O2", "-Wall", "-o", program, path], check=True)
    return program


def tree_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in tree_of(int(child)))]


def _pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return 1_024 * int(line.split()[1])
    return 0


def _processor_nanoseconds(pid: int) -> int:
    return sum(int(task.read_text().split()[0]) for task in Path(f"/proc/{pid}/task").glob("*/schedstat"))


def settled(measure: Callable[[], int]) -> int:
    """The figure once it no longer grows."""
    last = measure()
    for _ in range(10):
        time.sleep(0.2)
        now = measure()
        if abs(now - last) < 100_000:
            return now
        last = now
    return last
