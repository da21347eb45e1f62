"""Sixteen clients that each send their next request when the last one is answered."""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Self

from tests.support.desk import Person

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)

AT_ONCE = 16


def requests_a_second(port: int, request: Callable[[], bytes], seconds: float, *, at_once: int = AT_ONCE) -> float:
    """`request` makes the raw bytes of the next one.  Raises AssertionError with the first answer that is no 2xx."""
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        for _ in range(at_once):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(one, selectors.EVENT_READ, one)
        return _run(selector, request, seconds, at_once)


def _run(selector: selectors.BaseSelector, request: Callable[[], bytes], seconds: float, under_way: int) -> float:
    began, done = time.monotonic(), 0
    for key in selector.get_map().values():
        key.data.sendall(request())
    while under_way:
        ready = selector.select(30)
        assert ready, "no answer within 30 seconds"
        for key, _ in ready:
            _read_answer(key.data)
            done += 1
            if time.monotonic() - began < seconds:
                key.data.sendall(request())
            else:
                under_way -= 1
    return done / (time.monotonic() - began)


class Callers:
    """Sixteen clients with a connection each, as a context manager."""

    def __init__(self, port: int) -> None:
        self._sockets = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(AT_ONCE)]
        for one in self._sockets:
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: Callable[[], bytes], *, rounds: int) -> int:
        """Each sends `rounds` requests, all at once; how many those are.

        Raises AssertionError with the first answer that is no 2xx.
        """
        for _ in range(rounds):
            for one in self._sockets:
                one.sendall(request())
            for one in self._sockets:
                _read_answer(one)
        return rounds * len(self._sockets)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._sockets:
            one.close()


def cookie_of(person: Person) -> str:
    """The header's value."""
    cookie = person.client.get_cookie("flowpilot")
    assert cookie
    return f"flowpilot={cookie.value}"


def get(path: str, **headers: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{_lines(headers)}\r\n".encode()


def post(path: str, body: bytes, **headers: str) -> bytes:
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{kind}{_lines(headers)}\r\n".encode() + body


def _lines(headers: dict[str, str]) -> str:
    return "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())


def _read_answer(one: socket.socket) -> None:
    heard = _more(one)
    while b"\r\n\r\n" not in heard:
        heard += _more(one)
    assert heard.startswith(b"HTTP/1.1 2"), heard[:500]
    head, _, body = heard.partition(b"\r\n\r\n")
    found = _LENGTH.search(head)
    assert found, head
    while len(body) < int(found[1]):
        body += _more(one)


def _more(one: socket.socket) -> bytes:
    heard = one.recv(65_536)
    assert heard, "the server hung up"
    return heard
