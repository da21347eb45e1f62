"""Counts in Redis the markers of replies that had no effect, so that operators see when a prompt or a model got worse.

The log has each of them.  A flushed Redis begins the counts anew, which Prometheus allows for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

import redis

log = logging.getLogger(__name__)

_KEY = "fp:dropped-markers"


class DroppedMarkers:
    """Counts by tag and reason.  The caller passes only known names, because each becomes a label of a metric."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def add(self, dropped: Iterable[tuple[str, str]]) -> None:
        """Count each (tag, reason).  If Redis is down, they are only in the log."""
        pipeline = self._client.pipeline(transaction=False)
        for tag, reason in dropped:
            pipeline.hincrby(_KEY, f"{tag} {reason}", 1)
        try:
            pipeline.execute()
        except redis.RedisError as error:
            log.warning("dropped markers not counted", extra={"error": str(error)})

    def totals(self) -> dict[tuple[str, str], int]:
        """The counts by (tag, reason); empty if Redis is down."""
        try:
            found = self._client.hgetall(_KEY)
        except redis.RedisError:
            return {}
        return {_names(key): int(count) for key, count in found.items()}


def _names(key: bytes | str) -> tuple[str, str]:
    tag, reason = (key if isinstance(key, str) else str(key, "ascii")).split(" ")
    return tag, reason
