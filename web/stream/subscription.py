"""The one Redis pub/sub connection of a process: its channels, and how it reconnects.

One thread owns the connection; no other thread reads from it or writes to it.  Other threads record which channels
they want and wake the owner with a message on the connection's control channel.  The hub routes messages to clients.
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

from web.stream.timing import IntervalTimer

log = structlog.get_logger(__name__)

# Redis is pinged after this long without a message; after as long again without an answer, the connection is closed.
SILENCE_SECONDS = 5.0
# Pauses between attempts to reconnect; the last one repeats.
BACKOFF_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
# How long a new client waits for Redis to confirm its channel; then it continues and gets a `resync` later.
CONFIRM_SECONDS = 1.0
# At most this many messages are delivered together.  Then the clients' threads run, because a longer burst would fill
# queues that no client had a chance to empty.
BURST = 16


class MessageHandler(Protocol):
    """Receives the messages of the connection."""

    def on_message(self, channel: str, payload: bytes) -> None: ...

    def on_batch_end(self) -> None:
        """No further message has arrived yet, or the batch is full: deliver the messages received so far."""

    def on_gap(self, channel: str) -> None:
        """Redis has confirmed `channel` again after a time in which messages may have been missed."""


@dataclass(slots=True)
class _Channel:
    is_confirmed: threading.Event
    is_requested: bool = False
    has_gap: bool = False


class Subscription:
    """Connects when the first channel is added, and reconnects until it is closed."""

    def __init__(
        self, client: redis.Redis, handler: MessageHandler, *, silence_seconds: float = SILENCE_SECONDS
    ) -> None:
        self._client = client
        self._handler = handler
        self._silence_seconds = silence_seconds
        self._control_channel = f"fp:hub:{uuid4()}"
        self._wanted: set[str] = set()
        self._channels: dict[str, _Channel] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self.reconnects = 0

    def add(self, channel: str) -> None:
        """Subscribe to `channel`; `wait_until_confirmed` returns once Redis has confirmed it."""
        with self._lock:
            self._wanted.add(channel)
            self._channels.setdefault(channel, _Channel(threading.Event()))
            if self._thread is None and not self._closing.is_set():
                self._thread = threading.Thread(target=self._run, name="event-stream", daemon=True)
                self._thread.start()

    def wait_until_confirmed(self, channel: str) -> None:
        """Return when Redis has confirmed `channel`, or after a second; a later confirmation calls `on_gap`."""
        state = self._channels[channel]
        if state.is_confirmed.is_set():
            return
        self._wake()
        if not state.is_confirmed.wait(CONFIRM_SECONDS):
            with self._lock:
                state.has_gap = not state.is_confirmed.is_set()

    def remove(self, channel: str) -> None:
        """Unsubscribe from `channel` within seconds; until then, adding it again (a page's reload) costs nothing."""
        with self._lock:
            self._wanted.discard(channel)

    def close(self, *, timeout: float = 2.0) -> None:
        """Disconnect; waits up to `timeout` seconds for the thread to end."""
        self._closing.set()
        if self._thread and self._thread is not threading.current_thread():
            self._wake()
            self._thread.join(timeout)

    def _wake(self) -> None:
        """Wake the connection's thread.  Not needed while Redis is away, because a new connection subscribes to all."""
        try:
            self._client.publish(self._control_channel, b"")
        except redis.RedisError as error:
            log.info("event stream thread could not be woken", error=str(error))

    def _run(self) -> None:
        failures = 0
        while not self._closing.is_set():
            began_at = time.monotonic()
            try:
                with self._client.pubsub() as pubsub:  # type: ignore[no-untyped-call]
                    self._listen(pubsub)
            except Exception as error:  # noqa: BLE001 -- the thread must not end; the error is logged and counted
                lasted = time.monotonic() - began_at
                failures = 0 if lasted > self._silence_seconds else failures + 1
                self._mark_gaps(error)
                self._closing.wait(BACKOFF_SECONDS[min(failures, len(BACKOFF_SECONDS) - 1)])

    def _listen(self, pubsub: PubSub) -> None:
        """Receive messages until closed.  Raises redis.RedisError when the connection breaks or stops answering."""
        pubsub.subscribe(self._control_channel)
        synchronisation = IntervalTimer(self._silence_seconds)
        is_pinged = False
        while True:
            message = pubsub.get_message(timeout=self._silence_seconds)
            if self._closing.is_set():
                return
            if message:
                self._handle_burst(pubsub, message)
            elif is_pinged:
                raise redis.ConnectionError("Redis no longer answers")
            else:
                pubsub.ping()
            is_pinged = message is None
            if synchronisation.has_elapsed():
                self._synchronise(pubsub)

    def _handle_burst(self, pubsub: PubSub, first: dict[str, Any]) -> None:
        """Handle `first` and the messages that have already arrived after it."""
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
            self._handler.on_batch_end()
            time.sleep(0)

    def _handle(self, pubsub: PubSub, message: dict[str, Any]) -> None:
        """Any message on the control channel, even its confirmation, means that the wanted channels have changed."""
        if message["channel"] is None:
            return
        channel = message["channel"].decode()
        if channel == self._control_channel:
            self._synchronise(pubsub)
        elif message["type"] == "message":
            self._handler.on_message(channel, message["data"])
        elif message["type"] == "subscribe":
            self._confirm(channel)

    def _synchronise(self, pubsub: PubSub) -> None:
        """Subscribe to the wanted channels and unsubscribe from the others."""
        with self._lock:
            missing = [name for name in self._wanted if not self._channels[name].is_requested]
            # A requested channel is kept until it is confirmed: a late confirmation could be mistaken for a newer one.
            stale = [
                name
                for name, state in self._channels.items()
                if name not in self._wanted and (state.is_confirmed.is_set() or not state.is_requested)
            ]
            unsubscribed = [name for name in stale if self._channels.pop(name).is_requested]
            if missing:
                pubsub.subscribe(*missing)
            for name in missing:
                self._channels[name].is_requested = True
            if unsubscribed:
                pubsub.unsubscribe(*unsubscribed)  # type: ignore[no-untyped-call]

    def _confirm(self, channel: str) -> None:
        with self._lock:
            state = self._channels.get(channel)
            if state is None:
                return
            state.is_confirmed.set()
            had_gap, state.has_gap = state.has_gap, False
        if had_gap:
            self._handler.on_gap(channel)

    def _mark_gaps(self, error: Exception) -> None:
        """The connection is lost: every confirmed channel has a gap until Redis confirms it again."""
        log.warning("event stream lost Redis", error=repr(error))
        with self._lock:
            self.reconnects += 1
            for state in self._channels.values():
                state.has_gap = state.has_gap or state.is_confirmed.is_set()
                state.is_confirmed.clear()
                state.is_requested = False
