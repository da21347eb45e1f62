"""Which jobs' messages still wait in Redis, so that the sweeper does not send them a second time.

A queue gives out its messages in the order in which they came.  So what was sent later than the message at its head
still waits behind it, however long that takes; what was sent earlier has been fetched.  If Redis loses a queue, nothing
waits in it, and the sweeper sends everything again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from dramatiq import Message
from dramatiq.common import current_millis
from redis.client import Pipeline

from models.core.outgoing.broker import DoorbellBroker, run

# Keys: a queue, its messages by id, and when each row was sent.  Argument: a time that is still to come.
# An empty queue has given out everything.  A head without a message was given up by its worker: it says nothing.
_FORGET = """
local before = ARGV[1]
local head = redis.call('LINDEX', KEYS[1], 0)
if head then
    local message = redis.call('HGET', KEYS[2], head)
    if not message then return end
    before = string.format('%.0f', cjson.decode(message).message_timestamp)
end
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', '(' .. before)
"""


class Waiting:
    """Each queue's rows with the time of their last message in milliseconds, until `forget_fetched`."""

    def __init__(self, broker: DoorbellBroker) -> None:
        self._broker = broker
        self._forget: Any = broker.client.register_script(_FORGET)

    def queue_up(self, pipe: Pipeline, queue_name: str, messages: Mapping[UUID, Message[Any]]) -> None:
        """Add to `pipe` the command that notes these rows as sent.  It comes before their messages."""
        pipe.zadd(self._key(queue_name), {str(row_id): each.message_timestamp for row_id, each in messages.items()})

    def forget_fetched(self, queue_names: Iterable[str]) -> None:
        """Forget what workers have fetched.  Raises redis.RedisError."""
        with self._broker.client.pipeline(transaction=False) as pipe:
            for queue_name in queue_names:
                queue = f"{self._broker.namespace}:{queue_name}"
                keys = queue, f"{queue}.msgs", self._key(queue_name)
                pipe.evalsha(self._forget.sha, len(keys), *keys, current_millis() + 1)
            run(pipe, scripts=[self._forget])

    def among(self, queue_name: str, row_ids: Sequence[UUID]) -> set[UUID]:
        """Those that still wait.  Raises redis.RedisError."""
        sent = self._broker.client.zmscore(self._key(queue_name), [str(row_id) for row_id in row_ids])
        return {row_id for row_id, at in zip(row_ids, sent, strict=True) if at is not None}

    def _key(self, queue_name: str) -> str:
        return f"{self._broker.namespace}:{queue_name}.sent"
