"""gunicorn for many open streams: gevent workers, quick shutdown, dead readers dropped."""

from __future__ import annotations

import os
import signal
import socket
from typing import Any

import gevent
from psycogreen.gevent import patch_psycopg

bind = f"{os.environ.get('WEB_BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gevent"
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


def post_worker_init(worker: Any) -> None:
    """On SIGTERM tell every open stream `bye`: gunicorn alone would wait for them until `graceful_timeout`."""
    event_stream = worker.wsgi.extensions["event_stream"]

    def leave(number: int, frame: Any) -> None:
        worker.handle_exit(number, frame)
        gevent.spawn(event_stream.shut_down)

    signal.signal(signal.SIGTERM, leave)
