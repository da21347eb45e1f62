"""The hub of a process: receives each account's events once and delivers them to the clients that may see them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import redis
import structlog

from web.stream import frames, live_event
from web.stream.client_queue import ClientQueue
from web.stream.frames import Batch
from web.stream.live_event import LiveEvent
from web.stream.subscription import SILENCE_SECONDS, Subscription

log = structlog.get_logger(__name__)


@dataclass
class Counts:
    """Totals since the process started, for the metrics."""

    events: int = 0
    deliveries: int = 0
    overflows: int = 0
    malformed: int = 0
    failed_rechecks: int = 0


class Hub:
    """The clients of a channel are a tuple, replaced on each change, so that delivery needs no lock."""

    def __init__(self, client: redis.Redis, *, silence_seconds: float = SILENCE_SECONDS) -> None:
        self.counts = Counts()
        self._subscription = Subscription(client, self, silence_seconds=silence_seconds)
        self._clients: dict[str, tuple[ClientQueue, ...]] = {}
        self._lock = threading.Lock()
        # Used by the subscription's thread only.
        self._received: dict[str, list[LiveEvent]] = {}
        self._is_closed = False

    @property
    def open_streams(self) -> int:
        return sum(len(clients) for clients in list(self._clients.values()))

    @property
    def reconnects(self) -> int:
        return self._subscription.reconnects

    @contextmanager
    def joined(self, channel: str, client: ClientQueue) -> Iterator[None]:
        """Join for the duration of the block."""
        self.join(channel, client)
        try:
            yield
        finally:
            self.leave(channel, client)

    def join(self, channel: str, client: ClientQueue) -> None:
        """Deliver events of `channel` to `client` until it leaves.  Returns once Redis has confirmed the channel.

        If Redis takes longer than a second, the call returns all the same and the client gets a `resync` later.
        """
        with self._lock:
            if self._is_closed:
                client.end()
                return
            self._clients[channel] = (*self._clients.get(channel, ()), client)
            self._subscription.add(channel)
        self._subscription.wait_until_confirmed(channel)

    def leave(self, channel: str, client: ClientQueue) -> None:
        """A second call changes nothing."""
        with self._lock:
            rest = tuple(other for other in self._clients.get(channel, ()) if other is not client)
            if rest:
                self._clients[channel] = rest
            elif self._clients.pop(channel, None):
                self._subscription.remove(channel)

    def on_message(self, channel: str, payload: bytes) -> None:
        """Keep the event for `on_batch_end`: events that arrive together are written together."""
        try:
            event = live_event.from_channel(payload)
        except live_event.MalformedEvent:
            self.counts.malformed += 1
            log.exception("malformed event dropped", channel=channel)
            return
        self.counts.events += 1
        self._received.setdefault(channel, []).append(event)

    def on_batch_end(self) -> None:
        received, self._received = self._received, {}
        for channel, events in received.items():
            self._deliver(events, self._clients.get(channel, ()))

    def on_gap(self, channel: str) -> None:
        """Send `resync` to all clients of `channel`, because events may have been missed while Redis was away."""
        resync = frames.resync()
        for client in self._clients.get(channel, ()):
            client.replace_with(resync)

    def close(self) -> None:
        """End every open stream with `bye`, and every stream that opens later."""
        with self._lock:
            self._is_closed = True
            clients = [client for of_channel in self._clients.values() for client in of_channel]
        for client in clients:
            client.end()
        self._subscription.close()

    def _deliver(self, events: list[LiveEvent], clients: tuple[ClientQueue, ...]) -> None:
        all_events = Batch([event.frame for event in events])
        for client in clients:
            permitted = [event.frame for event in events if client.may_receive(event)]
            if permitted:
                self.counts.deliveries += len(permitted)
                if not client.offer(all_events if len(permitted) == len(events) else Batch(permitted)):
                    self.counts.overflows += 1
