"""Slots of open streams: counted over all processes, and kept only by processes that are alive."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest
import redis

from models.core.errors import TooManyRequests
from web.stream.slots import LEASE_SECONDS, STREAMS_OF_A_USER, StreamSlots


def test_a_user_has_a_limit_and_a_released_slot_is_free_again(redis_client: redis.Redis) -> None:
    slots, account_id, user_id = StreamSlots(redis_client), uuid4(), uuid4()
    taken = [slots.acquire(account_id, user_id) for _ in range(STREAMS_OF_A_USER)]
    with pytest.raises(TooManyRequests):
        StreamSlots(redis_client).acquire(account_id, user_id)
    slots.release(taken[0])
    StreamSlots(redis_client).acquire(account_id, user_id)
    slots.close()


def test_a_renewal_keeps_the_slots_of_open_streams_and_no_released_one(redis_client: redis.Redis) -> None:
    slots, account_id = StreamSlots(redis_client), uuid4()
    gone, *kept = (slots.acquire(account_id, uuid4()) for _ in range(3))
    for slot in (gone, *kept):
        slots.keep(slot)
    slots.release(gone)
    key = kept[0].keys[1]
    almost_over = time.time() + 1
    redis_client.zadd(key, {slot.id: almost_over for slot in kept})
    slots.renew()
    held = dict(redis_client.zrange(key, 0, -1, withscores=True))
    assert set(held) == {slot.id.encode() for slot in kept}
    assert min(held.values()) > almost_over + LEASE_SECONDS / 2
    slots.close()


def test_a_slot_whose_stream_never_began_is_not_renewed(redis_client: redis.Redis) -> None:
    slots, account_id = StreamSlots(redis_client), uuid4()
    orphan = slots.acquire(account_id, uuid4())
    redis_client.zadd(orphan.keys[1], {orphan.id: time.time() - 1})
    slots.renew()
    slots.acquire(account_id, uuid4())
    assert redis_client.zscore(orphan.keys[1], orphan.id) is None
    slots.close()
