"""Writes events to a client's socket from the hub's thread, while the client's own greenlet waits.

Waking a greenlet for each client costs more than the rest of a delivery.  While a stream has nothing to write, the hub
therefore writes to its socket itself, without blocking.  What the kernel does not accept is left to the stream's own
greenlet.  The client queue's lock decides who may write, so that frames never interleave.
"""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Mapping
from typing import Any


class DirectWriter:
    """A duplicate of the server's socket descriptor: a closed descriptor's number may belong to another client."""

    __slots__ = ("_number", "_rest", "_server")

    def __init__(self, server: socket.socket) -> None:
        self._server = server
        self._number = os.dup(server.fileno())
        self._rest = b""

    @property
    def is_behind(self) -> bool:
        """True while part of a chunk waits for `finish`; nothing else may be written before it."""
        return bool(self._rest)

    def write(self, chunk: bytes) -> bool:
        """Write as much of `chunk` as the kernel accepts without blocking.

        False: the rest waits for `finish`.  Raises OSError when the client is gone.
        """
        try:
            sent = os.write(self._number, chunk)
        except BlockingIOError:
            sent = 0
        self._rest = chunk[sent:]
        return not self._rest

    def finish(self) -> None:
        """Write the rest of the last chunk; blocks until the client reads.  Raises OSError when the client is gone."""
        rest, self._rest = self._rest, b""
        if rest:
            self._server.sendall(rest)

    def close(self) -> None:
        os.close(self._number)


def direct_writer_of(environ: Mapping[str, Any]) -> DirectWriter | None:
    """A writer for the request's socket, which the caller closes.

    None unless the server is gunicorn without TLS and the response uses the chunked transfer coding.
    """
    server = environ.get("gunicorn.socket")
    is_chunked = environ.get("SERVER_PROTOCOL") == "HTTP/1.1" and environ.get("REQUEST_METHOD") == "GET"
    if server is None or not is_chunked or isinstance(server, ssl.SSLSocket):
        return None
    return DirectWriter(server)
