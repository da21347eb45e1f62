"""A PostgreSQL and a Redis for as long as a `with` block lasts: for tests and one-off commands.

    with embedded.running(tmp_path, durable=False) as env:
        ...  # env["DATABASE_OWNER_URL"], env["REDIS_URL"], …

`make run` does not use this: there the supervisor owns the servers.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import lifeline
import ports
import strays
from cluster import Cluster
from datafolder import claimed, socket_folder
from doorbell import Doorbell
from places import ROOT
from servers import Servers

SUPERUSER_URL = "FLOWPILOT_TEST_SUPERUSER_URL"
"""The variable with the superuser's address, for tests that make databases of their own."""

_SECONDS_TO_STOP = 30.0


@contextmanager
def running(data: Path, *, durable: bool = True, environ: Mapping[str, str] | None = None) -> Iterator[dict[str, str]]:
    """Run what is embedded over the folder `data`; yields the settings by their variables, SUPERUSER_URL among them.

    A server whose address is set in `environ` (default: the process's) is not started, and that address is yielded;
    then there is no SUPERUSER_URL unless it is set too.  Works as root and as an ordinary user.  The servers end with
    the block, or with this process.  The settings are also in the folder's `env` file, for commands.

    Raises SetupProblem (`problems`), for example `already_running` or `broken_data_folder`.
    """
    given = os.environ if environ is None else environ
    with ExitStack() as stack:
        folder = stack.enter_context(claimed(data))
        strays.end(folder.path, None)
        sockets = stack.enter_context(socket_folder(folder))
        servers = Servers.planned(folder, sockets, given, durable=durable)
        values = servers.environment(given, port=ports.for_server(None))
        folder.write_env(values)
        if given.get(SUPERUSER_URL):
            values[SUPERUSER_URL] = given[SUPERUSER_URL]
        if servers.cluster:
            stack.enter_context(_postgres(servers.cluster))
            values[SUPERUSER_URL] = servers.cluster.superuser_url()
        if servers.doorbell:
            stack.enter_context(_redis(servers.doorbell))
        yield values


@contextmanager
def _postgres(cluster: Cluster) -> Iterator[None]:
    """SIGINT is PostgreSQL's fast shutdown: it sends clients away and loses nothing."""
    with _server(cluster.prepare(), cluster.log, signal.SIGINT) as is_alive:
        cluster.complete(is_alive)
        yield


@contextmanager
def _redis(doorbell: Doorbell) -> Iterator[None]:
    with _server(doorbell.prepare(), doorbell.log, signal.SIGTERM) as is_alive:
        doorbell.wait(is_alive)
        yield


@contextmanager
def _server(command: list[str], log: Path, farewell: signal.Signals) -> Iterator[lifeline.IsAlive]:
    child = lifeline.start(command, log=log, cwd=ROOT, env={**os.environ, "LC_ALL": "C"}, farewell=farewell)
    try:
        yield lambda: child.poll() is None
    finally:
        lifeline.end(child, farewell, seconds=_SECONDS_TO_STOP)
