"""Markers that had no effect are counted by tag and reason, and nothing waits for a Redis that is down."""

from __future__ import annotations

import redis

from models.core.outgoing.dropped_markers import DroppedMarkers
from models.core.outgoing.redis_client import connect


def test_they_are_counted_by_tag_and_reason(redis_url: str) -> None:
    with connect(redis_url) as client:
        dropped = DroppedMarkers(client)
        before = dropped.totals().get(("FACTS", "ungrounded"), 0)
        dropped.add([("FACTS", "ungrounded"), ("TITLE", "invalid"), ("FACTS", "ungrounded")])
        assert dropped.totals()["FACTS", "ungrounded"] == before + 2
        dropped.add([])
        assert dropped.totals()["FACTS", "ungrounded"] == before + 2


def test_without_redis_there_are_none() -> None:
    dropped = DroppedMarkers(redis.Redis.from_url("redis://127.0.0.1:1/0"))
    dropped.add([("FACTS", "ungrounded")])
    assert dropped.totals() == {}
