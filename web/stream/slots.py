"""Limits how many streams may be open at once, counted in Redis over all web processes (docs/stream.md).

Each open stream holds a slot by a lease.  One thread renews the leases of the whole process, because a thousand
renewals by the streams themselves would delay the hub.  Slots of a process that died expire.  So does the slot of a
request whose stream never began: only the slots of streams that have begun are renewed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import redis
import structlog

from models.core import ids
from models.core.errors import TooManyRequests

log = structlog.get_logger(__name__)

STREAMS_OF_A_USER = 8
STREAMS_OF_AN_ACCOUNT = 500
# A lease (seconds) lasts for two renewals.
LEASE_SECONDS = 60
RENEW_SECONDS = 25.0
# How many slots are renewed in one round trip.
BATCH_SIZE = 500
RETRY_AFTER_SECONDS = 5

# Keys: the user's slots, the account's slots.
# Arguments: the time now, the lease in seconds, the slot's id, the user's limit, the account's limit.
_ACQUIRE = """
for number, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', ARGV[1])
  if redis.call('ZCARD', key) >= tonumber(ARGV[3 + number]) then return 0 end
end
for _, key in ipairs(KEYS) do
  redis.call('ZADD', key, ARGV[1] + ARGV[2], ARGV[3])
  redis.call('EXPIRE', key, ARGV[2])
end
return 1
"""


@dataclass(frozen=True)
class Slot:
    """One stream's entry in the counts of its user and its account (`keys`)."""

    keys: tuple[str, str]
    id: str


class StreamSlots:
    """The slots of one process.  While Redis is unavailable, streams open without being counted."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._acquire = client.register_script(_ACQUIRE)
        self._renewed: set[Slot] = set()
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def acquire(self, account_id: UUID, user_id: UUID) -> Slot:
        """A slot for one lease; `keep` makes it last.

        Raises TooManyRequests (429) when the user or the account has reached the limit.
        """
        slot = Slot((f"fp:streams:user:{user_id}", f"fp:streams:account:{account_id}"), str(ids.new_id()))
        limits = [STREAMS_OF_A_USER, STREAMS_OF_AN_ACCOUNT]
        try:
            is_acquired = self._acquire(keys=slot.keys, args=[time.time(), LEASE_SECONDS, slot.id, *limits])
        except redis.RedisError as error:
            log.warning("open streams are not counted", error=repr(error))
            is_acquired = True
        if not is_acquired:
            raise TooManyRequests(retry_after=RETRY_AFTER_SECONDS, message="Too many live connections are open.")
        return slot

    def keep(self, slot: Slot) -> None:
        """Renew the slot until `release`, because its stream has begun."""
        self._renewed.add(slot)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep_renewing, name="event-stream-slots", daemon=True)
                self._thread.start()

    def renew(self) -> None:
        """Renew the leases of all streams that are open in this process."""
        until = time.time() + LEASE_SECONDS
        for batch in _batched(list(self._renewed), BATCH_SIZE):
            with self._client.pipeline(transaction=False) as pipe:
                for slot in batch:
                    for key in slot.keys:
                        pipe.zadd(key, {slot.id: until})
                        pipe.expire(key, LEASE_SECONDS)
                self._run(pipe)

    def close(self) -> None:
        """Stop renewing."""
        self._closing.set()

    def release(self, slot: Slot) -> None:
        """Give the slot back.  A second call changes nothing."""
        self._renewed.discard(slot)
        with self._client.pipeline() as pipe:
            for key in slot.keys:
                pipe.zrem(key, slot.id)
            self._run(pipe)

    def _keep_renewing(self) -> None:
        while not self._closing.wait(RENEW_SECONDS):
            self.renew()

    def _run(self, pipe: redis.client.Pipeline) -> None:
        try:
            pipe.execute()
        except redis.RedisError as error:
            log.info("the slot of an open stream could not be updated", error=repr(error))


def _batched(slots: list[Slot], size: int) -> Iterator[list[Slot]]:
    for start in range(0, len(slots), size):
        yield slots[start : start + size]
