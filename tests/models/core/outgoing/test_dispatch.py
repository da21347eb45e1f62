"""From the outbox to Redis: events first, everything in one round trip, and Redis may forget or be away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
import redis
from dramatiq import Message

from models.core import ids
from models.core.outgoing import live, outbox
from models.core.outgoing.broker import DoorbellBroker
from models.core.outgoing.dispatch import Dispatcher
from models.core.outgoing.stop_flags import StopFlags
from settings import Settings
from tests.models.core.conftest import job_row
from tests.support.desk import API, PASSWORD, Desk, expect
from tests.support.events import EventListener
from web import create_app

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture
def queue() -> str:
    """A queue of this test's own, so that no worker of another takes its messages."""
    return f"test-{uuid4().hex}"


@pytest.fixture
def broker(redis_url: str, queue: str) -> Iterator[DoorbellBroker]:
    broker = DoorbellBroker(redis_url)
    broker.declare_queue(queue)
    yield broker
    broker.client.close()


@pytest.fixture
def dispatcher(broker: DoorbellBroker, queue: str) -> Dispatcher:
    return Dispatcher(broker, queue_of=lambda name: queue)


def event_row(desk: Desk, text: str = "hello") -> outbox.Row:
    envelope = {"type": "session_changed", "data": {"text": text}, "topics": ["escalations"], "audience": None}
    return outbox.Row(account_id=desk.account_id, kind=outbox.Kind.EVENT, name="session_changed", args=envelope)


def received(broker: DoorbellBroker, queue: str, number: int) -> list[Message]:
    consumer = broker.consume(queue, prefetch=8, timeout=100)
    messages = [next(consumer) for _ in range(number)]
    for message in messages:
        consumer.ack(message)
    consumer.close()
    return messages


def test_a_sent_job_reaches_the_queue_with_its_rows_id_alone(
    dispatcher: Dispatcher, broker: DoorbellBroker, queue: str, desk: Desk
) -> None:
    row = job_row(desk.account_id)
    dispatcher.send([row])
    (message,) = received(broker, queue, 1)
    assert (message.actor_name, message.args, message.kwargs) == ("reply.write", (str(row.id),), {})


def test_events_are_sent_before_jobs_whatever_their_order(
    dispatcher: Dispatcher,
    broker: DoorbellBroker,
    queue: str,
    desk: Desk,
    heard: EventListener,
    redis_client: redis.Redis,
) -> None:
    with redis_client.monitor() as monitor:
        dispatcher.send([job_row(desk.account_id), event_row(desk)])
        commands = []
        while not any("RPUSH" in command and queue in command for command in commands):
            commands.append(monitor.next_command()["command"])
    told = next(place for place, command in enumerate(commands) if live.channel_of(desk.account_id) in command)
    asked = next(place for place, command in enumerate(commands) if queue in command)
    assert told < asked


def test_an_event_sent_twice_is_heard_once(dispatcher: Dispatcher, desk: Desk, heard: EventListener) -> None:
    row = event_row(desk)
    dispatcher.send([row])
    dispatcher.send([row])
    heard.drain()
    assert heard.types() == ["session_changed"]


def test_an_event_is_kept_for_those_who_were_away(
    dispatcher: Dispatcher, desk: Desk, redis_client: redis.Redis
) -> None:
    dispatcher.send([event_row(desk)])
    key = live.replay_key_of(desk.account_id)
    assert redis_client.xlen(key) == 1
    assert 0 < redis_client.ttl(key) <= live.REPLAY_SECONDS


def test_after_redis_forgot_its_scripts_everything_still_arrives_once(
    dispatcher: Dispatcher,
    broker: DoorbellBroker,
    queue: str,
    desk: Desk,
    heard: EventListener,
    redis_client: redis.Redis,
) -> None:
    redis_client.script_flush()
    dispatcher.send([event_row(desk, "one"), event_row(desk, "two"), job_row(desk.account_id)])
    assert len(received(broker, queue, 1)) == 1
    heard.drain()
    assert [event["data"]["text"] for event in heard.all] == ["one", "two"]


def test_enqueuing_survives_forgotten_scripts_too(
    broker: DoorbellBroker, queue: str, redis_client: redis.Redis
) -> None:
    redis_client.script_flush()
    broker.enqueue(Message(queue_name=queue, actor_name="reply.write", args=("1",), kwargs={}, options={}))
    assert [message.args for message in received(broker, queue, 1)] == [("1",)]


