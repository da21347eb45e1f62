"""The hub of a process: hears each account's channel once and hands every event to the clients it is for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import redis
import structlog

from web.stream import frames, live_event
from web.stream.frames import Batch
from web.stream.listener import Listener
from web.stream.live_event import LiveEvent
from web.stream.subscription import SILENCE_SECONDS, Subscription

log = structlog.get_logger(__name__)


@dataclass
class Counts:
    """What happened since the process began, for the metrics."""

    events: int = 0
    deliveries: int = 0
    overflows: int = 0
    malformed: int = 0
    failed_rechecks: int = 0


class Hub:
    """Clients of a channel are a tuple that is replaced, never changed: fanning out needs no lock."""

    def __init__(self, client: redis.Redis, *, silence_seconds: float = SILENCE_SECONDS) -> None:
        self.counts = Counts()
        self._subscription = Subscription(client, self, silence_seconds=silence_seconds)
        self._rooms: dict[str, tuple[Listener, ...]] = {}
        self._lock = threading.Lock()
        # Only the subscription's thread touches it.
        self._heard: dict[str, list[LiveEvent]] = {}
        self._is_closed = False

    @property
    def open_streams(self) -> int:
        return sum(len(room) for room in list(self._rooms.values()))

    @property
    def reconnects(self) -> int:
        return self._subscription.reconnects

    @contextmanager
    def listening(self, channel: str, listener: Listener) -> Iterator[None]:
        """While in here `listener` has joined."""
        self.join(channel, listener)
        try:
            yield
        finally:
            self.leave(channel, listener)

    def join(self, channel: str, listener: Listener) -> None:
        """Until it leaves, `listener` is offered what is published on `channel`, from the first moment on."""
        with self._lock:
            if self._is_closed:
                listener.end()
                return
            self._rooms[channel] = (*self._rooms.get(channel, ()), listener)
            self._subscription.want(channel)
        self._subscription.wait_until_heard(channel)

    def leave(self, channel: str, listener: Listener) -> None:
        """Again is harmless."""
        with self._lock:
            rest = tuple(other for other in self._rooms.get(channel, ()) if other is not listener)
            if rest:
                self._rooms[channel] = rest
            elif self._rooms.pop(channel, None):
                self._subscription.release(channel)

    def heard(self, channel: str, payload: bytes) -> None:
        """Keep it for `hand_out`: what comes together is written together."""
        try:
            event = live_event.from_channel(payload)
        except live_event.MalformedEvent:
            self.counts.malformed += 1
            log.exception("malformed event dropped", channel=channel)
            return
        self.counts.events += 1
        self._heard.setdefault(channel, []).append(event)

    def hand_out(self) -> None:
        heard, self._heard = self._heard, {}
        for channel, events in heard.items():
            self._offer(events, self._rooms.get(channel, ()))

    def restored(self, channel: str) -> None:
        """Redis was away: nobody knows what was missed."""
        resync = frames.resync()
        for listener in self._rooms.get(channel, ()):
            listener.start_over(resync)

    def close(self) -> None:
        """Every open stream says `bye` and ends; so does each that is opened later."""
        with self._lock:
            self._is_closed = True
            listeners = [listener for room in self._rooms.values() for listener in room]
        for listener in listeners:
            listener.end()
        self._subscription.close()

    def _offer(self, events: list[LiveEvent], room: tuple[Listener, ...]) -> None:
        everything = Batch([event.frame for event in events])
        for listener in room:
            frames_of_it = [event.frame for event in events if listener.hears(event)]
            if frames_of_it:
                self.counts.deliveries += len(frames_of_it)
                is_all = len(frames_of_it) == len(events)
                if not listener.offer(everything if is_all else Batch(frames_of_it)):
                    self.counts.overflows += 1
