"""A PostgreSQL of these tests' own: to be restarted in the middle of everything."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import lifeline
from cluster import Cluster
from datafolder import claimed, socket_folder
from places import ROOT
from servers import Servers

SECONDS_TO_STOP = 30.0


class OwnPostgres:
    """An embedded cluster (`.dev/cluster.py`) that keeps its port over a restart, and its data over a crash."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def addresses(self) -> dict[str, str]:
        """By the variables that tests and processes read."""
        return self._cluster.environment() | {"FLOWPILOT_TEST_SUPERUSER_URL": self._cluster.superuser_url()}

    def start(self) -> None:
        """Returns when it answers."""
        process = lifeline.start(
            self._cluster.prepare(),
            log=self._cluster.log,
            cwd=ROOT,
            env={**os.environ, "LC_ALL": "C"},
            farewell=signal.SIGINT,
        )
        self._process = process
        self._cluster.complete(lambda: process.poll() is None)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT sends clients away and loses nothing; SIGQUIT is a crash, after which it recovers."""
        if self._process:
            lifeline.end(self._process, how, seconds=SECONDS_TO_STOP)
            self._process = None


@contextmanager
def an_own_postgres(folder: Path) -> Iterator[OwnPostgres]:
    with claimed(folder) as data, socket_folder(data) as sockets:
        planned = Servers.planned(data, sockets, {})
        assert planned.cluster
        postgres = OwnPostgres(planned.cluster)
        postgres.start()
        try:
            yield postgres
        finally:
            postgres.stop()
