"""The worker's side of the doorbell: it waits at the bell, fetches, acknowledges, gives back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from uuid import uuid4

import pytest
import redis
from dramatiq import Message
from dramatiq.errors import ConnectionClosed

from models.core.outgoing.broker import BELL_WAIT_SECONDS, DoorbellBroker

PATIENCE_SECONDS = 30


@pytest.fixture
def queue() -> str:
    return f"test-{uuid4().hex}"


@pytest.fixture
def broker(redis_url: str, queue: str) -> Iterator[DoorbellBroker]:
    broker = DoorbellBroker(redis_url)
    broker.declare_queue(queue)
    yield broker
    broker.client.close()


def message(queue: str, text: str = "1") -> Message:
    return Message(queue_name=queue, actor_name="reply.write", args=(text,), kwargs={}, options={})


def test_messages_come_in_the_order_in_which_they_were_enqueued(broker: DoorbellBroker, queue: str) -> None:
    for text in "abc":
        broker.enqueue(message(queue, text))
    consumer = broker.consume(queue, prefetch=8)
    assert [next(consumer).args for _ in range(3)] == [("a",), ("b",), ("c",)]


def test_an_idle_consumer_is_woken_by_the_bell(broker: DoorbellBroker, queue: str) -> None:
    """It says that nothing came only after waiting; what arrives meanwhile is returned by the next look."""
    found: list[Message] = []
    consumer = broker.consume(queue, prefetch=1)

    def wait() -> None:
        while not found:
            if (got := next(consumer)) is not None:
                found.append(got)

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    broker.enqueue(message(queue))
    waiting.join(PATIENCE_SECONDS)
    assert [one.args for one in found] == [("1",)]


def test_an_empty_queue_yields_nothing_after_a_wait(broker: DoorbellBroker, queue: str) -> None:
    assert broker.client.connection_pool.connection_kwargs["socket_timeout"] > BELL_WAIT_SECONDS
    assert next(broker.consume(queue)) is None


def test_an_acknowledged_message_does_not_come_again(
    broker: DoorbellBroker, queue: str, redis_client: redis.Redis
) -> None:
    broker.enqueue(message(queue))
    consumer = broker.consume(queue)
    consumer.ack(next(consumer))
    consumer.close()
    assert redis_client.hlen(f"{broker.namespace}:{queue}.msgs") == 0


def test_no_more_is_fetched_than_there_are_places(broker: DoorbellBroker, queue: str) -> None:
    for text in "abc":
        broker.enqueue(message(queue, text))
    consumer = broker.consume(queue, prefetch=2)
    first, _second = next(consumer), next(consumer)
    assert next(consumer) is None
    consumer.ack(first)
    assert next(consumer).args == ("c",)


def test_what_was_fetched_and_not_begun_is_given_back(broker: DoorbellBroker, queue: str) -> None:
    broker.enqueue(message(queue))
    consumer = broker.consume(queue)
    consumer.requeue([next(consumer)])
    consumer.close()
    assert next(broker.consume(queue)).args == ("1",)


def test_a_lost_connection_is_one_that_dramatiq_knows_how_to_reopen(queue: str) -> None:
    broker = DoorbellBroker("redis://127.0.0.1:1/0")
    broker.queues.add(queue)
    with pytest.raises(ConnectionClosed):
        next(broker.consume(queue))
