"""flask-sse's blueprint on our hub: its publishing and reading stay, its connection for each client does not."""

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
from web.stream.frames import checked_name
from web.stream.hub import Hub
from web.stream.listener import Listener
from web.stream.live_event import LiveEvent
from web.stream.open_stream import OpenStream
from web.stream.pace import Pace
from web.stream.station import Station
from web.stream.subscriber import Subscriber

HEADERS = {
    "Cache-Control": "no-store",
    # nginx would hold events back to fill its buffer.
    "X-Accel-Buffering": "no",
}


class EventStream(ServerSentEventsBlueprint):  # type: ignore[misc]  # flask-sse has no types
    """Views check who may listen, then answer with `respond`.

    Nothing is connected before the first use, and each process makes its own: gunicorn may fork after the app is made.
    """

    def __init__(self, name: str = "event_stream", import_name: str = __name__, *, pace: Pace | None = None) -> None:
        super().__init__(name, import_name)
        self._pace = pace or Pace()
        self._redis_url: str | None = None
        self._made: Station | None = None
        self._making = threading.Lock()

    def init_app(self, app: Flask, settings: Settings) -> None:
        """Serve `app`, whose extension `event_stream` this becomes.  A further call starts over, as tests do."""
        self.shut_down()
        self._made = None
        self._redis_url = settings.redis_url
        app.extensions["event_stream"] = self

    @property
    def hub(self) -> Hub:
        return self._station.hub

    @property
    def redis(self) -> redis.Redis:
        """One client for all that is published from here; flask-sse makes one for each message."""
        return self._station.client

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
        """Send what is neither recorded nor replayed, and return how many processes heard it.

        `topics` says which browsers hear it; without any it reaches `messages` alone.  Raises ValueError for a type
        that is no plain name, redis.RedisError.  What must not be lost is an outbox row instead.
        """
        if type:
            checked_name(type)
        message = Message(data, type=type, id=id, retry=retry)
        heard: Any = self.redis.publish(channel, b"- " + orjson.dumps({**message.to_dict(), "topics": list(topics)}))
        return int(heard)

    def messages(self, channel: str = "sse") -> Iterator[Message]:
        """Everything published on `channel` from now on, whatever its topics: for trusted code, not for browsers."""
        listener = Listener(_everything)
        with self.hub.listening(channel, listener):
            while not listener.is_over:
                for frame in listener.take(timeout=None):
                    yield frame.message

    def stream(self) -> Response:
        """flask-sse's own view lets anybody choose a channel; ours are opened by views, with `respond`."""
        raise NotImplementedError("open streams with respond(), once the view has checked who may listen")

    def respond(self, subscriber: Subscriber) -> Response:
        """The answer of a view: a stream that begins with `ready` at once, then what `Last-Event-ID` has missed.

        Call it last in the view; it takes no database connection.  Raises TooManyRequests where the user or the
        account has as many streams open as allowed.
        """
        station = self._station
        place = station.places.take(subscriber.account_id, subscriber.user_id)
        opened = OpenStream(station, subscriber, place, request, self._pace)
        # Passed through: werkzeug's own iterators around the body would stay with each stream.
        return Response(opened, mimetype="text/event-stream", headers=HEADERS, direct_passthrough=True)

    def shut_down(self) -> None:
        """Every open stream gets `bye` and ends, the hub hangs up.  Waits a few seconds at most; again is harmless."""
        if self._redis_url is not None:
            self._station.close()

    def figures(self) -> dict[str, int]:
        """Counts of this process for the metrics: all grow for ever, but `open_streams`."""
        hub = self.hub
        return {"open_streams": hub.open_streams, "reconnects": hub.reconnects, **vars(hub.counts)}

    @property
    def _station(self) -> Station:
        """Of this process alone: what was made before a fork belongs to the parent."""
        if self._redis_url is None:
            raise RuntimeError("EventStream.init_app() was not called")
        with self._making:
            if self._made is None or self._made.process != os.getpid():
                self._made = Station(self._redis_url)
            return self._made


def _everything(event: LiveEvent) -> bool:
    return True
