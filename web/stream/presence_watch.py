"""Tells a process's presence board what has become due: somebody's 30 seconds are over, or a change may be sent now.

It sleeps until the next time that the board knows of, and while nobody is shown anywhere it waits for the next call of
its process.  Every web process that took a call watches, so that the end of one process leaves nobody shown for good.
"""

from __future__ import annotations

import threading

import redis
import structlog

from models import events
from models.core import clock
from models.core.outgoing.presence import PresenceBoard

log = structlog.get_logger(__name__)

# How long the watch waits after Redis did not answer (seconds).
PAUSE_SECONDS = 1.0


class PresenceWatch:
    def __init__(self, client: redis.Redis) -> None:
        self.board = PresenceBoard(client, write_event=events.presence_changed)
        self._next_at: float | None = None
        self._wake = threading.Event()
        self._is_closing = False
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def note_due(self, due_at: float | None) -> None:
        """A place is due at this time (seconds since 1970); None: nothing is."""
        if due_at is None:
            return
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="presence-watch", daemon=True)
                self._thread.start()
            if self._next_at is not None and self._next_at <= due_at:
                return
            self._next_at = due_at
        self._wake.set()

    def close(self) -> None:
        """Stop watching."""
        self._is_closing = True
        self._wake.set()

    def _watch(self) -> None:
        while not self._is_closing:
            self._wake.wait(self._seconds_left())
            self._wake.clear()
            left = self._seconds_left()
            if not self._is_closing and left is not None and left <= 0:
                self._look()

    def _seconds_left(self) -> float | None:
        with self._lock:
            return None if self._next_at is None else max(0.0, self._next_at - clock.now().timestamp())

    def _look(self) -> None:
        with self._lock:
            self._next_at = None
        try:
            next_at = self.board.look_at_due(at=clock.now())
        except redis.RedisError as error:
            log.warning("presence is not watched", error=type(error).__name__)
            next_at = clock.now().timestamp() + PAUSE_SECONDS
        self.note_due(next_at)
