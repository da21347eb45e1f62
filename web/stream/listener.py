"""The bounded queue between the hub and one client."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from web.stream import frames
from web.stream.frames import Batch, Frame
from web.stream.live_event import LiveEvent
from web.stream.position import Position
from web.stream.wire import Wire

# How many events a client may be behind before it is told to read again (product.md, "Live stream").
QUEUE_LIMIT = 64


class Listener:
    """The hub offers, the client's own thread takes; neither waits for the other.

    With a `wire` the hub writes itself while the client's thread waits in `take` with nothing queued.  The lock says
    whose turn it is: the thread's, but while it waits.  The queue needs none: a deque's operations are atomic, and
    what an overflow drops while the client drains is what the `resync` behind it covers.
    """

    __slots__ = ("_is_gone", "_is_over", "_queue", "_told_to", "_turn", "_wake", "_wire", "hears")

    def __init__(self, hears: Callable[[LiveEvent], bool], wire: Wire | None = None) -> None:
        self.hears = hears
        self._queue: deque[Frame] = deque()
        self._wake = threading.Event()
        self._wire = wire
        self._turn = threading.Lock()
        self._turn.acquire()
        self._told_to: Position | None = None
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

    def has_told(self, position: Position | None) -> None:
        """The client has all up to here from the replay; what is offered of that is not told again."""
        self._told_to = position

    def offer(self, batch: Batch) -> bool:
        """Write or queue these.  False: the client was too slow, its queue was dropped, a `resync` stands there."""
        if self._wire and batch.is_plain and self._turn.acquire(blocking=False):
            try:
                if not self._queue and not self._wire.is_behind and not self._is_over:
                    self._write(self._wire, batch)
                    return True
            finally:
                self._turn.release()
        fits = len(self._queue) + len(batch.frames) <= QUEUE_LIMIT
        if fits:
            self._queue.extend(batch.frames)
        else:
            self.start_over(frames.resync(position=batch.frames[-1].position))
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
        """All that is queued, in order; waits up to `timeout` seconds for the first.  May be empty.

        Raises OSError where the hub could not write a frame to its end and nobody reads the rest.
        """
        self._turn.release()
        try:
            self._wake.wait(timeout)
        finally:
            self._turn.acquire()
        self._wake.clear()
        if self._wire:
            self._wire.finish()
        taken: list[Frame] = []
        try:
            while True:
                frame = self._queue.popleft()
                if self._is_new(frame):
                    taken.append(frame)
        except IndexError:
            return taken

    def _write(self, wire: Wire, batch: Batch) -> None:
        try:
            is_written = wire.write(self._new_of(batch))
        except OSError:
            self.leave()
            return
        if not is_written:
            self._wake.set()

    def _new_of(self, batch: Batch) -> bytes:
        """Positions only grow: behind the first new one there is nothing to look for."""
        if self._told_to is None:
            return batch.chunk
        new = [frame for frame in batch.frames if self._is_new(frame)]
        if any(frame.position for frame in new):
            self._told_to = None
        return b"".join(frame.chunk for frame in new)

    def _is_new(self, frame: Frame) -> bool:
        return not (self._told_to and frame.position and frame.position <= self._told_to)
