"""The bounded queue between the hub and one client's stream."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator

from web.stream import frames
from web.stream.deduplication import Deduplicator
from web.stream.direct_writer import DirectWriter
from web.stream.frames import Batch, Frame
from web.stream.live_event import LiveEvent

# How many events a client may be behind before it gets a `resync` instead (docs/stream.md).
QUEUE_LIMIT = 64


class ClientQueue:
    """The hub offers events and the client's own thread takes them; neither waits for the other.

    With a `writer` the hub writes to the socket itself while the client's thread waits in `take` and the queue is
    empty.  The client's thread holds `_write_lock` except while it waits; only the holder may write or use
    `deduplicator`.  The queue needs no lock: a deque's operations are atomic.  An overflow may drop events while the
    client takes others, but the `resync` that follows covers them.
    """

    __slots__ = (
        "_is_disconnected",
        "_is_ended",
        "_queue",
        "_wake",
        "_write_lock",
        "_writer",
        "deduplicator",
        "may_receive",
    )

    def __init__(self, may_receive: Callable[[LiveEvent], bool], writer: DirectWriter | None = None) -> None:
        self.may_receive = may_receive
        self.deduplicator = Deduplicator()
        self._queue: deque[Frame] = deque()
        self._wake = threading.Event()
        self._writer = writer
        self._write_lock = threading.Lock()
        self._write_lock.acquire()
        self._is_ended = False
        self._is_disconnected = False

    @property
    def is_ended(self) -> bool:
        """True when the stream must end after the queued events."""
        return self._is_ended

    @property
    def is_disconnected(self) -> bool:
        """True when the client no longer reads."""
        return self._is_disconnected

    def offer(self, batch: Batch) -> bool:
        """Write the events or queue them.

        False: the queue was full; a `resync` replaced both the queued events and these.
        """
        if self._writer and not batch.needs_recheck and self._write_lock.acquire(blocking=False):
            try:
                if not self._queue and not self._writer.is_behind and not self._is_ended:
                    self._write(self._writer, batch)
                    return True
            finally:
                self._write_lock.release()
        return self._enqueue(batch)

    def replace_with(self, resync: Frame) -> None:
        """Drop the queued events and queue `resync` instead."""
        self._queue.clear()
        self._queue.append(resync)
        self._wake.set()

    def end(self) -> None:
        """End the stream: the client gets the queued events, then `bye`."""
        self._is_ended = True
        self._wake.set()

    def disconnect(self) -> None:
        """End the stream without writing anything more, because the client is gone."""
        self._is_disconnected = True
        self.end()

    def take(self, timeout: float | None) -> list[Frame]:
        """All queued events in order; waits up to `timeout` seconds for the first.  May be empty.

        Raises OSError when the hub wrote part of a frame and the client no longer reads the rest.
        """
        self._write_lock.release()
        try:
            self._wake.wait(timeout)
        finally:
            self._write_lock.acquire()
        self._wake.clear()
        if self._writer:
            self._writer.finish()
        return [frame for frame in self._drained() if self.deduplicator.is_new(frame)]

    def _enqueue(self, batch: Batch) -> bool:
        fits = len(self._queue) + len(batch.frames) <= QUEUE_LIMIT
        if fits:
            self._queue.extend(batch.frames)
        else:
            self.replace_with(frames.resync(position=batch.frames[-1].position))
        self._wake.set()
        return fits

    def _drained(self) -> Iterator[Frame]:
        # Another thread may clear the queue at any time, so its length says nothing.
        try:
            while True:
                yield self._queue.popleft()
        except IndexError:
            return

    def _write(self, writer: DirectWriter, batch: Batch) -> None:
        try:
            is_written = writer.write(self._new_chunks_of(batch))
        except OSError:
            self.disconnect()
            return
        if not is_written:
            self._wake.set()

    def _new_chunks_of(self, batch: Batch) -> bytes:
        if not self.deduplicator:
            return batch.chunk
        return b"".join(frame.chunk for frame in batch.frames if self.deduplicator.is_new(frame))
