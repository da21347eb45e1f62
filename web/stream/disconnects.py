"""Detects clients that have disconnected, without waiting for a write to fail.

An idle stream writes only its heartbeat, and the first write after a disconnect still succeeds.  Without this check, a
page that is reloaded a few times would hold its old streams open for most of a minute.
"""

from __future__ import annotations

import select
import threading
from collections.abc import Callable, Mapping
from typing import Any

from gevent import monkey

# One system call checks all sockets (seconds between calls).
POLL_SECONDS = 1.0

_DISCONNECTED = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR | select.POLLNVAL


class DisconnectWatcher:
    """Polls the registered sockets.  It never reads from them: only the server may."""

    def __init__(self) -> None:
        self._callbacks: dict[int, Callable[[], None]] = {}
        # gevent's poll would create a watcher for each socket on each call; this call does not block anyway.
        self._poll = monkey.get_original("select", "poll")()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, socket_number: int | None, on_disconnect: Callable[[], None]) -> None:
        """Call `on_disconnect` when the client has disconnected, until `unwatch`.

        `socket_number` is None under a server that does not expose its sockets; nothing is watched then.
        """
        if socket_number is None:
            return
        with self._lock:
            self._callbacks[socket_number] = on_disconnect
            self._poll.register(socket_number, _DISCONNECTED)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="event-stream-disconnects", daemon=True)
                self._thread.start()

    def unwatch(self, socket_number: int | None) -> None:
        """Call this before the socket is closed: afterwards its number may belong to another client."""
        with self._lock:
            if socket_number in self._callbacks:
                del self._callbacks[socket_number]
                self._poll.unregister(socket_number)

    def close(self) -> None:
        self._closing.set()

    def _run(self) -> None:
        while not self._closing.wait(POLL_SECONDS):
            with self._lock:
                for on_disconnect in [self._callbacks[number] for number, _ in self._poll.poll(0)]:
                    on_disconnect()


def socket_number_of(environ: Mapping[str, Any]) -> int | None:
    """The file descriptor of the request's socket, under gunicorn and under Werkzeug's server in tests."""
    connection = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    return connection.fileno() if connection is not None else None
