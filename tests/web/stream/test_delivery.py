"""Who hears what, and how it looks on the wire."""

from __future__ import annotations

from models.core import ids, live
from schemas.events import EVENT_SCHEMAS
from tests.web.stream.conftest import Desk


def test_client_is_told_ready_at_once(desk: Desk) -> None:
    reader = desk.open()
    ready = reader.next()
    assert reader.response.headers["Content-Type"].startswith("text/event-stream")
    assert reader.response.headers["Cache-Control"] == "no-store"
    assert reader.response.headers["X-Accel-Buffering"] == "no"
    assert (ready.type, ready.data["account_id"]) == ("ready", str(desk.account_id))
    assert ready.id is not None
    assert ready.retry is not None
    assert 1_000 <= ready.retry <= 5_000
    assert EVENT_SCHEMAS["ready"].validate(ready.data) == {}


def test_client_hears_its_topics_and_no_others(desk: Desk) -> None:
    mine, other = live.session_topic(ids.new_id()), live.session_topic(ids.new_id())
    reader = desk.listen(mine)
    desk.publish(topics=(other,), n=1)
    desk.publish(topics=(live.ESCALATIONS,), n=2)
    desk.publish(topics=(live.ESCALATIONS, mine), n=3)
    assert reader.next().data == {"n": 3}


def test_event_of_two_topics_is_told_once(desk: Desk) -> None:
    mine = live.session_topic(ids.new_id())
    reader = desk.listen(mine, live.ESCALATIONS)
    desk.publish(topics=(live.ESCALATIONS, mine), n=1)
    desk.publish(topics=(mine,), n=2)
    assert [reader.next().data["n"], reader.next().data["n"]] == [1, 2]


def test_targeted_escalation_reaches_its_target_and_admins_only(desk: Desk) -> None:
    target = ids.new_id()
    to_target, to_admin, to_colleague = desk.listen(user_id=target), desk.listen(is_admin=True), desk.listen()
    desk.publish("handoff_created", audience=[str(target)])
    desk.publish("session_changed")
    assert to_target.next().type == "handoff_created"
    assert to_admin.next().type == "handoff_created"
    assert to_colleague.next().type == "session_changed"


def test_audience_narrows_escalations_but_not_the_session(desk: Desk) -> None:
    mine = live.session_topic(ids.new_id())
    reader = desk.listen(mine, live.ESCALATIONS)
    desk.publish("handoff_claimed", topics=(live.ESCALATIONS, mine), audience=[str(ids.new_id())])
    assert reader.next().type == "handoff_claimed"


def test_admin_hears_nothing_of_topics_that_were_not_asked_for(desk: Desk) -> None:
    reader = desk.listen(live.ESCALATIONS, is_admin=True)
    desk.publish("step_created", topics=(live.session_topic(ids.new_id()),))
    desk.publish("handoff_created")
    assert reader.next().type == "handoff_created"


def test_account_never_hears_another(desk: Desk) -> None:
    neighbour = ids.new_id()
    ours, theirs = desk.listen(), desk.listen(account_id=neighbour, is_admin=True)
    desk.publish(n="ours")
    desk.publish(account_id=neighbour, n="theirs")
    assert ours.next().data == {"n": "ours"}
    assert theirs.next().data == {"n": "theirs"}


def test_event_carries_its_position_and_a_fleeting_one_none(desk: Desk) -> None:
    reader = desk.listen()
    desk.publish_fleeting("reply_delta", text="Restart")
    desk.publish("reply_finished")
    delta, finished = reader.next(), reader.next()
    assert (delta.type, delta.id, delta.data) == ("reply_delta", None, {"text": "Restart"})
    assert finished.id is not None


def test_text_of_any_kind_arrives_whole(desk: Desk) -> None:
    text = "CR\r LF\n CRLF\r\n LS\u2028 NEL\x85 FF\x0c event: bye\n\ndata: {} ü 😀"
    reader = desk.listen()
    desk.publish(problem=text)
    desk.publish(n=2)
    assert reader.next().data == {"problem": text}
    assert reader.next().data == {"n": 2}


def test_malformed_message_is_dropped_and_counted(desk: Desk) -> None:
    reader = desk.listen()
    for payload in (b"", b"1-1 nonsense", b"- []", b'- {"type": "a\\nb", "data": 1}', b'- {"type": "x"}'):
        desk.client.publish(live.channel_of(desk.account_id), payload)
    desk.publish(n=1)
    assert reader.next().data == {"n": 1}
    assert desk.stream.figures()["malformed"] == 5


def test_frames_of_many_events_are_never_torn(desk: Desk) -> None:
    readers = [desk.listen() for _ in range(5)]
    for n in range(50):
        desk.publish(n=n, text="x" * (n * 97))
    for reader in readers:
        assert [reader.next().data["n"] for _ in range(50)] == list(range(50))
