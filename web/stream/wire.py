"""The socket of an open stream, for the moments in which its own thread waits.

Waking a greenlet for each client costs more than all the rest of a delivery.  While a stream has nothing to write, the
hub therefore writes to its socket itself, without waiting; what does not fit is left for the stream's own thread.
Who may write is the listener's lock: never two at a time, so that frames never interleave.
"""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Mapping
from typing import Any


class Wire:
    """A second handle on the server's socket: once it is closed, its number may be another client's."""

    __slots__ = ("_number", "_rest", "_server")

    def __init__(self, server: socket.socket) -> None:
        self._server = server
        self._number = os.dup(server.fileno())
        self._rest = b""

    @property
    def is_behind(self) -> bool:
        """True while the rest of a chunk waits for `finish`: nothing else may be written before it."""
        return bool(self._rest)

    def write(self, chunk: bytes) -> bool:
        """As much as the kernel takes.  False: some of it waits for `finish`.  Raises OSError when nobody reads."""
        try:
            sent = os.write(self._number, chunk)
        except BlockingIOError:
            sent = 0
        self._rest = chunk[sent:]
        return not self._rest

    def finish(self) -> None:
        """Write what is left of the last chunk; waits for the client.  Raises OSError when it is gone."""
        rest, self._rest = self._rest, b""
        if rest:
            self._server.sendall(rest)

    def close(self) -> None:
        os.close(self._number)


def wire_of(environ: Mapping[str, Any]) -> Wire | None:
    """The request's, for the caller to close; None but with gunicorn's gevent and an answer in chunks."""
    server = environ.get("gunicorn.socket")
    in_chunks = environ.get("SERVER_PROTOCOL") == "HTTP/1.1" and environ.get("REQUEST_METHOD") == "GET"
    if server is None or not in_chunks or isinstance(server, ssl.SSLSocket):
        return None
    return Wire(server)
