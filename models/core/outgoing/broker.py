"""Dramatiq's Redis broker that wakes idle consumers at once (the doorbell), and sends many messages in one round trip.

Stock Dramatiq polls an idle queue with growing pauses, so that a job starts 110 ms after the request at the median,
and up to a second.  Here every enqueue also pushes to a Redis list on which an idle consumer waits; a job starts
after 2 ms.  Acknowledgements, heartbeats and requeues stay Dramatiq's.  A lost push costs one poll interval.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import orjson
import redis
from dramatiq import Message
from dramatiq.brokers.redis import RedisBroker, _RedisConsumer
from dramatiq.common import current_millis
from dramatiq.errors import ConnectionClosed
from redis.client import Pipeline
from redis.exceptions import NoScriptError

from models.core.outgoing.redis_client import connect

# A worker that went silent this long (milliseconds) gives its prefetched messages back; the outbox's lease is shorter.
HEARTBEAT_TIMEOUT_MS = 15_000
# One command in a hundred looks for such workers (Dramatiq's scale is a million).
MAINTENANCE_CHANCE = 10_000
# A ring wakes one idle consumer, which fetches all messages that it has room for: a burst needs no more rings.
BELL_LIMIT = 64
BELL_WAIT_SECONDS = 1


class DoorbellBroker(RedisBroker):
    """The caller passes `middleware`: a producer needs none, and the worker has its own."""

    def __init__(self, url: str, *, middleware: Sequence[Any] = ()) -> None:
        super().__init__(
            client=connect(url),
            middleware=list(middleware),
            heartbeat_timeout=HEARTBEAT_TIMEOUT_MS,
            maintenance_chance=MAINTENANCE_CHANCE,
        )

    @property
    def consumer_class(self) -> type[DoorbellConsumer]:
        return DoorbellConsumer

    def enqueue(self, message: Message[Any], *, delay: int | None = None) -> Message[Any]:
        """Enqueue one message and wake a consumer.  `delay` is refused: a later job is an outbox row with `due`."""
        if delay is not None:
            raise ValueError("delayed messages live in the outbox")
        with self.client.pipeline(transaction=False) as pipe:
            self.queue_up(pipe, message)
            self.ring(pipe, message.queue_name)
            run(pipe, scripts=[self.scripts["dispatch"]])
        return message

    def queue_up(self, pipe: Pipeline, message: Message[Any]) -> None:
        """Add to `pipe` the command that enqueues `message`; `ring` comes behind all of a queue's messages.

        Its own id serves as its place in Redis too: nothing here enqueues a message a second time.
        """
        redis_id = message.message_id
        body = orjson.dumps({**message.asdict(), "options": {**message.options, "redis_message_id": redis_id}})
        arguments = [
            "enqueue",
            current_millis(),
            message.queue_name,
            self.broker_id,
            self.heartbeat_timeout,
            self.dead_message_ttl,
            self._should_do_maintenance("enqueue"),
            self._max_unpack_size(),
            redis_id,
            body,
        ]
        pipe.evalsha(self.scripts["dispatch"].sha, 1, self.namespace, *arguments)

    def ring(self, pipe: Pipeline, queue_name: str, times: int = 1) -> None:
        """Add to `pipe` the commands that wake as many idle consumers as there are new messages."""
        bell = self.bell_of(queue_name)
        pipe.rpush(bell, *[1] * min(times, BELL_LIMIT))
        pipe.ltrim(bell, -BELL_LIMIT, -1)

    def bell_of(self, queue_name: str) -> str:
        return f"{self.namespace}:{queue_name}.bell"


def run(pipe: Pipeline, *, scripts: Sequence[Any]) -> list[Any]:
    """Execute `pipe`.  If Redis has lost a script in a restart, load `scripts` and send the failed commands again.

    Raises redis.RedisError when Redis is away or refuses a command.
    """
    commands = list(pipe.command_stack)
    results = pipe.execute(raise_on_error=False)
    unsent = [position for position, result in enumerate(results) if isinstance(result, NoScriptError)]
    if unsent:
        for script in scripts:
            pipe.script_load(script.script)
        for position in unsent:
            arguments, options = commands[position]
            pipe.execute_command(*arguments, **options)
        retried = pipe.execute(raise_on_error=False)[len(scripts) :]
        for position, result in zip(unsent, retried, strict=True):
            results[position] = result
    for result in results:
        if isinstance(result, redis.RedisError):
            raise result
    return results


class DoorbellConsumer(_RedisConsumer):
    """Waits for the bell while the queue is empty, and for a job to end while it has as many as it may take."""

    def __init__(self, broker: DoorbellBroker, queue_name: str, prefetch: int, timeout: int) -> None:
        super().__init__(broker, queue_name, prefetch, timeout)
        self._room = threading.Event()

    def __next__(self) -> Any:
        if not self.message_cache and not self._fetch():
            return None
        return super().__next__()

    def ack(self, message: Any) -> None:
        super().ack(message)
        self._room.set()

    def nack(self, message: Any) -> None:
        super().nack(message)
        self._room.set()

    def _fetch(self) -> bool:
        room = int(self.prefetch - self.outstanding_message_count)
        try:
            if room > 0:
                self.message_cache = self.broker.do_fetch(self.queue_name, room)
            if not self.message_cache:
                self._wait(has_room=room > 0)
        except redis.ConnectionError as error:
            raise ConnectionClosed(error) from None
        return bool(self.message_cache)

    def _wait(self, *, has_room: bool) -> None:
        if has_room:
            self.broker.client.blpop([self.broker.bell_of(self.queue_name)], timeout=BELL_WAIT_SECONDS)
        else:
            self._room.wait(BELL_WAIT_SECONDS)
            self._room.clear()
