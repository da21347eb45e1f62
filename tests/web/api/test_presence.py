"""Who has a topic open: shown by name to whoever may read the topic, and gone 30 seconds after the last sign."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import redis

from models import events
from models.core import clock
from models.core.outgoing.presence import MOST_TABS, PresenceBoard
from models.core.outgoing.redis_client import connect
from schemas.events import EVENT_SCHEMAS
from tests.support.desk import Desk, Person, expect, refuse
from tests.support.events import EventListener
from tests.support.round_trips import counted_round_trips

CHANGED = "presence_changed"


def shows(person: Person, topic: str, **more: Any) -> None:
    expect(person.post("/presence", topic=topic, **more), 204)


def leaves(person: Person, topic: str, **more: Any) -> None:
    response = person.send("DELETE", "/presence", query_string={"topic": topic, **more})
    assert response.status_code == 204, response.text


def people_at(person: Person, *topics: str) -> dict[str, list[tuple[str, bool]]]:
    items = expect(person.get("/presence", topics=",".join(topics)), 200)["items"]
    assert {item["topic"] for item in items} == set(topics)
    return {item["topic"]: sorted((one["name"], one["typing"]) for one in item["people"]) for item in items}


def waiting(desk: Desk, **more: Any) -> dict[str, Any]:
    return desk.junior.escalates(desk.junior.opens_session(), **more)


@pytest.fixture
def board(redis_client: redis.Redis) -> PresenceBoard:
    """The board as a web process that wakes up later sees it."""
    return PresenceBoard(redis_client, write_event=events.presence_changed)


def test_people_are_shown_by_name_until_30_seconds_after_their_last_call(desk: Desk) -> None:
    handoff = waiting(desk)
    topics = ("escalations", f"session:{handoff['session_id']}", f"handoff:{handoff['id']}")
    for topic in topics:
        shows(desk.senior, topic)
    shows(desk.owner, topics[1], typing=True)
    seen = {topics[0]: [("Priya", False)], topics[1]: [("Olga", True), ("Priya", False)], topics[2]: [("Priya", False)]}
    assert people_at(desk.senior, *topics) == seen
    with clock.moved(timedelta(seconds=20)):
        shows(desk.senior, topics[1])
    with clock.moved(timedelta(seconds=29)):
        assert people_at(desk.junior, topics[1]) == {topics[1]: [("Olga", True), ("Priya", False)]}
    with clock.moved(timedelta(seconds=31)):
        assert people_at(desk.junior, *topics) == {topics[0]: [], topics[1]: [("Priya", False)], topics[2]: []}


def test_of_two_tabs_one_may_close(shared_desk: Desk) -> None:
    topic = f"session:{shared_desk.junior.opens_session()['id']}"
    shows(shared_desk.junior, topic, tab="first", typing=True)
    shows(shared_desk.junior, topic, tab="second")
    assert people_at(shared_desk.owner, topic) == {topic: [("Sam", True)]}
    leaves(shared_desk.junior, topic, tab="first")
    assert people_at(shared_desk.owner, topic) == {topic: [("Sam", False)]}
    shows(shared_desk.junior, topic, tab="first")
    leaves(shared_desk.junior, topic)
    assert people_at(shared_desk.owner, topic) == {topic: []}


def test_of_many_tabs_of_a_person_few_are_kept(shared_desk: Desk, redis_client: redis.Redis) -> None:
    """Each call looks at all of a topic's tabs, inside Redis."""
    topic = f"session:{shared_desk.junior.opens_session()['id']}"
    for number in range(MOST_TABS + 5):
        shows(shared_desk.junior, topic, tab=str(number))
    assert redis_client.hlen(f"fp:presence:{shared_desk.account_id}:{topic}") <= MOST_TABS + 1
    assert len(people_at(shared_desk.junior, topic)[topic]) == 1


def test_a_change_is_published_once_and_only_a_change(desk: Desk, heard: EventListener, board: PresenceBoard) -> None:
    topic = f"session:{desk.junior.opens_session()['id']}"
    sam, olga = {"id": desk.junior.id, "name": "Sam"}, {"id": desk.owner.id, "name": "Olga"}
    for _ in range(3):
        shows(desk.junior, topic)
    event = heard.wait_for(CHANGED, topic=topic)
    assert EVENT_SCHEMAS[CHANGED].validate(event["data"]) == {}
    assert (event["topics"], event["data"]["people"]) == ([topic], [{**sam, "typing": False}])
    with clock.moved(timedelta(seconds=5)):
        shows(desk.owner, topic, typing=True)
        # Both follow within the same second, so they are published together, after it.
        shows(desk.junior, topic, typing=True)
        shows(desk.owner, topic, typing=False)
    joined = heard.wait_for(CHANGED, topic=topic)["data"]["people"]
    assert sorted(joined, key=lambda one: one["name"]) == [{**olga, "typing": True}, {**sam, "typing": False}]
    board.look_at_due(at=clock.now() + timedelta(seconds=7))
    later = heard.wait_for(CHANGED, topic=topic)["data"]["people"]
    assert sorted(later, key=lambda one: one["name"]) == [{**olga, "typing": False}, {**sam, "typing": True}]
    board.look_at_due(at=clock.now() + timedelta(seconds=120))
    assert heard.wait_for(CHANGED, topic=topic)["data"]["people"] == []
    assert [event["data"] for event in heard.drain() if event["type"] == CHANGED and event["data"]["people"] == []][
        1:
    ] == []


