"""Open a session, read it, find it in one's list, write in it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener


@pytest.fixture
def ai_session(desk: Desk) -> dict[str, Any]:
    return desk.junior.opens_session("No mail\n  since Monday", client_name="Contoso", psa_ticket_id="48210")


def steps_of(person, ai_session: dict[str, Any], **query: Any) -> dict[str, Any]:
    return expect(person.get(f"/ai-sessions/{ai_session['id']}/steps", **query), 200)


def post_message(person, ai_session: dict[str, Any], content: Any = "One more thing"):
    return person.post(f"/ai-sessions/{ai_session['id']}/messages", content=content)


def test_a_session_has_the_fields_of_the_contract(ai_session: dict[str, Any]) -> None:
    contract = {
        *("id", "title", "problem", "problem_summary", "client_name", "status", "user", "handler", "escalated_to_id"),
        *("psa_ticket_id", "confidence_tier", "state_version", "escalation_reason", "escalation_package"),
        *("step_count", "active_fix", "verified_by", "created_at", "updated_at", "last_activity_at"),
    }
    besides = {
        *("offers", "title_by", "resolution", "watch_until", "reply"),
        *("open_handoff_id", "can_write", "can_hand_off"),
    }
    assert set(ai_session) == contract | besides


def test_a_new_session_is_active_and_its_openers(desk: Desk, ai_session: dict[str, Any]) -> None:
    assert ai_session["user"] == {"id": desk.junior.id, "name": "Sam"}
    assert (ai_session["status"], ai_session["handler"], ai_session["active_fix"]) == ("active", None, None)
    assert (ai_session["confidence_tier"], ai_session["state_version"]) == ("discovery", 1)
    assert (ai_session["client_name"], ai_session["psa_ticket_id"]) == ("Contoso", "48210")
    assert (ai_session["problem"], ai_session["problem_summary"]) == ("No mail\n  since Monday", "No mail since Monday")


def test_the_problem_is_the_first_step_and_the_copilot_is_asked(desk: Desk, ai_session: dict[str, Any]) -> None:
    (step,) = steps_of(desk.junior, ai_session)["items"]
    assert (step["index"], step["kind"], step["content"]) == (1, "user_message", ai_session["problem"])
    assert step["author"] == {"id": desk.junior.id, "name": "Sam"}
    assert ai_session["reply"]["status"] == "queued"


def test_a_step_has_exactly_the_fields_of_the_contract(desk: Desk, ai_session: dict[str, Any]) -> None:
    (step,) = steps_of(desk.junior, ai_session)["items"]
    assert step.keys() == {"id", "index", "kind", "author", "content", "data", "created_at"}


def test_a_long_problem_is_cut_in_title_and_summary_only(desk: Desk) -> None:
    ai_session = desk.junior.opens_session("word " * 100)
    assert ai_session["problem"] == "word " * 100
    assert (len(ai_session["title"]), len(ai_session["problem_summary"])) == (80, 120)
    assert ai_session["title"].endswith("…")


def test_a_viewer_opens_no_session(desk: Desk) -> None:
    refuse(desk.viewer.post("/ai-sessions", problem="No mail"), 403, "role_required")


def test_ones_list_shows_what_one_owns_or_handles_newest_first(desk: Desk) -> None:
    own = desk.senior.opens_session("Own")
    desk.junior.opens_session("Somebody else's")
    handled = desk.junior.opens_session("Handled")
    desk.senior.claims(desk.junior.escalates(handled))
    listed = expect(desk.senior.get("/ai-sessions"), 200)["items"]
    assert [row["id"] for row in listed] == [handled["id"], own["id"]]


def test_an_admins_list_is_their_own_too(desk: Desk, ai_session: dict[str, Any]) -> None:
    assert expect(desk.owner.get("/ai-sessions"), 200)["items"] == []


def test_a_legacy_pick_up_is_in_the_list_and_readable(desk: Desk, ai_session: dict[str, Any]) -> None:
    desk.changes_session(ai_session, escalation_package={"picked_up_by": desk.senior.id})
    assert [row["id"] for row in expect(desk.senior.get("/ai-sessions"), 200)["items"]] == [ai_session["id"]]
    assert desk.senior.reads(ai_session)["can_write"] is False


def test_the_list_is_narrowed_by_status(desk: Desk) -> None:
    solved = desk.junior.opens_session("Solved")
    desk.junior.opens_session("Open")
    expect(desk.junior.post(f"/ai-sessions/{solved['id']}/resolve"), 200)
    listed = expect(desk.junior.get("/ai-sessions", status="resolved"), 200)["items"]
    assert [row["id"] for row in listed] == [solved["id"]]


def test_the_list_is_read_in_pages_without_gap_or_repetition(desk: Desk) -> None:
    opened = [desk.junior.opens_session(f"Problem {number}")["id"] for number in range(5)]
    seen, query = [], {"limit": 2}
    while True:
        page = expect(desk.junior.get("/ai-sessions", **query), 200)
        seen += [row["id"] for row in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert seen == opened[::-1]


def test_steps_are_read_in_pages_oldest_first(desk: Desk, ai_session: dict[str, Any]) -> None:
    for number in range(4):
        expect(post_message(desk.junior, ai_session, f"Message {number}"), 202)
    first = steps_of(desk.junior, ai_session, limit=3)
    rest = steps_of(desk.junior, ai_session, limit=3, cursor=first["next_cursor"])
    assert [step["index"] for step in first["items"] + rest["items"]] == [1, 2, 3, 4, 5]
    assert rest["next_cursor"] is None


def test_a_page_that_ends_with_the_last_step_has_no_next_one(desk: Desk, ai_session: dict[str, Any]) -> None:
    assert steps_of(desk.junior, ai_session, limit=1)["next_cursor"] is None


def test_a_message_is_recorded_and_its_reply_on_the_way(desk: Desk, ai_session: dict[str, Any]) -> None:
    posted = expect(post_message(desk.junior, ai_session, "  It came back "), 202)
    assert (posted["step"]["index"], posted["step"]["content"]) == (2, "  It came back ")
    assert posted["reply"] == ai_session["reply"]


def test_what_is_written_while_a_reply_waits_is_answered_by_that_one(desk: Desk, ai_session: dict[str, Any]) -> None:
    first, second = (expect(post_message(desk.junior, ai_session, text), 202) for text in ("One", "Two"))
    assert first["reply"]["id"] == second["reply"]["id"]
    assert [step["content"] for step in steps_of(desk.junior, ai_session)["items"][1:]] == ["One", "Two"]


def test_a_message_moves_the_session_on_by_one(desk: Desk, ai_session: dict[str, Any]) -> None:
    expect(post_message(desk.junior, ai_session), 202)
    now = desk.junior.reads(ai_session)
    assert (now["state_version"], now["step_count"]) == (2, 2)
    assert now["updated_at"] > ai_session["updated_at"]


@pytest.mark.parametrize("content", ["", " \n", None, "x" * 32_001])
def test_an_empty_or_endless_message_is_refused(desk: Desk, ai_session: dict[str, Any], content: Any) -> None:
    response = post_message(desk.junior, ai_session, content)
    assert refuse(response, 422, "validation_failed").keys() == {"content"}
    assert desk.junior.reads(ai_session) == ai_session


def test_a_message_of_32000_characters_is_taken(desk: Desk, ai_session: dict[str, Any]) -> None:
    assert len(expect(post_message(desk.junior, ai_session, "ä" * 32_000), 202)["step"]["content"]) == 32_000


def test_while_it_waits_for_a_pick_up_its_owner_goes_on_writing(desk: Desk, ai_session: dict[str, Any]) -> None:
    desk.junior.escalates(ai_session)
    expect(post_message(desk.junior, ai_session), 202)
    assert desk.junior.reads(ai_session)["status"] == "escalated"


def test_after_a_claim_owner_and_handler_both_write(desk: Desk, ai_session: dict[str, Any]) -> None:
    desk.senior.claims(desk.junior.escalates(ai_session))
    for person in (desk.junior, desk.senior):
        expect(post_message(person, ai_session), 202)


def test_who_only_reads_does_not_write(desk: Desk, ai_session: dict[str, Any]) -> None:
    refuse(post_message(desk.owner, ai_session), 403, "owner_or_handler_required")
    desk.junior.escalates(ai_session)
    refuse(post_message(desk.senior, ai_session), 403, "owner_or_handler_required")


def test_two_messages_at_once_get_two_places_in_the_record(desk: Desk, ai_session: dict[str, Any]) -> None:
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda text: post_message(desk.junior, ai_session, text), "abcdef"))
    assert {answer.status_code for answer in answers} == {202}
    assert sorted(answer.get_json()["step"]["index"] for answer in answers) == [2, 3, 4, 5, 6, 7]
    assert desk.junior.reads(ai_session)["state_version"] == 7


def test_stopping_the_reply_says_which_one(desk: Desk, ai_session: dict[str, Any]) -> None:
    stopped = expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/reply/cancel"), 202)
    assert stopped["reply"]["id"] == ai_session["reply"]["id"]


def test_a_message_is_told_to_its_session(desk: Desk, ai_session: dict[str, Any], heard: EventListener) -> None:
    posted = expect(post_message(desk.junior, ai_session), 202)
    event = heard.wait_for("step_created", step_id=posted["step"]["id"])
    assert event["topics"] == [f"session:{ai_session['id']}"]


def test_a_new_session_knows_no_facts_and_no_attempts(desk: Desk, ai_session: dict[str, Any]) -> None:
    for what in ("facts", "attempts", "suggested-fixes", "handoffs"):
        answer = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/{what}"), 200)
        assert answer == {"items": [], "next_cursor": None}
