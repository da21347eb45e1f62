"""Older clients and what they left behind: `/escalate`, `/pickup`, sessions that wait without a handoff."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.support.desk import Desk, Person, expect, refuse
from tests.support.events import EventListener


def escalates(person: Person, ai_session: dict[str, Any], **more: Any) -> TestResponse:
    return person.post(f"/ai-sessions/{ai_session['id']}/escalate", **{"escalation_reason": "Stuck"} | more)


def picks_up(person: Person, ai_session: dict[str, Any]) -> TestResponse:
    return person.post(f"/ai-sessions/{ai_session['id']}/pickup")


def count(person: Person) -> int:
    return expect(person.get("/ai-sessions/escalations/count"), 200)["count"]


@pytest.fixture
def legacy(desk: Desk) -> dict[str, Any]:
    """Sam's session, escalated before handoffs were rows."""
    ai_session = desk.junior.opens_session("No mail", psa_ticket_id="48210")
    desk.changes_session(ai_session, status="requesting_escalation", escalation_reason="Out of ideas")
    return ai_session


def test_escalate_is_the_same_operation_as_handoff(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session()
    answer = expect(escalates(desk.junior, ai_session, escalated_to_id=desk.senior.id), 200)
    assert (answer["session_id"], answer["status"]) == (ai_session["id"], "escalated")
    assert {answer["documentation"]["status"], answer["psa_push"]["status"]} == {"pending", "no_psa"}
    handoff = expect(desk.senior.get(f"/ai-sessions/{ai_session['id']}/handoffs/{answer['handoff_id']}"), 200)
    assert (handoff["reason"], handoff["target_user"]["name"]) == ("Stuck", "Priya")
    heard.wait_for("handoff_created", handoff_id=handoff["id"])
    assert desk.senior.queue() == [ai_session["id"]]
    refuse(escalates(desk.junior, ai_session), 409, "already_escalated")


def test_only_the_sessions_owner_escalates_that_way(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    refuse(escalates(desk.senior, ai_session), 403, "owner_or_handler_required")
    refuse(escalates(desk.junior, ai_session, escalation_reason=" "), 422, "validation_failed")
    refuse(escalates(desk.junior, ai_session, escalated_to_id=desk.junior.id), 422, "target_self")


def test_pickup_claims_the_open_handoff(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    for _ in range(2):
        picked = expect(picks_up(desk.senior, ai_session), 200)
        assert (picked["status"], picked["handler"]["name"]) == ("active", "Priya")
    detail = refuse(picks_up(desk.owner, ai_session), 409, "handoff_already_claimed")
    assert detail["claimed_by"]["name"] == "Priya"
    path = f"/ai-sessions/{ai_session['id']}/handoffs/{handoff['id']}"
    assert expect(desk.owner.get(path), 200)["claimed_by"]["name"] == "Priya"


def test_pickup_of_what_nobody_escalated(desk: Desk, other_desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    refuse(picks_up(desk.owner, ai_session), 409, "not_escalated")
    refuse(picks_up(other_desk.owner, ai_session), 404, "not_found")
    desk.junior.parks(ai_session)
    refuse(picks_up(desk.owner, ai_session), 404, "not_found")


def test_pickup_keeps_the_rules_of_a_claim(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    desk.junior.escalates(ai_session, target_user_id=desk.senior.id)
    refuse(picks_up(desk.junior, ai_session), 403, "own_handoff")
    refuse(picks_up(desk.joins("Noor", "engineer"), ai_session), 403, "not_target")
    refuse(picks_up(desk.viewer, ai_session), 403, "role_required")
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve"), 200)
    refuse(picks_up(desk.senior, ai_session), 409, "handoff_withdrawn")


def test_a_legacy_session_waits_in_the_queue_of_others(desk: Desk, legacy: dict[str, Any]) -> None:
    for person in (desk.senior, desk.owner, desk.viewer):
        assert (person.queue(), count(person)) == ([legacy["id"]], 1)
    assert (desk.junior.queue(), count(desk.junior)) == ([], 0)
    (row,) = expect(desk.senior.get("/ai-sessions/escalations"), 200)["items"]
    assert (row["handoff_id"], row["status"], row["reason"]) == (None, "requesting_escalation", "Out of ideas")
    assert (row["created_by"]["name"], row["psa_ticket_id"], row["assessment_status"]) == (
        "Sam",
        "48210",
        "not_requested",
    )
    assert desk.viewer.reads(legacy)["status"] == "requesting_escalation"


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_both_kinds_are_one_list_in_pages(desk: Desk, sort: str) -> None:
    for number in range(6):
        ai_session = desk.junior.opens_session(f"Problem {number}")
        if number % 2:
            desk.changes_session(ai_session, status="requesting_escalation")
        else:
            desk.junior.escalates(ai_session)
    seen, cursor = [], {}
    while True:
        page = expect(desk.senior.get("/ai-sessions/escalations", sort=sort, limit=2, **cursor), 200)
        seen += [(item["escalated_at"], item["session_id"]) for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert len(set(seen)) == len(seen) == 6 == count(desk.senior)
    assert [moment for moment, _ in seen] == sorted((moment for moment, _ in seen), reverse=sort == "newest")


def test_a_targeted_legacy_session_is_its_targets(desk: Desk, legacy: dict[str, Any]) -> None:
    desk.changes_session(legacy, escalated_to_id=desk.senior.id)
    bystander = desk.joins("Noor", "engineer")
    assert (bystander.queue(), count(bystander)) == ([], 0)
    refuse(picks_up(bystander, legacy), 403, "not_target")
    assert desk.owner.queue() == desk.senior.queue() == [legacy["id"]]
    (row,) = expect(desk.senior.get("/ai-sessions/escalations"), 200)["items"]
    assert row["target_user"]["name"] == "Priya"
    expect(picks_up(desk.owner, legacy), 200)


def test_a_legacy_session_is_picked_up_all_the_same(desk: Desk, legacy: dict[str, Any], heard: EventListener) -> None:
    refuse(picks_up(desk.junior, legacy), 403, "own_handoff")
    for _ in range(2):
        picked = expect(picks_up(desk.senior, legacy), 200)
        assert (picked["status"], picked["handler"]["name"], picked["can_write"]) == ("active", "Priya", True)
    detail = refuse(picks_up(desk.owner, legacy), 409, "handoff_already_claimed")
    assert detail["claimed_by"] == {"id": desk.senior.id, "name": "Priya"}
    assert desk.senior.queue() == desk.owner.queue() == []
    event = heard.wait_for("handoff_claimed", session_id=legacy["id"])
    assert (event["data"]["handoff_id"], event["data"]["claimed_by"]["name"]) == (None, "Priya")
    (line,) = expect(desk.owner.get("/account/audit-log", limit=1), 200)["items"]
    assert (line["action"], line["actor"]["name"]) == ("session.claimed", "Priya")


def test_of_a_crowd_at_a_legacy_session_exactly_one_wins(desk: Desk, legacy: dict[str, Any]) -> None:
    crowd = [desk.senior, desk.owner, *(desk.joins(f"Noor{number}", "engineer") for number in range(4))]
    with ThreadPoolExecutor(len(crowd)) as pool:
        answers = list(pool.map(lambda person: picks_up(person, legacy), crowd))
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * (len(crowd) - 1)]


def test_who_picked_it_up_back_then_reads_it_and_has_it_on_the_list(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    desk.changes_session(ai_session, escalation_package={"picked_up_by": desk.senior.id})
    assert desk.senior.reads(ai_session)["id"] == ai_session["id"]
    assert [item["id"] for item in expect(desk.senior.get("/ai-sessions"), 200)["items"]] == [ai_session["id"]]
    assert expect(desk.owner.get("/ai-sessions"), 200)["items"] == []


def test_the_owner_goes_on_or_escalates_anew(desk: Desk, legacy: dict[str, Any]) -> None:
    expect(desk.junior.post(f"/ai-sessions/{legacy['id']}/messages", content="Still stuck"), 202)
    expect(desk.junior.post(f"/ai-sessions/{legacy['id']}/resolve"), 200)
    assert desk.senior.queue() == []


def test_what_never_waited_is_not_told_of(desk: Desk) -> None:
    refuse(picks_up(desk.senior, desk.junior.opens_session()), 404, "not_found")
