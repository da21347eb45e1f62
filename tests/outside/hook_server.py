"""A web address on the loopback that receives calls and answers as it is told, decently or not."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

LONGEST_WAIT_SECONDS = 30.0

Behaviour = Callable[[socket.socket, threading.Event], None]
"""Writes an answer, or does not, until it is done or the event says that the server stops."""


@dataclass(frozen=True)
class Received:
    """One request as it came: header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


def reply(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """An answer; an underscore in a header's name stands for a hyphen."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = "\r\n".join([f"HTTP/1.1 {status} Status", f"Content-Length: {len(body)}", *lines, "", ""])
    return raw(head.encode() + body)


def raw(answer: bytes) -> Behaviour:
    """These bytes, and then the connection is closed."""

    def behave(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(answer)

    return behave


def endless(head: bytes, piece: bytes, *, every: float = 0.0) -> Behaviour:
    """`head`, and then `piece` again and again, for as long as somebody reads."""

    def behave(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(head)
        while not over.wait(every):
            connection.sendall(piece)

    return behave


def silence(connection: socket.socket, over: threading.Event) -> None:
    """No answer until the other side closes the connection."""
    connection.settimeout(LONGEST_WAIT_SECONDS)
    connection.recv(1)


class HookServer:
    """`requests` are what came, in order.  The behaviours of `script` are used once each, in order; then and without
    one, `default` answers.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None, default: Behaviour | None = None) -> None:
        self.requests: list[Received] = []
        self.default = default or reply(200, b"ok")
        self._script: list[Behaviour] = []
        self._tls, self._over = tls, threading.Event()
        self._changed = threading.Condition()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._thread = threading.Thread(target=self._accept, daemon=True)

    @property
    def port(self) -> int:
        return int(self._listening.getsockname()[1])

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def script(self, *behaviours: Behaviour) -> None:
        with self._changed:
            self._script.extend(behaviours)

    def wait_for(self, count: int, *, to: str = "") -> list[Received]:
        """All requests so far whose target begins with `to`, once there are `count`."""

        def found() -> list[Received]:
            return [one for one in self.requests if one.target.startswith(to)]

        with self._changed:
            came = self._changed.wait_for(lambda: len(found()) >= count, LONGEST_WAIT_SECONDS)
            assert came, f"{len(found())} of {count} requests came to {to or 'the server'}"
            return found()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(LONGEST_WAIT_SECONDS)
        with suppress(OSError, ValueError), connection:
            stream = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
            with stream, stream.makefile("rb") as file:
                self._next(_received(file))(stream, self._over)
                with suppress(OSError):
                    stream.shutdown(socket.SHUT_WR)

    def _next(self, received: Received) -> Behaviour:
        with self._changed:
            self.requests.append(received)
            self._changed.notify_all()
            return self._script.pop(0) if self._script else self.default


def _received(file: Any) -> Received:
    method, target, _ = file.readline().decode("latin-1").split(" ", 2)
    headers = {}
    while line := file.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return Received(method, target, headers, file.read(int(headers.get("content-length", 0))))
