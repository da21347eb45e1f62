"""The bounded queue between the hub and one client."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from web.stream import frames
from web.stream.frames import Frame
from web.stream.live_event import LiveEvent

# How many events a client may be behind before it is told to read again (product.md, "Live stream").
QUEUE_LIMIT = 64


class Listener:
    """The hub offers, the client's own thread takes; neither waits for the other.

    No lock: a deque's operations are atomic, and what an overflow drops while the client drains is what the `resync`
    behind it covers.
    """

    __slots__ = ("_is_gone", "_is_over", "_queue", "_wake", "hears")

    def __init__(self, hears: Callable[[LiveEvent], bool]) -> None:
        self.hears = hears
        self._queue: deque[Frame] = deque()
        self._wake = threading.Event()
        self._is_over = False
        self._is_gone = False

    @property
    def is_over(self) -> bool:
        """True when the stream is to end after what is queued."""
        return self._is_over

    @property
    def is_gone(self) -> bool:
        """True when nobody reads any more."""
        return self._is_gone

    def offer(self, frame: Frame) -> bool:
        """Queue `frame`.  False: the client was too slow, its queue was dropped and a `resync` stands there instead."""
        fits = len(self._queue) < QUEUE_LIMIT
        if fits:
            self._queue.append(frame)
        else:
            self.start_over(frames.resync(position=frame.position))
        self._wake.set()
        return fits

    def start_over(self, resync: Frame) -> None:
        """Drop what is queued for `resync`."""
        self._queue.clear()
        self._queue.append(resync)
        self._wake.set()

    def end(self) -> None:
        """The client gets what is queued, then `bye`."""
        self._is_over = True
        self._wake.set()

    def leave(self) -> None:
        """The client has hung up: nothing more is written."""
        self._is_gone = True
        self.end()

    def take(self, timeout: float | None) -> list[Frame]:
        """All that is queued, in order; waits up to `timeout` seconds for the first.  May be empty."""
        self._wake.wait(timeout)
        self._wake.clear()
        taken: list[Frame] = []
        try:
            while True:
                taken.append(self._queue.popleft())
        except IndexError:
            return taken
