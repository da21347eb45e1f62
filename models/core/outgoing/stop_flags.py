"""Tells a running worker that its reply was stopped: a flag in Redis, which the worker polls several times a second.

The reply's row is authoritative.  If Redis loses the flag, the worker stops when it next reads the row.
"""

from __future__ import annotations

import logging
from uuid import UUID

import redis

log = logging.getLogger(__name__)

LIFETIME_SECONDS = 900


class StopFlags:
    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def raise_for(self, reply_id: UUID) -> None:
        """Set the flag; call it after the commit.  If Redis is down, the worker stops later."""
        try:
            self._client.set(_key(reply_id), 1, ex=LIFETIME_SECONDS)
        except redis.RedisError as error:
            log.warning("stop flag not set", extra={"error": str(error)})

    def is_raised_for(self, reply_id: UUID) -> bool:
        try:
            return bool(self._client.exists(_key(reply_id)))
        except redis.RedisError:
            return False


def _key(reply_id: UUID) -> str:
    return f"fp:stop:{reply_id}"
