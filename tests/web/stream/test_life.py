"""How streams begin, stay alive and end, and what the process holds for them."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from models.core import ids, live
from schemas.events import EVENT_SCHEMAS
from tests.web.stream.conftest import Desk, OwnRedis, pubsub_connections
from tests.web.stream.eventually import eventually
from tests.web.stream.reader import Event
from web.stream import Pace


def test_open_streams_are_told_bye_and_end_on_shutdown(desk: Desk) -> None:
    readers = [desk.listen() for _ in range(3)]
    desk.publish(n=1)
    assert all(reader.next().data == {"n": 1} for reader in readers)
    desk.stream.shut_down()
    for reader in readers:
        bye = reader.next()
        assert bye.type == "bye"
        assert EVENT_SCHEMAS["bye"].validate(bye.data) == {}
        assert reader.has_ended()
    assert eventually(lambda: desk.stream.figures()["open_streams"] == 0)


def test_stream_opened_during_shutdown_is_told_ready_then_bye(desk: Desk) -> None:
    desk.stream.shut_down()
    assert [event.type for event in desk.open().until("bye")] == ["ready", "bye"]


def test_hub_hangs_up_on_shutdown(own_redis: OwnRedis, make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(own_redis.url)
    desk.listen()
    desk.stream.shut_down()
    assert eventually(lambda: pubsub_connections(desk.client) == 0)


def test_any_number_of_clients_and_accounts_share_one_connection(
    own_redis: OwnRedis, make_desk: Callable[..., Desk]
) -> None:
    desk = make_desk(own_redis.url)
    for account_id in (None, ids.new_id(), ids.new_id()):
        for _ in range(7):
            desk.listen(account_id=account_id)
    assert pubsub_connections(desk.client) == 1


def test_idle_stream_sends_heartbeats(make_desk: Callable[..., Desk]) -> None:
    reader = make_desk(pace=Pace(heartbeat_seconds=0.05)).listen()
    assert reader.next_comment() == ": heartbeat"


def test_stream_ends_when_its_rights_are_gone(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(pace=Pace(recheck_seconds=0.05))
    reader = desk.listen()
    desk.publish(n=1)
    assert reader.next().data == {"n": 1}
    desk.may_stay = False
    assert reader.next().type == "bye"
    assert reader.has_ended()


def test_stream_ends_when_its_age_is_reached(make_desk: Callable[..., Desk]) -> None:
    reader = make_desk(pace=Pace(age_seconds=(0.05, 0.06))).listen()
    assert reader.next().type == "bye"
    assert reader.has_ended()


def test_client_that_hangs_up_is_let_go_without_a_write(desk: Desk) -> None:
    reader, other = desk.listen(), desk.listen()
    reader.close()
    assert eventually(lambda: desk.stream.figures()["open_streams"] == 1)
    desk.publish(n=1)
    assert other.next().data == {"n": 1}


def test_ninth_stream_of_a_user_is_refused_until_one_ends(desk: Desk) -> None:
    user_id = ids.new_id()
    readers = [desk.listen(user_id=user_id) for _ in range(8)]
    assert desk.open(user_id=user_id).response.status == 500  # a bare app: the edge makes TooManyRequests a 429
    readers[0].close()
    assert eventually(lambda: desk.open(user_id=user_id).response.status == 200)


def test_head_request_opens_no_stream_and_keeps_no_place(desk: Desk) -> None:
    user_id = ids.new_id()
    for _ in range(9):
        assert desk.open(user_id=user_id, method="HEAD").response.status == 200
    assert desk.stream.figures()["open_streams"] == 0


def test_slow_client_is_told_to_read_again_and_disturbs_nobody(desk: Desk) -> None:
    frozen, lively = desk.open(receive_buffer=4_096), desk.listen()
    text = "x" * 65_536
    for n in range(300):
        desk.publish(n=n, text=text)
        assert lively.next().data["n"] == n
    assert desk.stream.figures()["overflows"] > 0
    heard = frozen.until("resync")
    assert heard[0].type == "ready"
    assert len(heard) < 300


def test_clients_are_told_to_read_again_after_redis_was_away(
    own_redis: OwnRedis, make_desk: Callable[..., Desk]
) -> None:
    desk = make_desk(own_redis.url)
    readers = [desk.listen(), desk.listen(account_id=ids.new_id())]
    own_redis.kill()
    own_redis.start()
    assert [reader.next().type for reader in readers] == ["resync", "resync"]
    desk.publish(n=1)
    assert readers[0].next().data == {"n": 1}
    assert pubsub_connections(desk.client) == 1


def test_stream_opens_while_redis_is_away_and_catches_up(own_redis: OwnRedis, make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(own_redis.url)
    own_redis.kill()
    reader = desk.open()
    ready = reader.next()
    assert (ready.type, ready.id) == ("ready", None)
    own_redis.start()
    assert reader.next().type == "resync"
    desk.publish(n=1)
    assert reader.next().data == {"n": 1}


def test_program_reads_a_channel_as_flask_sse_messages(desk: Desk) -> None:
    heard: list[Event] = []
    messages = desk.stream.messages(channel="news")
    listening = threading.Thread(target=lambda: heard.append(next(messages)), daemon=True)
    listening.start()
    assert eventually(lambda: desk.stream.publish({"n": 1}, type="greeting", channel="news") == 1)
    listening.join(timeout=15)
    assert (heard[0].type, heard[0].data) == ("greeting", {"n": 1})


def test_program_publishes_to_browsers_by_topic(desk: Desk) -> None:
    reader = desk.listen()
    channel = live.channel_of(desk.account_id)
    desk.stream.publish({"n": 1}, type="greeting", channel=channel)
    desk.stream.publish({"n": 2}, type="greeting", channel=channel, topics=[live.ESCALATIONS])
    assert reader.next().data == {"n": 2}


def test_event_name_that_would_end_its_line_is_refused(desk: Desk) -> None:
    with pytest.raises(ValueError, match="not an event name"):
        desk.stream.publish({}, type="x\ndata: forged")
