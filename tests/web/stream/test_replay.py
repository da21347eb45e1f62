"""A client that comes back hears what it missed, or that it must read again."""

from __future__ import annotations

import pytest

from models.core import ids
from models.core.outgoing import live
from schemas.events import EVENT_SCHEMAS
from tests.web.stream.conftest import StreamServer


def test_client_that_returns_hears_what_it_missed_once_and_in_order(stream_server: StreamServer) -> None:
    before = stream_server.listen()
    stream_server.publish(n=1)
    assert before.next().data == {"n": 1}
    before.close()
    for n in (2, 3):
        stream_server.publish(n=n)
    after = stream_server.listen(last_event_id=before.last_id)
    stream_server.publish(n=4)
    assert [after.next().data["n"] for _ in range(3)] == [2, 3, 4]


def test_client_that_left_after_ready_alone_misses_nothing(stream_server: StreamServer) -> None:
    before = stream_server.listen()
    before.close()
    stream_server.publish(n=1)
    assert stream_server.listen(last_event_id=before.last_id).next().data == {"n": 1}


def test_ready_of_a_replay_does_not_promise_what_follows_it(stream_server: StreamServer) -> None:
    before = stream_server.listen()
    stream_server.publish(n=1)
    ready = stream_server.open(last_event_id=before.last_id).next()
    assert ready.id == before.last_id


def test_replay_is_narrowed_like_the_stream(stream_server: StreamServer) -> None:
    mine = live.session_topic(ids.new_id())
    before = stream_server.listen(mine)
    stream_server.publish(topics=(live.session_topic(ids.new_id()),), n=1)
    stream_server.publish("handoff_created", audience=[str(ids.new_id())], n=2)
    stream_server.publish(topics=(mine,), n=3)
    assert stream_server.listen(mine, live.ESCALATIONS, last_event_id=before.last_id).next().data == {"n": 3}


def test_an_ephemeral_event_is_not_replayed(stream_server: StreamServer) -> None:
    before = stream_server.listen()
    stream_server.publish_ephemeral("reply_delta", n=1)
    stream_server.publish(n=2)
    assert stream_server.listen(last_event_id=before.last_id).next().data == {"n": 2}


@pytest.mark.parametrize("unknown", ["1-1", "not-a-position", "99999999999999999999-0", "1-1 \u2028", "0-0"])
def test_client_with_an_unknown_id_is_told_to_read_again(stream_server: StreamServer, unknown: str) -> None:
    stream_server.publish(n=1)
    reader = stream_server.listen(last_event_id=unknown.encode().decode("latin-1"))
    resync = reader.next()
    assert resync.type == "resync"
    assert EVENT_SCHEMAS["resync"].validate(resync.data) == {}
    stream_server.publish(n=2)
    assert stream_server.listen(last_event_id=resync.id).next().data == {"n": 2}


def test_client_returning_to_an_emptied_redis_is_told_to_read_again(stream_server: StreamServer) -> None:
    before = stream_server.listen()
    stream_server.client.delete(live.replay_key_of(stream_server.account_id))
    assert stream_server.listen(last_event_id=before.last_id).next().type == "resync"


def test_id_of_another_account_opens_nothing_of_that_account(stream_server: StreamServer) -> None:
    neighbour = ids.new_id()
    theirs = stream_server.listen(account_id=neighbour)
    stream_server.publish(account_id=neighbour, secret=True)
    ours = stream_server.listen(last_event_id=theirs.last_id, is_admin=True)
    stream_server.publish("session_changed", n=1)
    heard = [event.data for event in ours.until("session_changed")]
    assert not any("secret" in data for data in heard)