def test_whoever_closes_the_page_leaves_at_once_without_a_call_of_anybody_else(
    desk: Desk, heard: EventListener
) -> None:
    """The web process publishes by itself what had to wait for the second's pause."""
    topic = f"session:{desk.junior.opens_session()['id']}"
    shows(desk.junior, topic)
    assert len(heard.wait_for(CHANGED, topic=topic)["data"]["people"]) == 1
    leaves(desk.junior, topic)
    assert heard.wait_for(CHANGED, topic=topic)["data"]["people"] == []


@pytest.mark.parametrize("is_targeted", [False, True])
def test_people_at_a_waiting_handoff_are_shown_in_the_queue_to_whom_it_concerns(
    desk: Desk, heard: EventListener, *, is_targeted: bool
) -> None:
    handoff = waiting(desk, target_user_id=desk.senior.id if is_targeted else None)
    topic = f"handoff:{handoff['id']}"
    shows(desk.senior, topic)
    event = heard.wait_for(CHANGED, topic=topic)
    assert set(event["topics"]) == {topic, "escalations"}
    assert event["audience"] == ([desk.senior.id] if is_targeted else None)
    expect(desk.senior.claims(handoff), 200)
    assert topic in heard.wait_for("handoff_claimed")["topics"]
    with clock.moved(timedelta(seconds=60)):
        shows(desk.senior, topic, typing=True)
    assert heard.wait_for(CHANGED, topic=topic)["topics"] == [topic]


def test_whoever_may_not_read_a_topic_is_neither_shown_nor_told(desk: Desk, other_desk: Desk) -> None:
    mine, handoff = desk.junior.opens_session(), waiting(desk)
    hidden, at = f"session:{mine['id']}", f"handoff:{handoff['id']}"
    for person, topic in ((desk.senior, hidden), (other_desk.owner, hidden), (other_desk.owner, at)):
        refuse(person.post("/presence", topic=topic), 404, "not_found")
        refuse(person.get("/presence", topics=topic), 404, "not_found")
        refuse(person.get("/stream", topics=topic), 404, "not_found")
    refuse(desk.viewer.post("/presence", topic="escalations"), 403, "role_required")
    refuse(desk.viewer.get("/presence", topics="escalations"), 403, "role_required")
    shows(desk.viewer, at)
    assert people_at(desk.junior, at) == {at: [("Vic", False)]}
    park = f"handoff:{desk.junior.parks(mine)['id']}"
    refuse(desk.owner.get("/presence", topics=park), 404, "not_found")
    expect(desk.senior.claims(handoff), 200)
    refuse(desk.viewer.post("/presence", topic=at), 404, "not_found")
    leaves(desk.viewer, at)
    assert people_at(desk.senior, at) == {at: []}


@pytest.mark.parametrize("topic", ["notifications", "session:1", "handoff:", "user:x", "escalations,escalations"])
def test_a_topic_that_there_is_not_is_refused(shared_desk: Desk, topic: str) -> None:
    refuse(shared_desk.junior.post("/presence", topic=topic), 422, "validation_failed")


def test_many_handoffs_are_read_in_one_statement(desk: Desk) -> None:
    topics = [f"handoff:{waiting(desk)['id']}" for _ in range(4)]
    shows(desk.senior, topics[1])
    people_at(desk.owner, topics[0])
    with counted_round_trips() as for_one:
        people_at(desk.owner, topics[0])
    with counted_round_trips() as for_all:
        assert people_at(desk.owner, *topics)[topics[1]] == [("Priya", False)]
    assert for_all.count == for_one.count


def test_without_redis_nobody_is_shown_and_no_call_fails(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    unreachable = PresenceBoard(connect("redis://127.0.0.1:1"), write_event=events.presence_changed)
    monkeypatch.setattr(desk.app.extensions["event_stream"].presence, "board", unreachable)
    shows(desk.senior, "escalations")
    assert people_at(desk.senior, "escalations") == {"escalations": []}
    leaves(desk.senior, "escalations")
