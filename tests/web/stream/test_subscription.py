"""The process's one connection: what it subscribes to, and how it comes back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.core.outgoing.redis_client import connect
from tests.support.eventually import PATIENCE_SECONDS, eventually
from tests.support.own_redis import OwnRedis
from web.stream.client_queue import ClientQueue
from web.stream.hub import Hub


@pytest.fixture
def hub(own_redis: OwnRedis) -> Iterator[Hub]:
    """Quick to notice a Redis that has fallen silent."""
    client = connect(own_redis.url)
    hub = Hub(client, silence_seconds=0.1)
    yield hub
    hub.close()
    client.close()


def _client_queue() -> ClientQueue:
    return ClientQueue(lambda event: True)


def _subscribers(server: OwnRedis, channel: str) -> int:
    with connect(server.url) as client:
        return int(client.pubsub_numsub(channel)[0][1])


def test_channel_is_given_up_after_its_last_client_queue(hub: Hub, own_redis: OwnRedis) -> None:
    with hub.joined("one", _client_queue()):
        with hub.joined("one", _client_queue()):
            assert _subscribers(own_redis, "one") == 1
        assert _subscribers(own_redis, "one") == 1
    assert eventually(lambda: _subscribers(own_redis, "one") == 0)


def test_channel_is_heard_again_after_it_was_given_up(hub: Hub, own_redis: OwnRedis) -> None:
    with hub.joined("one", _client_queue()):
        pass
    assert eventually(lambda: _subscribers(own_redis, "one") == 0)
    queue = _client_queue()
    with hub.joined("one", queue), connect(own_redis.url) as client:
        client.publish("one", b'- {"type": "greeting", "data": 1}')
        assert [frame.message.data for frame in queue.take(PATIENCE_SECONDS)] == [1]


def test_listeners_of_a_frozen_redis_are_told_to_read_again(hub: Hub, own_redis: OwnRedis) -> None:
    queue = _client_queue()
    with hub.joined("one", queue):
        own_redis.freeze()
        assert eventually(lambda: hub.reconnects > 0)
        own_redis.thaw()
        assert [frame.message.type for frame in queue.take(PATIENCE_SECONDS)] == ["resync"]


def test_silence_alone_is_no_reason_to_reconnect(hub: Hub) -> None:
    queue = _client_queue()
    with hub.joined("one", queue):
        assert queue.take(timeout=0.5) == []
    assert hub.reconnects == 0
