"""Counts in Redis what each account has spent on calls to a model in the month, so that a check costs no sum.

The rows of `ai_usage` are authoritative.  A total expires after a few minutes and is then summed from the rows again,
so that a difference (Redis was flushed, a worker died before it stored its rows) does not last.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

import redis

log = logging.getLogger(__name__)

LIFETIME_SECONDS = 300

# Adds only to a total that is there: a total that began here would lack what was spent before.
_ADD = "if redis.call('EXISTS', KEYS[1]) == 1 then return redis.call('INCRBY', KEYS[1], ARGV[1]) end"


class Spending:
    """Totals in millionths of a US dollar, by account and month (`2026-11`)."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._add = client.register_script(_ADD)

    def total(self, account_id: UUID, month: str, *, sum_rows: Callable[[], int]) -> int:
        """The total so far.  `sum_rows` is called if Redis does not have it."""
        key = _key(account_id, month)
        try:
            kept = self._client.get(key)
            if kept is None:
                self._client.set(key, sum_rows(), ex=LIFETIME_SECONDS, nx=True)
                kept = self._client.get(key)
        except redis.RedisError:
            kept = None
        return int(str(kept, "ascii") if isinstance(kept, bytes) else kept) if kept is not None else sum_rows()

    def add(self, account_id: UUID, month: str, micros: int) -> None:
        """Count a call that has just been made.  If Redis is down, the rows count it."""
        try:
            self._add(keys=[_key(account_id, month)], args=[micros])
        except redis.RedisError as error:
            log.warning("spending not counted", extra={"error": str(error)})


def _key(account_id: UUID, month: str) -> str:
    return f"fp:ai-spending:{account_id}:{month}"
