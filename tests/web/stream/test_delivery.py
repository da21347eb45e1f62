"""Who hears what, and how it is encoded."""

from __future__ import annotations

from models.core import ids
from models.core.outgoing import live
from schemas.events import EVENT_SCHEMAS
from tests.web.stream.conftest import StreamServer


def test_client_is_told_ready_at_once(stream_server: StreamServer) -> None:
    reader = stream_server.open()
    ready = reader.next()
    assert reader.response.headers["Content-Type"].startswith("text/event-stream")
    assert reader.response.headers["Cache-Control"] == "no-store"
    assert reader.response.headers["X-Accel-Buffering"] == "no"
    assert (ready.type, ready.data["account_id"]) == ("ready", str(stream_server.account_id))
    assert ready.id is not None
    assert ready.retry is not None
    assert 1_000 <= ready.retry <= 5_000
    assert EVENT_SCHEMAS["ready"].validate(ready.data) == {}


def test_client_hears_its_topics_and_no_others(stream_server: StreamServer) -> None:
    mine, other = live.session_topic(ids.new_id()), live.session_topic(ids.new_id())
    reader = stream_server.listen(mine)
    stream_server.publish(topics=(other,), n=1)
    stream_server.publish(topics=(live.ESCALATIONS,), n=2)
    stream_server.publish(topics=(live.ESCALATIONS, mine), n=3)
    assert reader.next().data == {"n": 3}


def test_event_of_two_topics_is_told_once(stream_server: StreamServer) -> None:
    mine = live.session_topic(ids.new_id())
    reader = stream_server.listen(mine, live.ESCALATIONS)
    stream_server.publish(topics=(live.ESCALATIONS, mine), n=1)
    stream_server.publish(topics=(mine,), n=2)
    assert [reader.next().data["n"], reader.next().data["n"]] == [1, 2]


def test_targeted_escalation_reaches_its_target_and_admins_only(stream_server: StreamServer) -> None:
    target = ids.new_id()
    to_target, to_admin, to_colleague = (
        stream_server.listen(user_id=target),
        stream_server.listen(is_admin=True),
        stream_server.listen(),
    )
    stream_server.publish("handoff_created", audience=[str(target)])
    stream_server.publish("session_changed")
    assert to_target.next().type == "handoff_created"
    assert to_admin.next().type == "handoff_created"
    assert to_colleague.next().type == "session_changed"


def test_audience_narrows_escalations_but_not_the_session(stream_server: StreamServer) -> None:
    mine = live.session_topic(ids.new_id())
    reader = stream_server.listen(mine, live.ESCALATIONS)
    stream_server.publish("handoff_claimed", topics=(live.ESCALATIONS, mine), audience=[str(ids.new_id())])
    assert reader.next().type == "handoff_claimed"


def test_admin_hears_nothing_of_topics_that_were_not_asked_for(stream_server: StreamServer) -> None:
    reader = stream_server.listen(live.ESCALATIONS, is_admin=True)
    stream_server.publish("step_created", topics=(live.session_topic(ids.new_id()),))
    stream_server.publish("handoff_created")
    assert reader.next().type == "handoff_created"


def test_account_never_hears_another(stream_server: StreamServer) -> None:
    neighbour = ids.new_id()
    ours, theirs = stream_server.listen(), stream_server.listen(account_id=neighbour, is_admin=True)
    stream_server.publish(n="ours")
    stream_server.publish(account_id=neighbour, n="theirs")
    assert ours.next().data == {"n": "ours"}
    assert theirs.next().data == {"n": "theirs"}


def test_an_event_carries_its_position_and_an_ephemeral_one_none(stream_server: StreamServer) -> None:
    reader = stream_server.listen()
    stream_server.publish_ephemeral("reply_delta", text="Restart")
    stream_server.publish("reply_finished")
    delta, finished = reader.next(), reader.next()
    assert (delta.type, delta.id, delta.data) == ("reply_delta", None, {"text": "Restart"})
    assert finished.id is not None


def test_text_of_any_kind_arrives_whole(stream_server: StreamServer) -> None:
    text = "CR\r LF\n CRLF\r\n LS\u2028 NEL\x85 FF\x0c event: bye\n\ndata: {} ü 😀"
    reader = stream_server.listen()
    stream_server.publish(problem=text)
    stream_server.publish(n=2)
    assert reader.next().data == {"problem": text}
    assert reader.next().data == {"n": 2}


def test_malformed_message_is_dropped_and_counted(stream_server: StreamServer) -> None:
    reader = stream_server.listen()
    for payload in (b"", b"1-1 nonsense", b"- []", b'- {"type": "a\\nb", "data": 1}', b'- {"type": "x"}'):
        stream_server.client.publish(live.channel_of(stream_server.account_id), payload)
    stream_server.publish(n=1)
    assert reader.next().data == {"n": 1}
    assert stream_server.stream.metrics()["malformed"] == 5


def test_frames_of_many_events_are_never_torn(stream_server: StreamServer) -> None:
    readers = [stream_server.listen() for _ in range(5)]
    for n in range(50):
        stream_server.publish(n=n, text="x" * (n * 97))
    for reader in readers:
        assert [reader.next().data["n"] for _ in range(50)] == list(range(50))
