"""Places of open streams: counted over all processes, and kept only by processes that are alive."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest
import redis

from models.core.errors import TooManyRequests
from web.stream.places import LEASE_SECONDS, STREAMS_OF_A_USER, Places


def test_a_user_has_so_many_and_a_place_given_back_is_free(redis_client: redis.Redis) -> None:
    places, account_id, user_id = Places(redis_client), uuid4(), uuid4()
    taken = [places.take(account_id, user_id) for _ in range(STREAMS_OF_A_USER)]
    with pytest.raises(TooManyRequests):
        Places(redis_client).take(account_id, user_id)
    places.give_back(taken[0])
    Places(redis_client).take(account_id, user_id)
    places.close()


def test_one_renewal_holds_all_that_are_open_here_and_nothing_that_was_given_back(redis_client: redis.Redis) -> None:
    places, account_id = Places(redis_client), uuid4()
    gone, *kept = (places.take(account_id, uuid4()) for _ in range(3))
    places.give_back(gone)
    key = kept[0].keys[1]
    almost_over = time.time() + 1
    redis_client.zadd(key, {place.id: almost_over for place in kept})
    places.renew()
    held = dict(redis_client.zrange(key, 0, -1, withscores=True))
    assert set(held) == {place.id.encode() for place in kept}
    assert min(held.values()) > almost_over + LEASE_SECONDS / 2
    places.close()
