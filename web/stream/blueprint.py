"""flask-sse's blueprint on our hub, without flask-sse's own Redis connection for each client."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
import redis
from flask import Flask, Response, request
from flask_sse import Message, ServerSentEventsBlueprint

from settings import Settings
from web.stream.client_queue import ClientQueue
from web.stream.frames import checked_name
from web.stream.hub import Hub
from web.stream.live_event import LiveEvent
from web.stream.open_stream import OpenStream
from web.stream.presence_watch import PresenceWatch
from web.stream.runtime import StreamRuntime
from web.stream.subscriber import Subscriber
from web.stream.timing import StreamTiming

HEADERS = {
    "Cache-Control": "no-store",
    # Otherwise nginx would hold events back until its buffer is full.
    "X-Accel-Buffering": "no",
}


class EventStream(ServerSentEventsBlueprint):  # type: ignore[misc]  # flask-sse has no types
    """A view checks who may receive events, then returns `respond(...)`.

    Connections are opened on first use and separately in each process, because gunicorn may fork after the app exists.
    """

    def __init__(
        self, name: str = "event_stream", import_name: str = __name__, *, timing: StreamTiming | None = None
    ) -> None:
        super().__init__(name, import_name)
        self._timing = timing or StreamTiming()
        self._redis_url: str | None = None
        self._current: StreamRuntime | None = None
        self._lock = threading.Lock()

    def init_app(self, app: Flask, settings: Settings) -> None:
        """Register as `app.extensions["event_stream"]`.  A second call (in tests) ends the streams of the first."""
        self.shut_down()
        self._current = None
        self._redis_url = settings.redis_url
        app.extensions["event_stream"] = self

    @property
    def hub(self) -> Hub:
        return self._runtime.hub

    @property
    def redis(self) -> redis.Redis:
        """The client for everything this process publishes; flask-sse would create one for each message."""
        return self._runtime.client

    @property
    def presence(self) -> PresenceWatch:
        return self._runtime.presence

    def publish(
        self,
        data: Any,
        type: str | None = None,  # noqa: A002 -- flask-sse's own names
        id: str | None = None,  # noqa: A002
        retry: int | None = None,
        channel: str = "sse",
        *,
        topics: Sequence[str] = (),
    ) -> int:
        """Publish an event that is neither stored nor replayed; returns how many processes received it.

        Browsers subscribed to one of `topics` receive it; without topics only `messages` does.  Events that must not
        be lost are outbox rows instead.  Raises ValueError if `type` is not a valid event name, redis.RedisError.
        """
        if type:
            checked_name(type)
        message = Message(data, type=type, id=id, retry=retry)
        received: Any = self.redis.publish(channel, b"- " + orjson.dumps({**message.to_dict(), "topics": list(topics)}))
        return int(received)

    def messages(self, channel: str = "sse") -> Iterator[Message]:
        """All messages published on `channel` from now on, whatever their topics.  For trusted code only."""
        queue = ClientQueue(_any_event)
        with self.hub.joined(channel, queue):
            while not queue.is_ended:
                for frame in queue.take(timeout=None):
                    yield frame.message

    def stream(self) -> Response:
        """Not available: flask-sse's own view lets anybody choose a channel.  Use `respond`."""
        raise NotImplementedError("check who may receive events, then return respond(subscriber)")

    def respond(self, subscriber: Subscriber) -> Response:
        """The view's response: `ready` at once, then the events missed since `Last-Event-ID`, then new events.

        Call it last in the view.  It uses no database connection.  Raises TooManyRequests (429) when the user or the
        account has too many open streams.
        """
        runtime = self._runtime
        slot = runtime.slots.acquire(subscriber.account_id, subscriber.user_id)
        opened = OpenStream(runtime, subscriber, slot, request, self._timing)
        # Without direct_passthrough, werkzeug would keep its own iterators in memory for each stream.
        return Response(opened, mimetype="text/event-stream", headers=HEADERS, direct_passthrough=True)

    def shut_down(self) -> None:
        """End every open stream with `bye` and disconnect from Redis.  Waits a few seconds at most.  Idempotent."""
        if self._redis_url is not None:
            self._runtime.close()

    def metrics(self) -> dict[str, int]:
        """The process's counts for `/metrics`.  `open_streams` is a current value; the others only grow."""
        hub = self.hub
        return {"open_streams": hub.open_streams, "reconnects": hub.reconnects, **vars(hub.counts)}

    @property
    def _runtime(self) -> StreamRuntime:
        """The runtime of this process: one created before a fork belongs to the parent."""
        if self._redis_url is None:
            raise RuntimeError("EventStream.init_app() was not called")
        with self._lock:
            if self._current is None or self._current.process_id != os.getpid():
                self._current = StreamRuntime(self._redis_url)
            return self._current


def _any_event(event: LiveEvent) -> bool:
    return True
