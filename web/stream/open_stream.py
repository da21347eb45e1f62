"""One client's stream, from `ready` to `bye`.  Holds no request, no application context, no database connection."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import redis
import structlog
from flask import Request

from models.core import live
from web.stream import frames, replay
from web.stream.departures import socket_of
from web.stream.listener import Listener
from web.stream.pace import Alarms, Pace
from web.stream.places import Place
from web.stream.replay import Past
from web.stream.station import Station
from web.stream.subscriber import Subscriber
from web.stream.wire import wire_of

log = structlog.get_logger(__name__)


class OpenStream:
    """The body of an answer: the server iterates it, then closes it, as the last of all who hear of the stream.

    All that stands between the server and the next event is kept as long as the stream is open, a thousand times:
    hence one generator, no context managers around its pauses, and nothing of the request.
    """

    def __init__(self, station: Station, subscriber: Subscriber, place: Place, request: Request, pace: Pace) -> None:
        """Each chunk is one or more whole frames, so that frames never interleave."""
        self._station = station
        self._subscriber = subscriber
        self._place = place
        self._pace = pace
        self._chunks = self._listen(request.environ, request.headers.get("Last-Event-ID"))

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks

    def close(self) -> None:
        """Also of a stream that never began, as that of a HEAD request."""
        self._chunks.close()
        self._station.places.give_back(self._place)

    def _listen(self, environ: dict[str, Any], last_event_id: str | None) -> Generator[bytes]:
        """Listens first, then reads what was missed: an event in between is in both and told once."""
        socket_number, wire = socket_of(environ), wire_of(environ)
        if wire:
            environ.clear()  # gunicorn keeps it until the stream ends
        channel = live.channel_of(self._subscriber.account_id)
        listener = Listener(self._subscriber.may_hear, wire)
        try:
            self._station.departures.watch(socket_number, listener.leave)
            self._station.hub.join(channel, listener)
            yield self._opening(listener, last_event_id)
            alarms = Alarms(self._pace)
            while not listener.is_over:
                if chunk := self._next(listener, alarms):
                    yield chunk
            if not listener.is_gone:
                yield frames.bye()
        finally:
            self._station.hub.leave(channel, listener)
            self._station.departures.forget(socket_number)
            if wire:
                wire.close()

    def _past(self, last_event_id: str | None) -> Past:
        try:
            return replay.read(self._station.client, self._subscriber.account_id, last_event_id)
        except (redis.RedisError, ValueError) as error:
            log.warning("event stream starts without its past", error=repr(error))
            return Past(position=None, has_gap=bool(last_event_id))

    def _opening(self, listener: Listener, last_event_id: str | None) -> bytes:
        """`ready`, then what was missed.

        A gap's position comes with `resync`, not with `ready`: a connection that breaks between the two must not
        leave the client believing that it is up to date.
        """
        past = self._past(last_event_id)
        listener.has_told(past.end)
        first = frames.ready(
            self._subscriber.ready,
            position=None if past.has_gap else past.position,
            retry_ms=self._pace.draw_retry_ms(),
        )
        if past.has_gap:
            return first + frames.resync(position=past.position).text
        missed = [event.frame.text for event in past.missed if self._subscriber.may_hear(event)]
        return b"".join([first, *missed])

    def _next(self, listener: Listener, alarms: Alarms) -> bytes:
        """Events and heartbeats; ends the listener when the stream is too old or its rights are gone."""
        queued = listener.take(alarms.seconds_left)
        chunk = queued[0].text if len(queued) == 1 else b"".join(frame.text for frame in queued)
        if alarms.heartbeat.has_rung():
            chunk += frames.HEARTBEAT
        is_doubtful = alarms.recheck.has_rung() or any(frame.message.type == frames.SESSION_CHANGED for frame in queued)
        if alarms.age.has_rung() or (is_doubtful and not self._may_go_on()):
            listener.end()
        return chunk

    def _may_go_on(self) -> bool:
        """A check that fails to answer counts as no: the client comes back and is judged by a request."""
        try:
            return self._subscriber.recheck()
        except Exception:  # an edge: whatever the view's check raises ends this stream, not the process
            self._station.hub.counts.failed_rechecks += 1
            log.exception("the rights of an open stream could not be checked")
            return False
