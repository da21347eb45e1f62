"""Sends outbox rows to Redis: the events and jobs of a transaction in one round trip, events first."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

import redis
from dramatiq import Message
from redis.client import Pipeline

from models.core import ids
from models.core.outgoing import live, outbox
from models.core.outgoing.broker import DoorbellBroker, run
from models.core.outgoing.waiting import Waiting

log = logging.getLogger(__name__)

MANY = 16
"""Packing so many rows, and Redis's work on them, take longer than a round trip."""


class Dispatcher:
    """Sends outbox rows.  `queue_of` maps a job's name to the queue its worker reads."""

    def __init__(self, broker: DoorbellBroker, *, queue_of: Callable[[str], str]) -> None:
        self._broker = broker
        self._queue_of = queue_of
        self._publish = broker.client.register_script(live.PUBLISH)
        self._waiting = Waiting(broker)

    def send(self, rows: Sequence[outbox.Row]) -> list[outbox.Row]:
        """One pipeline for all of `rows`; those that were sent.  Sending a row twice is harmless.

        A row that this release does not know (a newer one wrote it) is logged and left, so that it stops no other.
        Raises redis.RedisError.
        """
        if not rows:
            return []
        jobs: dict[str, dict[UUID, Message[Any]]] = defaultdict(dict)
        with self._broker.client.pipeline(transaction=False) as pipe:
            by_kind = sorted(rows, key=lambda row: row.kind is not outbox.Kind.EVENT)
            sent = [row for row in by_kind if self._is_queued_up(pipe, row, jobs)]
            for queue_name, messages in jobs.items():
                self._waiting.queue_up(pipe, queue_name, messages)
                for message in messages.values():
                    self._broker.queue_up(pipe, message)
                self._broker.ring(pipe, queue_name, len(messages))
            run(pipe, scripts=[self._publish, self._broker.scripts["dispatch"]])
        return sent

    def send_missing(self, rows: Sequence[outbox.Row]) -> list[outbox.Row]:
        """`send`, but for the jobs whose message still waits in Redis, as far as `forget_fetched` has looked.

        Raises redis.RedisError.
        """
        by_queue: dict[str, list[UUID]] = defaultdict(list)
        for row in rows:
            if row.kind is outbox.Kind.JOB and (queue_name := self._known_queue(row.name)):
                by_queue[queue_name].append(row.id)
        waiting = {row_id for name, row_ids in by_queue.items() for row_id in self._waiting.among(name, row_ids)}
        return self.send([row for row in rows if row.id not in waiting])

    def forget_fetched(self, queue_names: Iterable[str]) -> None:
        """Look how far the workers have come in these queues.  Raises redis.RedisError."""
        self._waiting.forget_fetched(queue_names)

    def ping(self) -> None:
        """Raises redis.RedisError when Redis is away."""
        self._broker.client.ping()

    def take_fast_path(self, rows: Sequence[outbox.Row]) -> None:
        """Send `rows` after their commit.  When Redis is away they are safe, and the sweeper sends them.

        If many follow, the first event goes ahead, because somebody's screen waits for it: it costs a round trip more.
        """
        ahead = 1 if len(rows) > MANY and rows[0].kind is outbox.Kind.EVENT else 0
        try:
            self.send(rows[:ahead])
            self.send(rows[ahead:])
        except redis.RedisError as error:
            log.warning("fast path failed, the sweeper will send", extra={"rows": len(rows), "error": str(error)})

    def _is_queued_up(self, pipe: Pipeline, row: outbox.Row, jobs: dict[str, dict[UUID, Message[Any]]]) -> bool:
        """An event goes to `pipe`, a job's message to `jobs`, by its queue.  False: the row is not known here."""
        try:
            if row.kind is outbox.Kind.EVENT:
                envelope = live.Envelope(**row.args)
                live.queue_up(pipe, self._publish, account_id=row.account_id, event_id=row.id, envelope=envelope)
            else:
                message = self._message(row)
                jobs[message.queue_name][row.id] = message
        except (ValueError, TypeError) as error:
            log.error("unknown outbox row", extra={"row": str(row.id), "row_name": row.name, "error": str(error)})  # noqa: TRY400 -- the trace says nothing more
            return False
        return True

    def _known_queue(self, name: str) -> str | None:
        try:
            return self._queue_of(name)
        except ValueError:
            return None

    def _message(self, row: outbox.Row) -> Message[Any]:
        return Message(
            queue_name=self._queue_of(row.name),
            actor_name=row.name,
            args=(str(row.id),),
            kwargs={},
            options={},
            message_id=str(ids.new_id()),
        )
