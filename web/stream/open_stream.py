"""One client's stream, from `ready` to `bye`.  It holds no request, application context or database connection."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import redis
import structlog
from flask import Request

from models.core.outgoing import live
from schemas.events import RESYNC
from web.stream import frames, replay
from web.stream.client_queue import ClientQueue
from web.stream.direct_writer import direct_writer_of
from web.stream.disconnects import socket_number_of
from web.stream.frames import Frame
from web.stream.live_event import LiveEvent
from web.stream.replay import Replay
from web.stream.running_replies import encoded_running_replies
from web.stream.runtime import StreamRuntime
from web.stream.slots import Slot
from web.stream.subscriber import Subscriber
from web.stream.timing import StreamTimers, StreamTiming

log = structlog.get_logger(__name__)


class OpenStream:
    """The body of the response.  The server iterates over it and closes it.  Each chunk is one or more whole frames.

    A process keeps a thousand of these in memory, each with every object on the stack of its generator.  That is why
    there is one generator, without context managers around its pauses, and why it drops the request.
    """

    def __init__(
        self, runtime: StreamRuntime, subscriber: Subscriber, slot: Slot, request: Request, timing: StreamTiming
    ) -> None:
        self._runtime = runtime
        self._subscriber = subscriber
        self._slot = slot
        self._timing = timing
        self._chunks = self._listen(request.environ, request.headers.get("Last-Event-ID"))

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks

    def close(self) -> None:
        """Release the slot, also when the stream never began (a HEAD request, or a transaction that failed)."""
        self._chunks.close()
        self._runtime.slots.release(self._slot)

    def _listen(self, environ: dict[str, Any], last_event_id: str | None) -> Generator[bytes]:
        """Join the hub first, then read the missed events: one published in between is in both and sent once."""
        socket_number, writer = socket_number_of(environ), direct_writer_of(environ)
        if writer:
            environ.clear()  # gunicorn would keep its content in memory until the stream ends
        channel = live.channel_of(self._subscriber.account_id)
        queue = ClientQueue(self._subscriber.may_receive, writer)
        try:
            self._runtime.slots.keep(self._slot)
            self._runtime.disconnects.watch(socket_number, queue.disconnect)
            self._runtime.hub.join(channel, queue)
            yield self._opening(queue, last_event_id)
            if not self._may_continue():  # the right may have ended after the request's checks
                queue.end()
            timers = StreamTimers(self._timing)
            while not queue.is_ended:
                if chunk := self._next(queue, timers):
                    yield chunk
            if not queue.is_disconnected:
                yield frames.bye()
        finally:
            self._runtime.hub.leave(channel, queue)
            self._runtime.disconnects.unwatch(socket_number)
            if writer:
                writer.close()
            # Also here, for a server that drops the body without closing it.
            self._runtime.slots.release(self._slot)

    def _replay(self, last_event_id: str | None) -> Replay:
        try:
            return replay.read(self._runtime.client, self._subscriber.account_id, last_event_id)
        except (redis.RedisError, ValueError) as error:
            log.warning("event stream starts without a replay", error=repr(error))
            return Replay(position=None, has_gap=bool(last_event_id))

    def _opening(self, queue: ClientQueue, last_event_id: str | None) -> bytes:
        """`ready`, then the missed events, then the text of the replies that are being written.

        After a gap, `resync` carries the position instead of `ready`.  If the connection broke between the two, the
        client would otherwise believe that it is up to date.
        """
        replayed = self._replay(last_event_id)
        queue.deduplicator.note_replay(replayed.end)
        first = frames.ready(
            {**self._subscriber.ready, "user_id": self._subscriber.user_id},
            position=None if replayed.has_gap else replayed.position,
            retry_ms=self._timing.draw_retry_ms(),
        )
        if replayed.has_gap:
            missed = [frames.resync(position=replayed.position).text]
        else:
            missed = [event.frame.text for event in replayed.missed if self._may_be_sent(event)]
        # If Redis has just failed to answer, do not ask it again: `ready` must not wait, and a `resync` will follow.
        running = self._running_replies(queue) if replayed.position else b""
        return b"".join([first, *missed, running])

    def _running_replies(self, queue: ClientQueue) -> bytes:
        subscriber = self._subscriber
        return encoded_running_replies(
            self._runtime.client, subscriber.account_id, subscriber.topics, queue.deduplicator
        )

    def _may_be_sent(self, event: LiveEvent) -> bool:
        return self._subscriber.may_receive(event) and not event.frame.is_internal

    def _next(self, queue: ClientQueue, timers: StreamTimers) -> bytes:
        """The next events and heartbeat.  Ends the queue when the stream is too old or its rights are gone."""
        taken = self._permitted(queue, queue.take(timers.seconds_left), is_due=timers.recheck.has_elapsed())
        chunk = b"".join(frame.text for frame in taken if not frame.is_internal)
        if any(frame.message.type == RESYNC for frame in taken) and not queue.is_ended:
            chunk += self._running_replies(queue)
        if timers.heartbeat.has_elapsed():
            chunk += frames.ping()
        if timers.max_age.has_elapsed():
            queue.end()
        return chunk

    def _permitted(self, queue: ClientQueue, taken: list[Frame], *, is_due: bool) -> list[Frame]:
        """All of `taken`, after a check of the rights if one is due or an event requires it.

        If the rights are gone, the stream ends and only the events up to the one that required the check are sent.
        """
        checked = next((number for number, frame in enumerate(taken, start=1) if frame.needs_recheck), 0)
        if not (checked or is_due) or self._may_continue():
            return taken
        queue.end()
        return taken[:checked]

    def _may_continue(self) -> bool:
        """Whether the rights still hold.  If the check fails, the stream ends and the client's next request decides."""
        try:
            return self._subscriber.recheck()
        except Exception:  # whatever the view's check raises must end this stream only
            self._runtime.hub.counts.failed_rechecks += 1
            log.exception("the rights of an open stream could not be checked")
            return False
