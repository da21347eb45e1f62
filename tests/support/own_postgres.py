"""A PostgreSQL of these tests' own: to be restarted in the middle of everything."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from setup.data_folder import claimed, socket_folder
from setup.paths import ROOT
from setup.servers.plan import Servers
from setup.servers.postgres_server import PostgresServer
from setup.supervision import child_process

SECONDS_TO_STOP = 30.0


class OwnPostgres:
    """An embedded PostgreSQL that keeps its port over a restart, and its data over a crash."""

    def __init__(self, cluster: PostgresServer) -> None:
        self._cluster = cluster
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def addresses(self) -> dict[str, str]:
        """By the variables that tests and processes read."""
        return self._cluster.environment() | {"FLOWPILOT_TEST_SUPERUSER_URL": self._cluster.superuser_url()}

    def start(self) -> None:
        """Returns when it answers."""
        process = child_process.start(
            self._cluster.prepare(),
            log=self._cluster.log,
            cwd=ROOT,
            env={**os.environ, "LC_ALL": "C"},
            stop_signal=signal.SIGINT,
        )
        self._process = process
        self._cluster.complete(lambda: process.poll() is None)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT sends clients away and loses nothing; SIGQUIT is a crash, after which it recovers."""
        if self._process:
            child_process.end(self._process, how, seconds=SECONDS_TO_STOP)
            self._process = None

    def freeze(self) -> None:
        """Alive and silent: connections stay open, and new ones are taken by the kernel."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        """To the server and to each backend, which is a session of its own."""
        assert self._process, "not running"
        for pid in [self._process.pid, *_descendants(self._process.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, number)


def _descendants(pid: int) -> list[int]:
    try:
        children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []
    return [one for child in children for one in (child, *_descendants(child))]


@contextmanager
def running_postgres(folder: Path) -> Iterator[OwnPostgres]:
    with claimed(folder) as data, socket_folder(data) as sockets:
        planned = Servers.planned(data, sockets, {})
        assert planned.postgres
        postgres = OwnPostgres(planned.postgres)
        postgres.start()
        try:
            yield postgres
        finally:
            postgres.stop()
