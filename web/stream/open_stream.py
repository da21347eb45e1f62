"""One client's stream, from `ready` to `bye`.  Holds no request, no application context, no database connection."""

from __future__ import annotations

from collections.abc import Iterator

import redis
import structlog

from models.core import live
from web.stream import frames, replay
from web.stream.hub import Hub
from web.stream.listener import Listener
from web.stream.pace import Alarm, Pace
from web.stream.replay import Past
from web.stream.subscriber import Subscriber
from web.stream.wire import Wire

log = structlog.get_logger(__name__)


class OpenStream:
    """`chunks` is what the server writes; each chunk is one or more whole frames, so frames never interleave."""

    def __init__(
        self,
        hub: Hub,
        client: redis.Redis,
        subscriber: Subscriber,
        *,
        pace: Pace,
        wire: Wire | None = None,
    ) -> None:
        self._hub = hub
        self._client = client
        self._subscriber = subscriber
        self._pace = pace
        self.listener = Listener(subscriber.may_hear, wire)

    def chunks(self, last_event_id: str | None) -> Iterator[bytes]:
        """Listens first, then reads what was missed: an event in between is in both and told once."""
        with self._hub.listening(live.channel_of(self._subscriber.account_id), self.listener):
            past = self._past(last_event_id)
            yield self._opening(past)
            self.listener.has_told(past.end)
            yield from self._events()
            if not self.listener.is_gone:
                yield frames.bye()

    def _past(self, last_event_id: str | None) -> Past:
        try:
            return replay.read(self._client, self._subscriber.account_id, last_event_id)
        except (redis.RedisError, ValueError) as error:
            log.warning("event stream starts without its past", error=repr(error))
            return Past(position=None, has_gap=bool(last_event_id))

    def _opening(self, past: Past) -> bytes:
        """`ready`, then what was missed.

        A gap's position comes with `resync`, not with `ready`: a connection that breaks between the two must not
        leave the client believing that it is up to date.
        """
        first = frames.ready(
            self._subscriber.ready,
            position=None if past.has_gap else past.position,
            retry_ms=self._pace.draw_retry_ms(),
        )
        if past.has_gap:
            return first + frames.resync(position=past.position).text
        missed = [event.frame.text for event in past.missed if self._subscriber.may_hear(event)]
        return b"".join([first, *missed])

    def _events(self) -> Iterator[bytes]:
        """Events and heartbeats, until the stream is too old, its rights are gone or somebody ends it."""
        heartbeat = Alarm(self._pace.heartbeat_seconds)
        recheck = Alarm(self._pace.recheck_seconds)
        age = Alarm(self._pace.draw_age())
        while not self.listener.is_over:
            pause = min(heartbeat.seconds_left, recheck.seconds_left, age.seconds_left)
            queued = self.listener.take(pause)
            chunk = queued[0].text if len(queued) == 1 else b"".join(frame.text for frame in queued)
            if heartbeat.has_rung():
                chunk += frames.HEARTBEAT
            is_doubtful = recheck.has_rung() or any(frame.message.type == frames.SESSION_CHANGED for frame in queued)
            if age.has_rung() or (is_doubtful and not self._may_go_on()):
                self.listener.end()
            if chunk:
                yield chunk

    def _may_go_on(self) -> bool:
        """A check that fails to answer counts as no: the client comes back and is judged by a request."""
        try:
            return self._subscriber.recheck()
        except Exception:  # an edge: whatever the view's check raises ends this stream, not the process
            self._hub.counts.failed_rechecks += 1
            log.exception("the rights of an open stream could not be checked")
            return False