def test_an_enqueued_message_rings_the_bell_of_its_queue(
    broker: DoorbellBroker, queue: str, redis_client: redis.Redis
) -> None:
    broker.enqueue(Message(queue_name=queue, actor_name="reply.write", args=("1",), kwargs={}, options={}))
    assert redis_client.llen(broker.bell_of(queue)) == 1


def test_what_still_waits_is_not_sent_again_and_what_was_fetched_or_lost_is(
    dispatcher: Dispatcher, broker: DoorbellBroker, queue: str, desk: Desk, redis_client: redis.Redis
) -> None:
    def sends_again() -> list[outbox.Row]:
        dispatcher.forget_fetched([queue])
        return dispatcher.send_missing(rows)

    rows = [job_row(desk.account_id) for _ in range(20)]
    for row in rows:
        dispatcher.send([row])
    redis_client.script_flush()
    assert sends_again() == []
    # A worker fetches half of them, and is never heard of again.
    assert len(broker.do_fetch(queue, 10)) == 10
    again = sends_again()
    # What was sent in the same millisecond as the head counts as waiting until the head is fetched.
    assert again == rows[: len(again)]
    assert 1 <= len(again) <= 10
    redis_client.delete(f"{broker.namespace}:{queue}")
    assert sends_again() == rows


def test_nothing_is_kept_of_what_was_fetched(
    dispatcher: Dispatcher, broker: DoorbellBroker, queue: str, desk: Desk, redis_client: redis.Redis
) -> None:
    dispatcher.send([job_row(desk.account_id) for _ in range(3)])
    received(broker, queue, 3)
    dispatcher.forget_fetched([queue])
    assert redis_client.keys(f"{broker.namespace}:{queue}.sent") == []


def test_a_bell_that_nobody_hears_does_not_grow_without_end(
    dispatcher: Dispatcher, broker: DoorbellBroker, queue: str, desk: Desk, redis_client: redis.Redis
) -> None:
    dispatcher.send([job_row(desk.account_id) for _ in range(100)])
    assert redis_client.llen(broker.bell_of(queue)) == 64


def test_a_delayed_message_is_refused(broker: DoorbellBroker, queue: str) -> None:
    message = Message(queue_name=queue, actor_name="reply.write", args=(), kwargs={}, options={})
    with pytest.raises(ValueError, match="outbox"):
        broker.enqueue(message, delay=1_000)


def test_nothing_to_send_asks_nothing_of_redis(queue: str) -> None:
    Dispatcher(DoorbellBroker(NOBODY_LISTENS), queue_of=lambda name: queue).send([])


def test_sending_while_redis_is_away_says_so_but_the_fast_path_does_not(desk: Desk, queue: str) -> None:
    dispatcher = Dispatcher(DoorbellBroker(NOBODY_LISTENS), queue_of=lambda name: queue)
    with pytest.raises(redis.RedisError):
        dispatcher.send([job_row(desk.account_id)])
    dispatcher.take_fast_path([job_row(desk.account_id)])


def test_while_redis_is_away_a_request_succeeds_and_its_rows_wait(desk: Desk, settings: Settings) -> None:
    client = create_app(replace(settings, redis_url=NOBODY_LISTENS)).test_client()
    body = {"email": desk.junior.email, "password": PASSWORD}
    token = expect(client.post(f"{API}/auth/login", json=body), 200)["csrf_token"]
    headers = {"X-CSRF-Token": token}
    ai_session = expect(client.post(f"{API}/ai-sessions", json={"problem": "No mail"}, headers=headers), 201)
    path = f"{API}/ai-sessions/{ai_session['id']}/handoff"
    expect(client.post(path, json={"intent": "escalate", "reason": "Stuck"}, headers=headers), 201)
    expect(client.post(f"{API}/ai-sessions/{ai_session['id']}/reply/cancel", headers=headers), 202)
    assert client.get("/readyz").status_code == 503
    waiting = desk.rows(outbox.OutboxRow.__table__.select().where(outbox.OutboxRow.state == "ready"))
    assert len(waiting) >= 3


def test_a_stop_flag_is_seen_by_whoever_looks(redis_client: redis.Redis) -> None:
    flags, reply_id = StopFlags(redis_client), ids.new_id()
    assert not flags.is_raised_for(reply_id)
    flags.raise_for(reply_id)
    assert flags.is_raised_for(reply_id)


def test_a_stop_flag_while_redis_is_away_is_no_error() -> None:
    client = redis.Redis.from_url(NOBODY_LISTENS)
    flags, reply_id = StopFlags(client), ids.new_id()
    flags.raise_for(reply_id)
    assert not flags.is_raised_for(reply_id)
    client.close()
