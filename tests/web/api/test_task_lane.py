"""The task lane: what the copilot asks for is answered, done or skipped, and one reply covers several answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from models.lane_item import MOST_OPEN
from models.reply import Reply, ReplyStatus
from tests.support.chat import steps_of, writes
from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener
from tests.support.lane import (
    closes,
    copilot_asks,
    copilot_finishes,
    copilot_starts,
    lane_of,
    open_items,
    path_of_lane,
    sends,
)

SCOPE, SINCE, REBOOT = "Who is affected?", "Since when?", "Restart the print server"


def states(desk: Desk, ai_session: dict[str, Any]) -> dict[str, str]:
    return {item["text"]: item["state"] for item in lane_of(desk.junior, ai_session)}


def test_an_item_has_the_fields_of_the_contract(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    question, action = copilot_asks(desk, ai_session, SCOPE, actions=[REBOOT])
    assert question == {
        "id": question["id"],
        "kind": "question",
        "text": SCOPE,
        "choices": ["Yes", "No"],
        "command": None,
        "state": "open",
        "answer": None,
        "waiting": False,
        "closed_by": None,
        "step_id": steps_of(desk.junior, ai_session)[-1]["id"],
        "answer_step_id": None,
        "created_at": question["created_at"],
    }
    assert (action["kind"], action["choices"], action["command"]) == ("action", [], "whoami")


def test_an_answer_writes_a_message_that_quotes_the_question(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session()
    scope, _ = copilot_asks(desk, ai_session, SCOPE, SINCE)
    version = desk.junior.reads(ai_session)["state_version"]
    closed = expect(closes(desk.junior, ai_session, scope, answer=" Only Jane "), 200)
    step = steps_of(desk.junior, ai_session)[-1]
    assert closed["step"] == step
    assert (step["kind"], step["author"]["name"], step["content"]) == ("user_message", "Sam", f"> {SCOPE}\n\nOnly Jane")
    assert step["data"] == {"kind": "lane_answer", "item_id": scope["id"], "question": SCOPE}
    item = lane_of(desk.junior, ai_session)[0]
    assert closed["item"] == item
    assert (item["state"], item["answer"], item["answer_step_id"]) == ("answered", "Only Jane", step["id"])
    assert item["closed_by"] == {"id": desk.junior.id, "name": "Sam"}
    assert desk.junior.reads(ai_session)["state_version"] == version + 1
    heard.wait_for("task_lane_changed", item_id=scope["id"], status="answered")


def test_a_done_action_writes_an_action_with_its_note(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    reboot, _ = copilot_asks(desk, ai_session, actions=[REBOOT, "Read the event log"])
    version = desk.junior.reads(ai_session)["state_version"]
    closed = expect(closes(desk.junior, ai_session, reboot, done=True, note="It took two minutes"), 200)
    step = closed["step"]
    assert (step["kind"], step["content"]) == ("action", f"Done: {REBOOT}\n\nIt took two minutes")
    assert step["data"] == {
        "kind": "lane_action",
        "item_id": reboot["id"],
        "action": REBOOT,
        "command": "whoami",
        "notes": "It took two minutes",
    }
    assert (closed["item"]["state"], closed["item"]["answer"]) == ("done", "It took two minutes")
    assert desk.junior.reads(ai_session)["state_version"] == version + 1


def test_a_skip_writes_no_step_and_is_no_version(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    (scope,) = copilot_asks(desk, ai_session, SCOPE)
    before = desk.junior.reads(ai_session)
    closed = expect(closes(desk.junior, ai_session, scope, skipped=True, note="Nobody knows"), 200)
    assert (closed["step"], closed["reply"]) == (None, None)
    assert (closed["item"]["state"], closed["item"]["answer"]) == ("skipped", "Nobody knows")
    after = desk.junior.reads(ai_session)
    assert [after[name] - before[name] for name in ("step_count", "state_version")] == [0, 0]


def test_the_answer_to_the_last_open_question_asks_for_one_reply_to_all(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    scope, since, _ = copilot_asks(desk, ai_session, SCOPE, SINCE, actions=[REBOOT])
    first = expect(closes(desk.junior, ai_session, scope, answer="Jane"), 200)
    assert (first["reply"], first["item"]["waiting"]) == (None, True)
    last = expect(closes(desk.junior, ai_session, since, answer="Monday"), 200)
    assert (last["reply"]["status"], last["item"]["waiting"]) == ("queued", False)
    assert [item["waiting"] for item in lane_of(desk.junior, ai_session)] == [False, False, False]
    assert desk.junior.reads(ai_session)["reply"] == last["reply"]


def test_a_tick_asks_for_a_reply_when_nothing_is_open_any_more(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    scope, reboot, log = copilot_asks(desk, ai_session, SCOPE, actions=[REBOOT, "Read the log"])
    assert expect(closes(desk.junior, ai_session, reboot, done=True), 200)["reply"] is None
    assert expect(closes(desk.junior, ai_session, scope, skipped=True), 200)["reply"] is None
    assert expect(closes(desk.junior, ai_session, log, done=True), 200)["reply"]["status"] == "queued"


def test_what_was_answered_can_be_sent_before_the_rest(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    scope, _ = copilot_asks(desk, ai_session, SCOPE, SINCE)
    refuse(sends(desk.junior, ai_session), 409, "nothing_to_send")
    expect(closes(desk.junior, ai_session, scope, answer="Jane"), 200)
    asked = expect(sends(desk.junior, ai_session), 202)
    assert asked["reply"]["status"] == "queued"
    assert expect(sends(desk.junior, ai_session), 202) == asked, "the reply that waits answers them already"


def test_an_answer_that_a_running_reply_has_not_read_waits_for_the_next(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    scope, _ = copilot_asks(desk, ai_session, SCOPE, SINCE)
    writes(desk.junior, ai_session, "By the way, it is raining")
    running = copilot_starts(desk, ai_session)
    expect(closes(desk.junior, ai_session, scope, answer="Jane"), 200)
    assert lane_of(desk.junior, ai_session)[0]["waiting"] is True
    copilot_finishes(desk, running, SCOPE, SINCE)
    assert states(desk, ai_session) == {SCOPE: "answered", SINCE: "open"}, "what was answered is not asked again"
    assert lane_of(desk.junior, ai_session)[0]["waiting"] is True
    expect(sends(desk.junior, ai_session), 202)
    assert lane_of(desk.junior, ai_session)[0]["waiting"] is False


def test_a_repeated_item_stays_and_what_is_no_longer_needed_is_obsolete(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session()
    scope, since = copilot_asks(desk, ai_session, SCOPE, SINCE)
    kept, log = copilot_asks(desk, ai_session, "who is  affected", actions=["Read the log"])
    assert (kept, log["text"]) == (scope, "Read the log")
    assert states(desk, ai_session) == {SCOPE: "open", SINCE: "obsolete", "Read the log": "open"}
    heard.wait_for("task_lane_changed", item_id=since["id"], status="obsolete")
    heard.wait_for("task_lane_changed", item_id=log["id"], status="open")


def test_an_answered_question_may_be_asked_again_and_a_skipped_one_may_not(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    scope, since = copilot_asks(desk, ai_session, SCOPE, SINCE)
    expect(closes(desk.junior, ai_session, since, skipped=True), 200)
    expect(closes(desk.junior, ai_session, scope, answer="Jane"), 200)
    (again,) = copilot_asks(desk, ai_session, SCOPE, SINCE)
    assert (again["text"], again["id"] != scope["id"]) == (SCOPE, True)


def test_at_most_seven_are_open_and_the_older_ones_come_first(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    first = copilot_asks(desk, ai_session, *[f"Question {number}?" for number in range(4)])
    more = [f"Question {number}?" for number in (9, 8, 7, 6, 5, 3, 2, 1, 0)]
    now = copilot_asks(desk, ai_session, *more)
    assert len(now) == MOST_OPEN
    assert now[:4] == first
    assert [item["text"] for item in now[4:]] == more[:3]


@pytest.mark.parametrize("status", [ReplyStatus.FAILED, ReplyStatus.CANCELLED])
def test_a_reply_that_did_not_finish_changes_nothing(desk: Desk, status: ReplyStatus) -> None:
    ai_session = desk.junior.opens_session()
    (scope,) = copilot_asks(desk, ai_session, SCOPE)
    copilot_finishes(desk, copilot_starts(desk, ai_session), SINCE, status=status)
    assert open_items(desk.junior, ai_session) == [scope]


def test_a_closed_item_tells_how_and_by_whom(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    scope, since = copilot_asks(desk, ai_session, SCOPE, SINCE)
    expect(closes(desk.junior, ai_session, scope, answer="Jane"), 200)
    for how in ({"answer": "Joe"}, {"skipped": True}):
        detail = refuse(closes(desk.junior, ai_session, scope, **how), 409, "item_closed")
        assert detail == {"state": "answered", "answer": "Jane", "closed_by": {"id": desk.junior.id, "name": "Sam"}}
    copilot_asks(desk, ai_session)
    detail = refuse(closes(desk.junior, ai_session, since, answer="Monday"), 409, "item_closed")
    assert detail == {"state": "obsolete", "answer": None, "closed_by": None}
    assert len(steps_of(desk.junior, ai_session)) == 4


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "answer"),
        ({"answer": "  "}, "answer"),
        ({"answer": "x" * 32_001}, "answer"),
        ({"answer": "Jane", "skipped": True}, "skipped"),
        ({"answer": "Jane", "note": "And"}, "note"),
        ({"skipped": False}, "skipped"),
        ({"done": True}, "done"),
        ({"answers": "Jane"}, "answers"),
    ],
)
def test_a_question_takes_an_answer_or_a_skip(desk: Desk, body: dict[str, Any], field: str) -> None:
    ai_session = desk.junior.opens_session()
    (scope,) = copilot_asks(desk, ai_session, SCOPE)
    assert field in refuse(closes(desk.junior, ai_session, scope, **body), 422, "validation_failed")
    assert open_items(desk.junior, ai_session) == [scope]


def test_an_action_takes_no_answer(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    (reboot,) = copilot_asks(desk, ai_session, actions=[REBOOT])
    assert "answer" in refuse(closes(desk.junior, ai_session, reboot, answer="Yes"), 422, "validation_failed")


def test_a_long_answer_is_whole_in_its_step_and_short_in_its_item(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    (scope,) = copilot_asks(desk, ai_session, SCOPE)
    closed = expect(closes(desk.junior, ai_session, scope, answer="ab" * 16_000), 200)
    assert closed["step"]["content"].endswith("ab" * 16_000)
    assert closed["item"]["answer"] == "ab" * 250


def test_only_who_may_write_closes_items_and_a_closed_session_takes_none(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    (scope,) = copilot_asks(desk, ai_session, SCOPE)
    refuse(closes(desk.senior, ai_session, scope, answer="Jane"), 404, "not_found")
    refuse(closes(desk.owner, ai_session, scope, answer="Jane"), 403, "owner_or_handler_required")
    refuse(closes(desk.viewer, ai_session, scope, answer="Jane"), 403, "role_required")
    other = desk.junior.opens_session()
    refuse(closes(desk.junior, other, scope, answer="Jane"), 404, "not_found")
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve", resolution="Done"), 200)
    refuse(closes(desk.junior, ai_session, scope, answer="Jane"), 409, "session_closed")
    refuse(sends(desk.junior, ai_session), 409, "session_closed")
    assert lane_of(desk.junior, ai_session) == [scope]


def test_the_same_key_gives_the_first_answer_again(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    scope, _ = copilot_asks(desk, ai_session, SCOPE, SINCE)
    path, headers = f"{path_of_lane(ai_session)}/{scope['id']}", {"Idempotency-Key": "once"}
    first, second = (
        expect(desk.junior.send("POST", path, json={"answer": "Jane"}, headers=headers), 200) for _ in range(2)
    )
    assert first == second
    assert len(steps_of(desk.junior, ai_session)) == 3


def test_a_reply_notes_how_much_it_has_read(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    reply_id = copilot_starts(desk, ai_session)
    assert desk.rows(select(Reply.read_steps).where(Reply.id == UUID(str(reply_id)))) == [1]


def test_a_done_action_is_an_attempt_with_its_note(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    (reboot,) = copilot_asks(desk, ai_session, actions=[REBOOT])
    expect(closes(desk.junior, ai_session, reboot, done=True, note="It took two minutes"), 200)
    (attempt,) = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/attempts"), 200)["items"]
    assert [attempt[name] for name in ("title", "kind", "outcome", "notes")] == [
        REBOOT,
        "action",
        "done",
        "It took two minutes",
    ]
