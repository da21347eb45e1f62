"""gunicorn for many open streams: gevent workers, quick shutdown, dead readers dropped."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
from contextlib import suppress
from typing import Any

import gevent
from gunicorn import util
from gunicorn.workers.ggevent import GeventWorker
from psycogreen.gevent import patch_psycopg


class QuickToLeave(GeventWorker):
    """gunicorn's gevent worker, but one that was told to end waits for requests, not for idle connections.

    Browsers keep connections open between requests, also after a stream's `bye`; gunicorn alone would wait
    `keepalive` seconds for each.  It stands here because importing from `web` before gevent's patches is too soon.
    """

    def init_process(self) -> None:
        self._idle: set[socket.socket] = set()
        super().init_process()

    def handle(self, listener: Any, client: socket.socket, addr: Any) -> None:
        """One connection, from its first request to its last."""
        self._idle.add(client)
        try:
            super().handle(listener, client, addr)
        finally:
            self._idle.discard(client)

    def handle_request(self, listener_name: Any, req: Any, sock: socket.socket, addr: Any) -> None:
        """One request of it; StopIteration is gunicorn's word for the last one."""
        self._idle.discard(sock)
        super().handle_request(listener_name, req, sock, addr)
        if not self.alive:
            raise StopIteration
        self._idle.add(sock)

    def hang_up(self) -> None:
        """Read no further request from connections without one; what has arrived already is still answered."""
        for client in list(self._idle):
            with suppress(OSError):  # it is closed already
                client.shutdown(socket.SHUT_RD)


def refuse_barely(sock: socket.socket, status: int, reason: str, message: str) -> None:
    """What gunicorn refuses before the application sees it, without its HTML and what was sent in it.

    A transfer coding that nobody knows (501 to gunicorn) is the client's fault like the others.
    """
    line = "400 Bad Request" if status == 501 else f"{status} {reason}"
    util.write_nonblock(sock, f"HTTP/1.1 {line}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode())


util.write_error = refuse_barely

# All web processes count into the same files, whichever of them /metrics asks; a new folder with each start.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="flowpilot-metrics-")

bind = f"{os.environ.get('WEB_BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = QuickToLeave
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_connections = 2_000
keepalive = 30
# An unfinished request may take its deadline; open streams end at once by the stop event.
graceful_timeout = 35
timeout = 60
limit_request_line = 8_190
limit_request_fields = 64
limit_request_field_size = 16_384
accesslog = None
errorlog = "-"
loglevel = "warning"
forwarded_allow_ips = ""

# A reader that stopped reading is dropped after this long (milliseconds), instead of keeping its place for ever.
UNREAD_TIMEOUT_MS = 20_000

_TCP_OPTIONS = {
    "TCP_KEEPIDLE": 15,
    "TCP_KEEPINTVL": 5,
    "TCP_KEEPCNT": 3,
    "TCP_USER_TIMEOUT": UNREAD_TIMEOUT_MS,
}


def when_ready(server: Any) -> None:
    """What accepted sockets inherit from the listening one."""
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in _TCP_OPTIONS.items():
            if hasattr(socket, name):
                listener.sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def post_fork(server: Any, worker: Any) -> None:
    """gunicorn's gevent worker does not patch psycopg2: one query would stop every other request."""
    patch_psycopg()


def child_exit(server: Any, worker: Any) -> None:
    """A process that is gone has no open streams and no connections."""
    from prometheus_client import multiprocess  # noqa: PLC0415 -- reads the folder's variable when it is imported

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def post_worker_init(worker: Any) -> None:
    """Check the database role before the first request; on SIGTERM tell every open stream `bye`.

    gunicorn alone would wait for the streams until `graceful_timeout`.
    """
    worker.wsgi.check_role()
    event_stream = worker.wsgi.extensions["event_stream"]

    def leave(number: int, frame: Any) -> None:
        worker.handle_exit(number, frame)
        gevent.spawn(event_stream.shut_down)
        gevent.spawn(worker.hang_up)

    signal.signal(signal.SIGTERM, leave)
