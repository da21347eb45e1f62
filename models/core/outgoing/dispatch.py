"""Sends outbox rows to Redis: the events and jobs of a transaction in one round trip, events first."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import redis
from dramatiq import Message
from redis.client import Pipeline

from models.core import ids
from models.core.outgoing import live, outbox
from models.core.outgoing.broker import DoorbellBroker, run

log = logging.getLogger(__name__)


class Dispatcher:
    """Sends outbox rows.  `queue_of` maps a job's name to the queue its worker reads."""

    def __init__(self, broker: DoorbellBroker, *, queue_of: Callable[[str], str]) -> None:
        self._broker = broker
        self._queue_of = queue_of
        self._publish = broker.client.register_script(live.PUBLISH)

    def send(self, rows: Sequence[outbox.Row]) -> list[outbox.Row]:
        """One pipeline for all of `rows`; those that were sent.  Sending a row twice is harmless.

        A row that this release does not know (a newer one wrote it) is logged and left, so that it stops no other.
        Raises redis.RedisError.
        """
        if not rows:
            return []
        with self._broker.client.pipeline(transaction=False) as pipe:
            by_kind = sorted(rows, key=lambda row: row.kind is not outbox.Kind.EVENT)
            sent = [row for row in by_kind if self._is_queued_up(pipe, row)]
            queues = Counter(self._queue_of(row.name) for row in sent if row.kind is outbox.Kind.JOB)
            for queue_name, count in queues.items():
                self._broker.ring(pipe, queue_name, count)
            run(pipe, scripts=[self._publish, self._broker.scripts["dispatch"]])
        return sent

    def ping(self) -> None:
        """Raises redis.RedisError when Redis is away."""
        self._broker.client.ping()

    def take_fast_path(self, rows: Sequence[outbox.Row]) -> None:
        """Send `rows` after their commit.  When Redis is away they are safe, and the sweeper sends them."""
        try:
            self.send(rows)
        except redis.RedisError as error:
            log.warning("fast path failed, the sweeper will send", extra={"rows": len(rows), "error": str(error)})

    def _is_queued_up(self, pipe: Pipeline, row: outbox.Row) -> bool:
        try:
            self._queue_up(pipe, row)
        except (ValueError, TypeError) as error:
            log.error("unknown outbox row", extra={"row": str(row.id), "row_name": row.name, "error": str(error)})  # noqa: TRY400 -- the trace says nothing more
            return False
        return True

    def _queue_up(self, pipe: Pipeline, row: outbox.Row) -> None:
        if row.kind is outbox.Kind.EVENT:
            envelope = live.Envelope(**row.args)
            live.queue_up(pipe, self._publish, account_id=row.account_id, event_id=row.id, envelope=envelope)
        else:
            self._broker.queue_up(pipe, self._message(row))

    def _message(self, row: outbox.Row) -> Message[Any]:
        return Message(
            queue_name=self._queue_of(row.name),
            actor_name=row.name,
            args=(str(row.id),),
            kwargs={},
            options={},
            message_id=str(ids.new_id()),
        )
