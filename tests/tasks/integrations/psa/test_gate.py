"""The limits and the memory that all workers share for one tenant's PSA, over a real Redis and without one."""

from __future__ import annotations

from contextlib import ExitStack
from uuid import uuid4

import pytest
import redis

from tasks.integrations.psa import Pace, RateLimited, gate
from tasks.integrations.psa.cache import RedisCache
from tasks.integrations.psa.gate import RedisGate

ROOMY = Pace(calls=1_000, seconds=60)


@pytest.fixture
def key() -> str:
    return uuid4().hex


@pytest.fixture
def nowhere() -> redis.Redis:
    """A Redis that is not there."""
    return redis.Redis(port=1, socket_connect_timeout=1, retry=None)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "WAIT_SECONDS", 0.1)
    monkeypatch.setattr(gate, "LOOK_SECONDS", 0.01)


def in_another_process(client: redis.Redis, key: str, pace: Pace = ROOMY) -> RedisGate:
    """A gate that shares nothing with earlier ones but Redis."""
    gate._tenants.clear()
    return RedisGate(client, key, pace)


def test_three_calls_run_at_once_among_all_processes(redis_client: redis.Redis, key: str) -> None:
    first, second = in_another_process(redis_client, key), in_another_process(redis_client, key)
    with ExitStack() as two:
        two.enter_context(first.call())
        two.enter_context(first.call())
        with second.call(), pytest.raises(RateLimited) as refused, second.call():
            pass
        assert refused.value.after is not None and refused.value.after > 0
        with second.call(), in_another_process(redis_client, uuid4().hex).call():
            """The place came back, and another tenant has places of its own."""
    assert redis_client.zcard(f"fp:psa:{key}:places") == 0


def test_the_place_of_a_killed_worker_comes_back(
    redis_client: redis.Redis, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "LEASE_SECONDS", 0.3)
    for _ in range(3):
        in_another_process(redis_client, key)._place(0.0)
    monkeypatch.setattr(gate, "WAIT_SECONDS", 20.0)
    with in_another_process(redis_client, key).call():
        pass


def test_a_pause_holds_for_every_process_and_is_not_shortened(redis_client: redis.Redis, key: str) -> None:
    other = in_another_process(redis_client, key)
    one = in_another_process(redis_client, key)
    one.note_refused(50.0)
    one.note_refused(5.0)
    with pytest.raises(RateLimited) as refused, other.call():
        pass
    assert refused.value.after is not None and 5 < refused.value.after <= 51


@pytest.mark.parametrize("counted_in", ["redis_client", "nowhere"])
def test_the_pace_is_kept(request: pytest.FixtureRequest, key: str, counted_in: str) -> None:
    client, pace = request.getfixturevalue(counted_in), Pace(calls=2, seconds=3_000)
    slow = RedisGate(client, key, pace)
    for _ in range(2):
        with slow.call():
            pass
    with pytest.raises(RateLimited) as refused, slow.call():
        pass
    assert refused.value.after is not None and 1 <= refused.value.after <= 3_001
    with RedisGate(client, uuid4().hex, pace).call():
        """Each tenant is counted by itself."""


def test_without_redis_a_process_keeps_to_the_limits_by_itself(nowhere: redis.Redis, key: str) -> None:
    alone = RedisGate(nowhere, key, ROOMY)
    with alone.call(), alone.call(), alone.call(), pytest.raises(RateLimited), alone.call():
        pass
    alone.note_refused(50.0)
    with pytest.raises(RateLimited), alone.call():
        pass


def test_what_is_remembered_does_not_stand_in_redis_in_clear(
    redis_client: redis.Redis, nowhere: redis.Redis, key: str
) -> None:
    cache = RedisCache(redis_client, key, seal=lambda value: value[::-1], unseal=lambda value: value[::-1])
    cache.put("token", "secret-token", seconds=60)
    assert cache.get("token") == "secret-token"
    assert RedisCache(redis_client, key, seal=bytes, unseal=lambda value: None).get("token") is None
    assert b"secret-token" not in b"".join(redis_client.get(name) or b"" for name in redis_client.keys(f"*{key}*"))
    cache.forget("token")
    assert cache.get("token") is None
    away = RedisCache(nowhere, key, seal=bytes, unseal=bytes)
    away.put("token", "x", seconds=1)
    away.forget("token")
    assert away.get("token") is None
