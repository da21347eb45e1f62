"""A real Redis, and a server whose only view opens streams."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
import redis
from flask import Flask, Response
from werkzeug.serving import make_server

from models.core import ids
from models.core.outgoing import live
from models.core.outgoing.redis_client import connect
from tests.support.ephemeral import publish_ephemeral
from tests.support.own_redis import OwnRedis
from tests.support.sse import SseReader
from web.stream import EventStream, StreamTiming, Subscriber


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[OwnRedis]:
    with OwnRedis(tmp_path) as server:
        yield server


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if os.environ.get("REDIS_URL"):
        yield os.environ["REDIS_URL"]
        return
    with OwnRedis(tmp_path_factory.mktemp("redis")) as server:
        yield server.url


class StreamServer:
    """A running app with one account: a test opens streams as somebody, and publishes as the domain does."""

    def __init__(self, redis_url: str, *, timing: StreamTiming | None = None) -> None:
        self.account_id = ids.new_id()
        self.stream = EventStream(timing=timing)
        self.client = connect(redis_url)
        self.may_stay = True
        self._publish = self.client.register_script(live.PUBLISH)
        self._subscribers: dict[str, Subscriber] = {}
        self._readers: list[SseReader] = []
        app = Flask("streams")
        self.stream.init_app(app, SimpleNamespace(redis_url=redis_url))  # type: ignore[arg-type]  # all it reads
        app.add_url_rule("/<key>", view_func=self._view)
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def _view(self, key: str) -> Response:
        return self.stream.respond(self._subscribers[key])

    def open(
        self,
        *topics: str,
        user_id: UUID | None = None,
        account_id: UUID | None = None,
        is_admin: bool = False,
        last_event_id: str | None = None,
        receive_buffer: int | None = None,
        method: str = "GET",
    ) -> SseReader:
        """A client whose headers have arrived; `ready` is the first it reads."""
        account_id = account_id or self.account_id
        key = str(ids.new_id())
        self._subscribers[key] = Subscriber(
            account_id=account_id,
            user_id=user_id or ids.new_id(),
            is_admin=is_admin,
            topics=frozenset(topics or [live.ESCALATIONS]),
            ready={"account_id": account_id},
            recheck=lambda: self.may_stay,
        )
        reader = SseReader(
            self._server.port, f"/{key}", method=method, last_event_id=last_event_id, receive_buffer=receive_buffer
        )
        self._readers.append(reader)
        return reader

    def listen(self, *topics: str, **who: object) -> SseReader:
        """A client that has read `ready`."""
        reader = self.open(*topics, **who)  # type: ignore[arg-type]
        assert reader.next().type == "ready"
        return reader

    def publish(
        self,
        event_type: str = "session_changed",
        *,
        topics: tuple[str, ...] = (live.ESCALATIONS,),
        audience: list[str] | None = None,
        account_id: UUID | None = None,
        **data: object,
    ) -> None:
        """As the outbox does it: into the replay stream and onto the channel."""
        account_id = account_id or self.account_id
        envelope = live.Envelope(type=event_type, data=dict(data), topics=list(topics), audience=audience)
        with self.client.pipeline(transaction=False) as pipe:
            pipe.script_load(live.PUBLISH)
            live.queue_up(pipe, self._publish, account_id=account_id, event_id=ids.new_id(), envelope=envelope)
            pipe.execute()

    def publish_ephemeral(
        self, event_type: str, *, topics: tuple[str, ...] = (live.ESCALATIONS,), **data: object
    ) -> None:
        envelope = live.Envelope(type=event_type, data=dict(data), topics=list(topics))
        publish_ephemeral(self.client, self.account_id, envelope)

    def close(self) -> None:
        self.stream.shut_down()
        for reader in self._readers:
            reader.close()
        self._server.shutdown()
        self._server.server_close()
        self.client.close()


@pytest.fixture
def make_stream_server(redis_url: str) -> Iterator[Callable[..., StreamServer]]:
    servers: list[StreamServer] = []

    def make(url: str = redis_url, **options: StreamTiming) -> StreamServer:
        servers.append(StreamServer(url, **options))
        return servers[-1]

    yield make
    for stream_server in servers:
        stream_server.close()


@pytest.fixture
def stream_server(make_stream_server: Callable[..., StreamServer]) -> StreamServer:
    return make_stream_server()


def pubsub_connections(client: redis.Redis) -> int:
    return len(client.client_list(_type="pubsub"))
