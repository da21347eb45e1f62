"""What an account has spent, counted in Redis: it begins with the rows, and without Redis the rows are summed."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
import redis

from models.core.outgoing.redis_client import connect
from models.core.outgoing.spending import Spending

MONTH = "2026-11"


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    with connect(redis_url) as client:
        yield client


def test_a_total_begins_with_the_rows_and_grows_by_each_call(client: redis.Redis) -> None:
    spending, account = Spending(client), uuid4()
    assert spending.total(account, MONTH, sum_rows=lambda: 70) == 70
    spending.add(account, MONTH, 5)
    assert spending.total(account, MONTH, sum_rows=lambda: 0) == 75
    assert spending.total(account, "2026-12", sum_rows=lambda: 0) == 0


def test_a_call_is_not_added_to_a_total_that_is_not_there(client: redis.Redis) -> None:
    """Otherwise a flush in the middle of a month would begin it anew."""
    spending, account = Spending(client), uuid4()
    spending.add(account, MONTH, 5)
    assert spending.total(account, MONTH, sum_rows=lambda: 70) == 70


def test_a_total_expires_so_that_a_difference_does_not_last(client: redis.Redis) -> None:
    spending, account = Spending(client), uuid4()
    spending.total(account, MONTH, sum_rows=lambda: 70)
    spending.add(account, MONTH, 5)
    (key,) = [key for key in client.scan_iter("fp:ai-spending:*") if str(account).encode() in key]
    assert 0 < client.ttl(key) <= 300


def test_without_redis_the_rows_are_summed() -> None:
    with connect("redis://127.0.0.1:1/0") as nowhere:
        spending, account = Spending(nowhere), uuid4()
        spending.add(account, MONTH, 5)
        assert spending.total(account, MONTH, sum_rows=lambda: 70) == 70
