"""A thousand open streams, read as fast as one thread can, and what is delivered to them."""

from __future__ import annotations

import contextlib
import selectors
import socket
import time
from collections.abc import Callable, Iterator, Sequence

MARK = "~"
"""In each event once, and in nothing else that a stream tells; one byte, so that no read can cut it in two."""
_MARK = MARK.encode()

OPENING_SECONDS = 0.006
"""Between two streams: what is measured is not how many people may arrive in the same second."""


class Subscribers:
    """`requests` are raw HTTP requests, one a stream."""

    def __init__(self, port: int, requests: Sequence[bytes]) -> None:
        self.delivered = 0
        self._port = port
        self._selector = selectors.EpollSelector()
        self._sockets: list[socket.socket] = []
        self.open(requests)

    def __len__(self) -> int:
        return len(self._sockets)

    def open(self, requests: Sequence[bytes]) -> None:
        """These too."""
        self._sockets.extend(self._open(request) for request in requests)

    def _open(self, request: bytes) -> socket.socket:
        one = socket.create_connection(("127.0.0.1", self._port), timeout=30)
        one.sendall(request)
        one.setblocking(False)
        time.sleep(OPENING_SECONDS)
        self._selector.register(one, selectors.EVENT_READ, one.recv)
        return one

    def read(self, seconds: float) -> None:
        """Take what is there, waiting up to `seconds` for the first of it."""
        for key, _ in self._selector.select(seconds):
            with contextlib.suppress(BlockingIOError):
                self.delivered += key.data(65_536).count(_MARK)

    def until(self, count: int, *, patience: float = 30.0) -> None:
        """Raises TimeoutError where so many were not delivered."""
        ends = time.monotonic() + patience
        while self.delivered < count:
            if time.monotonic() > ends:
                raise TimeoutError(f"{self.delivered} of {count} deliveries")
            self.read(0.05)

    def wait_until_open(self, publish: Callable[[], None], *, patience: float = 60.0) -> None:
        """Publish until an event reaches all: a peer may tell nothing before the first one.

        Raises TimeoutError.
        """
        ends = time.monotonic() + patience
        while time.monotonic() < ends:
            self._drain()
            self.delivered = 0
            publish()
            with contextlib.suppress(TimeoutError):
                self.until(len(self), patience=2)
                return
        raise TimeoutError(f"{self.delivered} of {len(self)} streams are open")

    def deliveries_a_second(self, publish: Callable[[], None], *, seconds: float, ahead: int) -> float:
        """Publish so that `ahead` events on average are under way, for `seconds`; what arrived, by the time it took.

        Raises TimeoutError where more than a hundredth never arrives: a server may drop what a reader is too slow for.
        """
        self._drain()
        began, self.delivered, published = time.monotonic(), 0, 0
        while time.monotonic() - began < seconds:
            if self.delivered >= (published - ahead + 1) * len(self):
                publish()
                published += 1
            else:
                self.read(0.01)
        took = self._rest(published * len(self)) - began
        if self.delivered < 0.99 * published * len(self):
            raise TimeoutError(f"{self.delivered} of {published * len(self)} deliveries")
        return self.delivered / took

    def _rest(self, count: int) -> float:
        """When the last of them came, once nothing has come for a second."""
        last, before = time.monotonic(), self.delivered
        while self.delivered < count and time.monotonic() - last < 1.0:
            self.read(0.05)
            if self.delivered > before:
                last, before = time.monotonic(), self.delivered
        return last

    def close(self) -> None:
        self._selector.close()
        for one in self._sockets:
            one.close()

    def _drain(self) -> None:
        before = -1
        while before != self.delivered:
            before = self.delivered
            self.read(0.2)


@contextlib.contextmanager
def subscribed(port: int, requests: Sequence[bytes], publish: Callable[[], None]) -> Iterator[Subscribers]:
    subscribers = Subscribers(port, requests)
    try:
        subscribers.wait_until_open(publish)
        yield subscribers
    finally:
        subscribers.close()


def request(path: str, **headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
