"""How many streams may be open at once, counted in Redis over all web processes (api.md, "Events").

A place is held by a lease.  One thread renews those of the whole process: a thousand streams that each renewed their
own would keep the hub waiting.  A process that dies gives its places back by silence.
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
# A lease outlives two renewals (seconds).
LEASE_SECONDS = 60
RENEW_SECONDS = 25.0
# Places in one round trip.
MANY = 500
RETRY_AFTER_SECONDS = 5

# Keys: the user's places, the account's.  Arguments: now, lease, place, the user's limit, the account's.
_TAKE = """
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
class Place:
    """One stream's place in its user's and its account's count."""

    keys: tuple[str, str]
    id: str


class Places:
    """Redis counts, it does not guard: while it is away streams are let in."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._take = client.register_script(_TAKE)
        self._held: set[Place] = set()
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def take(self, account_id: UUID, user_id: UUID) -> Place:
        """Raises TooManyRequests when the user or the account has as many streams as allowed."""
        place = Place((f"fp:streams:user:{user_id}", f"fp:streams:account:{account_id}"), str(ids.new_id()))
        limits = [STREAMS_OF_A_USER, STREAMS_OF_AN_ACCOUNT]
        try:
            is_taken = self._take(keys=place.keys, args=[time.time(), LEASE_SECONDS, place.id, *limits])
        except redis.RedisError as error:
            log.warning("open streams are not counted", error=repr(error))
            is_taken = True
        if not is_taken:
            raise TooManyRequests(retry_after=RETRY_AFTER_SECONDS, message="Too many live connections are open.")
        self._hold(place)
        return place

    def renew(self) -> None:
        """Hold the places of all streams that are open here for another lease."""
        until = time.time() + LEASE_SECONDS
        for some in _batched(list(self._held), MANY):
            with self._client.pipeline(transaction=False) as pipe:
                for place in some:
                    for key in place.keys:
                        pipe.zadd(key, {place.id: until})
                        pipe.expire(key, LEASE_SECONDS)
                self._run(pipe)

    def close(self) -> None:
        self._closing.set()

    def give_back(self, place: Place) -> None:
        self._held.discard(place)
        with self._client.pipeline() as pipe:
            for key in place.keys:
                pipe.zrem(key, place.id)
            self._run(pipe)

    def _hold(self, place: Place) -> None:
        self._held.add(place)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep_renewing, name="event-stream-places", daemon=True)
                self._thread.start()

    def _keep_renewing(self) -> None:
        while not self._closing.wait(RENEW_SECONDS):
            self.renew()

    def _run(self, pipe: redis.client.Pipeline) -> None:
        try:
            pipe.execute()
        except redis.RedisError as error:
            log.info("an open stream's place was not noted", error=repr(error))


def _batched(places: list[Place], size: int) -> Iterator[list[Place]]:
    for start in range(0, len(places), size):
        yield places[start : start + size]
