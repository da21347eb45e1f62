"""How streams begin, stay alive and end, and what the process holds for them."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from models.core import ids
from models.core.outgoing import live
from schemas.events import EVENT_SCHEMAS
from tests.support.eventually import eventually
from tests.support.own_redis import OwnRedis
from tests.support.sse import SseEvent
from tests.web.stream.conftest import StreamServer, pubsub_connections
from web.stream import StreamTiming


def test_open_streams_are_told_bye_and_end_on_shutdown(stream_server: StreamServer) -> None:
    readers = [stream_server.listen() for _ in range(3)]
    stream_server.publish(n=1)
    assert all(reader.next().data == {"n": 1} for reader in readers)
    stream_server.stream.shut_down()
    for reader in readers:
        bye = reader.next()
        assert bye.type == "bye"
        assert EVENT_SCHEMAS["bye"].validate(bye.data) == {}
        assert reader.has_ended()
    assert eventually(lambda: stream_server.stream.metrics()["open_streams"] == 0)


def test_stream_opened_during_shutdown_is_told_ready_then_bye(stream_server: StreamServer) -> None:
    stream_server.stream.shut_down()
    assert [event.type for event in stream_server.open().until("bye")] == ["ready", "bye"]


def test_hub_hangs_up_on_shutdown(own_redis: OwnRedis, make_stream_server: Callable[..., StreamServer]) -> None:
    stream_server = make_stream_server(own_redis.url)
    stream_server.listen()
    stream_server.stream.shut_down()
    assert eventually(lambda: pubsub_connections(stream_server.client) == 0)


def test_any_number_of_clients_and_accounts_share_one_connection(
    own_redis: OwnRedis, make_stream_server: Callable[..., StreamServer]
) -> None:
    stream_server = make_stream_server(own_redis.url)
    for account_id in (None, ids.new_id(), ids.new_id()):
        for _ in range(7):
            stream_server.listen(account_id=account_id)
    assert pubsub_connections(stream_server.client) == 1


def test_idle_stream_sends_heartbeats_and_an_event_that_a_browsers_code_sees(
    make_stream_server: Callable[..., StreamServer],
) -> None:
    reader = make_stream_server(timing=StreamTiming(heartbeat_seconds=0.05)).listen()
    assert reader.next_comment() == ": heartbeat"
    ping = reader.next()
    assert (ping.type, ping.id) == ("ping", None)
    assert EVENT_SCHEMAS["ping"].validate(ping.data) == {}


def test_stream_tells_first_whose_it_is_and_what_time_it_is_at_the_server(stream_server: StreamServer) -> None:
    user_id = ids.new_id()
    ready = stream_server.open(user_id=user_id).next()
    assert EVENT_SCHEMAS["ready"].validate(ready.data) == {}
    assert (ready.data["account_id"], ready.data["user_id"]) == (str(stream_server.account_id), str(user_id))


def test_stream_ends_when_its_rights_are_gone(make_stream_server: Callable[..., StreamServer]) -> None:
    stream_server = make_stream_server(timing=StreamTiming(recheck_seconds=0.05))
    reader = stream_server.listen()
    stream_server.publish(n=1)
    assert reader.next().data == {"n": 1}
    stream_server.may_stay = False
    assert reader.next().type == "bye"
    assert reader.has_ended()


def test_stream_whose_rights_went_while_it_opened_ends_at_once(stream_server: StreamServer) -> None:
    stream_server.may_stay = False
    reader = stream_server.open()
    assert [event.type for event in reader.until("bye")] == ["ready", "bye"]
    assert reader.has_ended()


def test_stream_ends_when_its_age_is_reached(make_stream_server: Callable[..., StreamServer]) -> None:
    reader = make_stream_server(timing=StreamTiming(max_age_seconds=(0.05, 0.06))).listen()
    assert reader.next().type == "bye"
    assert reader.has_ended()


def test_client_that_hangs_up_is_let_go_without_a_write(stream_server: StreamServer) -> None:
    reader, other = stream_server.listen(), stream_server.listen()
    reader.close()
    assert eventually(lambda: stream_server.stream.metrics()["open_streams"] == 1)
    stream_server.publish(n=1)
    assert other.next().data == {"n": 1}


def test_ninth_stream_of_a_user_is_refused_until_one_ends(stream_server: StreamServer) -> None:
    user_id = ids.new_id()
    readers = [stream_server.listen(user_id=user_id) for _ in range(8)]
    assert (
        stream_server.open(user_id=user_id).response.status == 500
    )  # a bare app: the edge makes TooManyRequests a 429
    readers[0].close()
    assert eventually(lambda: stream_server.open(user_id=user_id).response.status == 200)


def test_head_request_opens_no_stream_and_keeps_no_place(stream_server: StreamServer) -> None:
    user_id = ids.new_id()
    for _ in range(9):
        # The server closes the answer a moment after its client has it.
        assert eventually(lambda: stream_server.open(user_id=user_id, method="HEAD").response.status == 200)
    assert stream_server.stream.metrics()["open_streams"] == 0


def test_slow_client_is_told_to_read_again_and_disturbs_nobody(stream_server: StreamServer) -> None:
    frozen, lively = stream_server.open(receive_buffer=4_096), stream_server.listen()
    text = "x" * 65_536
    for n in range(300):
        stream_server.publish(n=n, text=text)
        assert lively.next().data["n"] == n
    assert stream_server.stream.metrics()["overflows"] > 0
    heard = frozen.until("resync")
    assert heard[0].type == "ready"
    assert len(heard) < 300


def test_clients_are_told_to_read_again_after_redis_was_away(
    own_redis: OwnRedis, make_stream_server: Callable[..., StreamServer]
) -> None:
    stream_server = make_stream_server(own_redis.url)
    readers = [stream_server.listen(), stream_server.listen(account_id=ids.new_id())]
    own_redis.kill()
    own_redis.start()
    assert [reader.next().type for reader in readers] == ["resync", "resync"]
    stream_server.publish(n=1)
    assert readers[0].next().data == {"n": 1}
    assert pubsub_connections(stream_server.client) == 1


def test_stream_opens_while_redis_is_away_and_catches_up(
    own_redis: OwnRedis, make_stream_server: Callable[..., StreamServer]
) -> None:
    stream_server = make_stream_server(own_redis.url)
    own_redis.kill()
    reader = stream_server.open()
    ready = reader.next()
    assert (ready.type, ready.id) == ("ready", None)
    own_redis.start()
    assert reader.next().type == "resync"
    stream_server.publish(n=1)
    assert reader.next().data == {"n": 1}


def test_program_reads_a_channel_as_flask_sse_messages(stream_server: StreamServer) -> None:
    heard: list[SseEvent] = []
    messages = stream_server.stream.messages(channel="news")
    listening = threading.Thread(target=lambda: heard.append(next(messages)), daemon=True)
    listening.start()
    assert eventually(lambda: stream_server.stream.publish({"n": 1}, type="greeting", channel="news") == 1)
    listening.join(timeout=15)
    assert (heard[0].type, heard[0].data) == ("greeting", {"n": 1})


def test_program_publishes_to_browsers_by_topic(stream_server: StreamServer) -> None:
    reader = stream_server.listen()
    channel = live.channel_of(stream_server.account_id)
    stream_server.stream.publish({"n": 1}, type="greeting", channel=channel)
    stream_server.stream.publish({"n": 2}, type="greeting", channel=channel, topics=[live.ESCALATIONS])
    assert reader.next().data == {"n": 2}


def test_event_name_that_would_end_its_line_is_refused(stream_server: StreamServer) -> None:
    with pytest.raises(ValueError, match="not an event name"):
        stream_server.stream.publish({}, type="x\ndata: forged")
