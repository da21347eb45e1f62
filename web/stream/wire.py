"""The socket of an open stream, for the moments in which its own thread waits.

Waking a greenlet for each client costs more than all the rest of a delivery.  While a stream has nothing to write, the
hub therefore writes to its socket itself, without waiting; what does not fit is left for the stream's own thread.
Who may write is the listener's lock: never two at a time, so that frames never interleave.
"""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from gevent import monkey

_Socket: type[socket.socket] = monkey.get_original("socket", "socket")


class Wire:
    """A second handle on the server's socket: once it is closed, its number may be another client's."""

    __slots__ = ("_own", "_rest", "_server")

    def __init__(self, server: socket.socket) -> None:
        self._server = server
        self._own = _Socket(fileno=os.dup(server.fileno()))
        self._rest = b""

    @property
    def is_behind(self) -> bool:
        """True while the rest of a chunk waits for `finish`: nothing else may be written before it."""
        return bool(self._rest)

    def write(self, chunk: bytes) -> bool:
        """As much as the kernel takes.  False: some of it waits for `finish`.  Raises OSError when nobody reads."""
        try:
            sent = self._own.send(chunk)
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
        self._own.close()


@contextmanager
def wire_of(environ: Mapping[str, Any]) -> Iterator[Wire | None]:
    """The request's, where its server is gunicorn with gevent and its answer goes out in chunks; else None."""
    server = environ.get("gunicorn.socket")
    in_chunks = environ.get("SERVER_PROTOCOL") == "HTTP/1.1" and environ.get("REQUEST_METHOD") == "GET"
    if server is None or not in_chunks or isinstance(server, ssl.SSLSocket):
        yield None
        return
    with contextlib.closing(Wire(server)) as wire:
        yield wire
