"""How many streams may be open at once, counted in Redis over all web processes (api.md, "Events").

A place is held by a lease that the stream renews; a process that dies gives its places back by silence.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import UUID

import redis
import structlog

from models.core import ids
from models.core.errors import TooManyRequests

log = structlog.get_logger(__name__)

STREAMS_OF_A_USER = 8
STREAMS_OF_AN_ACCOUNT = 500
# A lease outlives two heartbeats of the stream that renews it (seconds).
LEASE_SECONDS = 60
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

    def take(self, account_id: UUID, user_id: UUID) -> Place:
        """Raises TooManyRequests when the user or the account has as many streams as allowed."""
        place = Place((f"fp:streams:user:{user_id}", f"fp:streams:account:{account_id}"), str(ids.new_id()))
        limits = [STREAMS_OF_A_USER, STREAMS_OF_AN_ACCOUNT]
        try:
            is_taken = self._take(keys=place.keys, args=[time.time(), LEASE_SECONDS, place.id, *limits])
        except redis.RedisError as error:
            log.warning("open streams are not counted", error=repr(error))
            return place
        if not is_taken:
            raise TooManyRequests(retry_after=RETRY_AFTER_SECONDS, message="Too many live connections are open.")
        return place

    def renew(self, place: Place) -> None:
        """Hold `place` for another lease."""
        with self._client.pipeline() as pipe:
            for key in place.keys:
                pipe.zadd(key, {place.id: time.time() + LEASE_SECONDS})
                pipe.expire(key, LEASE_SECONDS)
            self._run(pipe)

    def give_back(self, place: Place) -> None:
        with self._client.pipeline() as pipe:
            for key in place.keys:
                pipe.zrem(key, place.id)
            self._run(pipe)

    def _run(self, pipe: redis.client.Pipeline) -> None:
        try:
            pipe.execute()
        except redis.RedisError as error:
            log.info("an open stream's place was not noted", error=repr(error))
