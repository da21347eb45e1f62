"""The one Redis pub/sub connection of a process: which channels it holds, and what happens when it breaks.

One thread owns the connection and alone writes to it and reads from it; others say what they want and nudge it over a
channel of its own.  Routing to clients is the hub's.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import uuid4

import redis
import structlog
from redis.client import PubSub

from web.stream.pace import Alarm

log = structlog.get_logger(__name__)

# After this silence Redis is pinged; after as much again the connection is given up.
SILENCE_SECONDS = 5.0
# Pauses between attempts to reconnect, the last one again and again.
BACKOFF_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
# How long a new client waits for Redis to confirm its channel; without it the client goes on and is resynced later.
CONFIRM_SECONDS = 1.0
# So many messages are handed out together at most, and then the clients get their turn: a burst must not fill queues
# that nobody could empty.
BURST = 16


class Hearing(Protocol):
    """Who is told what the connection hears."""

    def heard(self, channel: str, payload: bytes) -> None: ...

    def hand_out(self) -> None:
        """Nothing more is at hand, or enough: whoever listens gets what was heard."""

    def restored(self, channel: str) -> None:
        """`channel` is heard again after a time in which messages may have been missed."""


@dataclass(slots=True)
class _Channel:
    is_heard: threading.Event
    is_asked: bool = False
    has_gap: bool = False


class Subscription:
    """Connects with the first channel that is wanted, reconnects for ever, until it is closed."""

    def __init__(self, client: redis.Redis, hearing: Hearing, *, silence_seconds: float = SILENCE_SECONDS) -> None:
        self._client = client
        self._hearing = hearing
        self._silence_seconds = silence_seconds
        self._own_channel = f"fp:hub:{uuid4()}"
        self._wanted: set[str] = set()
        self._channels: dict[str, _Channel] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self.reconnects = 0

    def want(self, channel: str) -> None:
        """Ask for `channel`; `wait_until_heard` tells when Redis has confirmed it."""
        with self._lock:
            self._wanted.add(channel)
            self._channels.setdefault(channel, _Channel(threading.Event()))
            if self._thread is None and not self._closing.is_set():
                self._thread = threading.Thread(target=self._run, name="event-stream", daemon=True)
                self._thread.start()

    def wait_until_heard(self, channel: str) -> None:
        """Return when `channel` is heard, or after a second: `restored` then tells when it is."""
        state = self._channels[channel]
        if state.is_heard.is_set():
            return
        self._nudge()
        if not state.is_heard.wait(CONFIRM_SECONDS):
            with self._lock:
                state.has_gap = not state.is_heard.is_set()

    def release(self, channel: str) -> None:
        """Nobody needs `channel` now.  It is unsubscribed within seconds, so that a page's reload costs nothing."""
        with self._lock:
            self._wanted.discard(channel)

    def close(self, *, timeout: float = 2.0) -> None:
        """Disconnect; waits up to `timeout` seconds for it."""
        self._closing.set()
        if self._thread and self._thread is not threading.current_thread():
            self._nudge()
            self._thread.join(timeout)

    def _nudge(self) -> None:
        """Wake the connection's thread.  With Redis away there is nothing to wake: connecting looks anyway."""
        try:
            self._client.publish(self._own_channel, b"")
        except redis.RedisError as error:
            log.info("event stream could not be nudged", error=str(error))

    def _run(self) -> None:
        failures = 0
        while not self._closing.is_set():
            began_at = time.monotonic()
            try:
                with self._client.pubsub() as pubsub:  # type: ignore[no-untyped-call]
                    self._listen(pubsub)
            except Exception as error:  # noqa: BLE001 -- the edge of a thread that must not end: logged, counted
                lasted = time.monotonic() - began_at
                failures = 0 if lasted > self._silence_seconds else failures + 1
                self._lose(error)
                self._closing.wait(BACKOFF_SECONDS[min(failures, len(BACKOFF_SECONDS) - 1)])

    def _listen(self, pubsub: PubSub) -> None:
        """Hear until closed.  Raises redis.RedisError when the connection breaks or falls silent."""
        pubsub.subscribe(self._own_channel)
        tidying = Alarm(self._silence_seconds)
        is_pinged = False
        while True:
            message = pubsub.get_message(timeout=self._silence_seconds)
            if self._closing.is_set():
                return
            if message:
                self._hear_burst(pubsub, message)
            elif is_pinged:
                raise redis.ConnectionError("Redis has fallen silent")
            else:
                pubsub.ping()
            is_pinged = message is None
            if tidying.has_rung():
                self._agree(pubsub)

    def _hear_burst(self, pubsub: PubSub, first: dict[str, Any]) -> None:
        """`first`, and with it what is there already."""
        message: dict[str, Any] | None = first
        try:
            for _ in range(BURST):
                if message is None:
                    return
                self._handle(pubsub, message)
                message = pubsub.get_message(timeout=0)
            if message:
                self._handle(pubsub, message)
        finally:
            self._hearing.hand_out()
            time.sleep(0)

    def _handle(self, pubsub: PubSub, message: dict[str, Any]) -> None:
        """A word on the own channel, its confirmation included, means: look again at what is wanted."""
        if message["channel"] is None:
            return
        channel = message["channel"].decode()
        if channel == self._own_channel:
            self._agree(pubsub)
        elif message["type"] == "message":
            self._hearing.heard(channel, message["data"])
        elif message["type"] == "subscribe":
            self._confirm(channel)

    def _agree(self, pubsub: PubSub) -> None:
        """Make Redis send what is wanted and nothing else."""
        with self._lock:
            missing = [name for name in self._wanted if not self._channels[name].is_asked]
            # Only what was confirmed is given up: a confirmation that comes later could be mistaken for a newer one.
            stale = [
                name
                for name, state in self._channels.items()
                if name not in self._wanted and (state.is_heard.is_set() or not state.is_asked)
            ]
            unsubscribed = [name for name in stale if self._channels.pop(name).is_asked]
            if missing:
                pubsub.subscribe(*missing)
            for name in missing:
                self._channels[name].is_asked = True
            if unsubscribed:
                pubsub.unsubscribe(*unsubscribed)  # type: ignore[no-untyped-call]

    def _confirm(self, channel: str) -> None:
        with self._lock:
            state = self._channels.get(channel)
            if state is None:
                return
            state.is_heard.set()
            had_gap, state.has_gap = state.has_gap, False
        if had_gap:
            self._hearing.restored(channel)

    def _lose(self, error: Exception) -> None:
        """From here on every channel has a gap, until it is confirmed anew."""
        log.warning("event stream lost Redis", error=repr(error))
        with self._lock:
            self.reconnects += 1
            for state in self._channels.values():
                state.has_gap = state.has_gap or state.is_heard.is_set()
                state.is_heard.clear()
                state.is_asked = False
