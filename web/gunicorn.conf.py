"""gunicorn for many open streams: gevent workers, a fast shutdown, and a time limit for clients that do not read."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import socket
import tempfile
from contextlib import suppress
from typing import Any

import gevent
from gunicorn import util
from gunicorn.http import wsgi
from gunicorn.workers.ggevent import GeventWorker
from psycogreen.gevent import patch_psycopg


class FastShutdownWorker(GeventWorker):
    """gunicorn's gevent worker, except that its shutdown waits for running requests only, not for idle connections.

    Browsers keep connections open between requests, even after a stream's `bye`, and gunicorn would wait `keepalive`
    seconds for each.  The class is in this file because `web` must not be imported before gevent's patches.
    """

    def init_process(self) -> None:
        self._idle: set[socket.socket] = set()
        super().init_process()

    def handle(self, listener: Any, client: socket.socket, addr: Any) -> None:
        """Serve one connection, from its first request to its last."""
        self._idle.add(client)
        try:
            super().handle(listener, client, addr)
        finally:
            self._idle.discard(client)

    def handle_request(self, listener_name: Any, req: Any, sock: socket.socket, addr: Any) -> None:
        """Serve one request.  gunicorn raises StopIteration after the last one of a connection."""
        self._idle.discard(sock)
        try:
            super().handle_request(listener_name, req, sock, addr)
        except StopIteration:
            _drain(sock)
            raise
        if not self.alive:
            raise StopIteration
        self._idle.add(sock)

    def stop_reading_idle_connections(self) -> None:
        """Accept no further requests on idle connections.  Requests that have already arrived are still answered."""
        for client in list(self._idle):
            with suppress(OSError):  # already closed
                client.shutdown(socket.SHUT_RD)


# How long (seconds) and how much (bytes) is read from a client after the last response to it.
DRAIN_SECONDS = 2
DRAIN_BYTES = 4 * 1_048_576


def _drain(sock: socket.socket) -> None:
    """Read unread bytes before closing: a close with unread bytes resets the connection, and the response is lost."""
    with suppress(OSError), gevent.Timeout(DRAIN_SECONDS, exception=False):
        sock.shutdown(socket.SHUT_WR)
        left = DRAIN_BYTES
        while left > 0 and (read := len(sock.recv(65_536))):
            left -= read


class ClosingResponse(wsgi.Response):
    """Closes the connection if the application sends `Connection: close`, which gunicorn itself ignores."""

    def process_headers(self, headers: Any) -> None:
        if any(name.lower() == "connection" and value.lower() == "close" for name, value in headers):
            self.force_close()
        super().process_headers(headers)


wsgi.Response = ClosingResponse


def write_plain_error(sock: socket.socket, status: int, reason: str, message: str) -> None:
    """Answer a request that gunicorn itself refuses, without gunicorn's HTML page, which quotes the request.

    An unknown transfer coding is answered with 400 like other malformed requests; gunicorn would answer 501.
    """
    line = "400 Bad Request" if status == 501 else f"{status} {reason}"
    headers = f"Date: {util.http_date()}\r\nConnection: close\r\nContent-Length: 0\r\n"
    util.write_nonblock(sock, f"HTTP/1.1 {line}\r\n{headers}\r\n".encode())


util.write_error = write_plain_error

# All web processes share these files, so that any of them can answer /metrics.  Each start uses a new folder.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="flowpilot-metrics-")

bind = f"{os.environ.get('WEB_BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = FastShutdownWorker
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_connections = 2_000
keepalive = 30
# A running request may use its full deadline; open streams end at once (see post_worker_init).
graceful_timeout = 35
timeout = 60
limit_request_line = 8_190
limit_request_fields = 64
limit_request_field_size = 16_384
accesslog = None
errorlog = "-"
loglevel = "warning"
forwarded_allow_ips = ""

# A client that stops reading is disconnected after this long (milliseconds); otherwise it would keep its slot.
UNREAD_TIMEOUT_MS = 20_000

_TCP_OPTIONS = {
    "TCP_KEEPIDLE": 15,
    "TCP_KEEPINTVL": 5,
    "TCP_KEEPCNT": 3,
    "TCP_USER_TIMEOUT": UNREAD_TIMEOUT_MS,
}


def on_starting(server: Any) -> None:
    """Read the library before the workers are forked: they share its memory, and no request waits for it.

    The garbage collector pauses until a worker is ready: it would look through the growing library again and again,
    which takes a quarter of the start.
    """
    from models.decision_trees import guide_trees  # noqa: PLC0415 -- not where this file is only read for its settings
    from models.library import matching  # noqa: PLC0415
    from models.library_scripts import library_scripts  # noqa: PLC0415

    gc.disable()
    matching.warm_up()
    guide_trees.library_trees()
    library_scripts()
    gc.freeze()


def when_ready(server: Any) -> None:
    """Set options on the listening sockets; accepted sockets inherit them."""
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in _TCP_OPTIONS.items():
            if hasattr(socket, name):
                listener.sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def post_fork(server: Any, worker: Any) -> None:
    """Patch psycopg2, which gunicorn does not do: otherwise one query would block all other requests."""
    patch_psycopg()


def child_exit(server: Any, worker: Any) -> None:
    """Remove the gauges of a process that has ended."""
    from prometheus_client import multiprocess  # noqa: PLC0415 -- reads PROMETHEUS_MULTIPROC_DIR on import

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def post_worker_init(worker: Any) -> None:
    """Check the database role before the first request, and end all open streams on SIGTERM.

    gunicorn itself would wait for the streams until `graceful_timeout`.  The garbage collector runs from here on,
    without what the start has made.
    """
    gc.freeze()
    gc.enable()
    worker.wsgi.check_role()
    event_stream = worker.wsgi.extensions["event_stream"]

    def stop(number: int, frame: Any) -> None:
        worker.handle_exit(number, frame)
        gevent.spawn(event_stream.shut_down)
        gevent.spawn(worker.stop_reading_idle_connections)

    signal.signal(signal.SIGTERM, stop)
