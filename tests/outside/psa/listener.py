"""The HTTP server under a simulator: reads calls, and sends what it is given, wholly or not."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from tests.outside.psa.exchange import Reply, Request

CLIENT_SECONDS = 60.0
"""For a client that says nothing."""


class End(Enum):
    """What happens to the connection."""

    KEEP = auto()
    HALF = auto()
    """Half of the body is sent, then it is closed."""
    CLOSE = auto()
    RESET = auto()


class Sending(NamedTuple):
    reply: Reply | None
    end: End = End.KEEP


Serve = Callable[[Request], Sending]


class Listener:
    """Listens from its creation on, and serves from `start` to `stop`: a thread for each connection."""

    def __init__(self, port: int, serve: Serve) -> None:
        self._http = _Server(("127.0.0.1", port), partial(_Handler, serve))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is gone is no news; what fails in the simulator is in its `crashes`."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # one packet for head and body
    timeout = CLIENT_SECONDS

    def __init__(self, serve: Serve, *args: Any) -> None:
        self._serve = serve
        super().__init__(*args)

    def _any(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        sending = self._serve(Request.of(self.command, self.path, headers, body))
        with suppress(ConnectionError):
            self._send(sending)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any  # noqa: N815 -- the library's names

    def _send(self, sending: Sending) -> None:
        if sending.end is not End.KEEP:
            self.close_connection = True
        if sending.reply is None:
            self._close(sending.end)
            return
        reply, body = sending.reply, sending.reply.body
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.media_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if sending.end is End.HALF else body)
        self.wfile.flush()

    def _close(self, end: End) -> None:
        if end is End.RESET:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            # A handler closes its files only: the socket must be closed by itself for the reset to be sent.
            self.rfile.close()
            self.connection.close()
            return
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the library's name for it
        """Silent: the simulator's record tells more."""
