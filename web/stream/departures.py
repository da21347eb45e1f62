"""Notices clients that hang up, without waiting for the next write to fail.

A stream that is idle writes once a heartbeat, and the first write after a hang-up still succeeds: without this a page
that is reloaded a few times would hold the streams of its former selves for most of a minute.
"""

from __future__ import annotations

import select
import threading
from collections.abc import Callable, Mapping
from typing import Any

from gevent import monkey

# How often all sockets are looked at: one system call for all of them (seconds).
LOOK_SECONDS = 1.0

_HUNG_UP = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR | select.POLLNVAL


class Departures:
    """Looks at the registered sockets, never reads from them: a socket has one owner, the server."""

    def __init__(self) -> None:
        self._leave: dict[int, Callable[[], None]] = {}
        # gevent's poll would make a watcher for each socket on each look; this look does not wait.
        self._poll = monkey.get_original("select", "poll")()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, socket_number: int | None, leave: Callable[[], None]) -> None:
        """Until `forget`, `leave` is called once its client has hung up; None is a server that shows no socket."""
        if socket_number is None:
            return
        with self._lock:
            self._leave[socket_number] = leave
            self._poll.register(socket_number, _HUNG_UP)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="event-stream-departures", daemon=True)
                self._thread.start()

    def forget(self, socket_number: int | None) -> None:
        """To be called before the socket is closed: its number is another client's then."""
        with self._lock:
            if socket_number in self._leave:
                del self._leave[socket_number]
                self._poll.unregister(socket_number)

    def close(self) -> None:
        self._closing.set()

    def _run(self) -> None:
        while not self._closing.wait(LOOK_SECONDS):
            with self._lock:
                for leave in [self._leave[number] for number, _ in self._poll.poll(0)]:
                    leave()


def socket_of(environ: Mapping[str, Any]) -> int | None:
    """The number of the request's socket, under gunicorn and under Werkzeug's server of the tests."""
    connection = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    return connection.fileno() if connection is not None else None
