"""Runs an embedded PostgreSQL and Redis during a `with` block, for tests and one-off commands.

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

from setup.data_folder import claimed, socket_folder
from setup.paths import ROOT
from setup.servers import ports
from setup.servers.plan import Servers
from setup.servers.postgres_server import PostgresServer
from setup.servers.redis_server import RedisServer
from setup.supervision import child_process, orphans

SUPERUSER_URL = "FLOWPILOT_TEST_SUPERUSER_URL"
"""The variable with the superuser's address, for tests that make databases of their own."""

_SECONDS_TO_STOP = 30.0


@contextmanager
def running(data: Path, *, durable: bool = True, environ: Mapping[str, str] | None = None) -> Iterator[dict[str, str]]:
    """Run the embedded servers with their data in the folder `data`, and yield the environment variables for them.

    A server whose address is set in `environ` (by default this process's environment) is not started; its address is
    yielded as it is set.  SUPERUSER_URL is yielded if PostgreSQL is embedded or if it is set itself.  This works as
    root and as an ordinary user.  The servers end with the block, or with this process.  The variables are also
    written to the folder's `env` file, for other commands.

    Raises SetupProblem (`problems`), for example `already_running` or `broken_data_folder`.
    """
    given = os.environ if environ is None else environ
    with ExitStack() as stack:
        folder = stack.enter_context(claimed(data))
        orphans.end(folder.path, None)
        sockets = stack.enter_context(socket_folder(folder))
        servers = Servers.planned(folder, sockets, given, durable=durable)
        values = servers.environment(given, port=ports.for_server(None))
        folder.write_env(values)
        if given.get(SUPERUSER_URL):
            values[SUPERUSER_URL] = given[SUPERUSER_URL]
        if servers.postgres:
            stack.enter_context(_postgres(servers.postgres))
            values[SUPERUSER_URL] = servers.postgres.superuser_url()
        if servers.redis:
            stack.enter_context(_redis(servers.redis))
        yield values


@contextmanager
def _postgres(postgres: PostgresServer) -> Iterator[None]:
    """SIGINT is PostgreSQL's fast shutdown: it disconnects the clients and loses no committed data."""
    with _server(postgres.prepare(), postgres.log, signal.SIGINT) as is_alive:
        postgres.complete(is_alive)
        yield


@contextmanager
def _redis(redis: RedisServer) -> Iterator[None]:
    with _server(redis.prepare(), redis.log, signal.SIGTERM) as is_alive:
        redis.wait(is_alive)
        yield


@contextmanager
def _server(command: list[str], log: Path, stop_signal: signal.Signals) -> Iterator[child_process.IsAlive]:
    child = child_process.start(command, log=log, cwd=ROOT, env={**os.environ, "LC_ALL": "C"}, stop_signal=stop_signal)
    try:
        yield lambda: child.poll() is None
    finally:
        child_process.end(child, stop_signal, seconds=_SECONDS_TO_STOP)
