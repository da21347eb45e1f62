"""Take back an escalation that nobody has picked up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from werkzeug.test import TestResponse

from tests.support.desk import Desk, Person, expect, refuse
from tests.support.events import EventListener


def recalls(person: Person, handoff: dict[str, Any]) -> TestResponse:
    return person.post(f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/recall")


def test_whoever_escalated_it_takes_it_back_and_goes_on(desk: Desk, heard: EventListener) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    assert expect(recalls(desk.junior, handoff), 200)["status"] == "withdrawn"
    now = desk.junior.reads(ai_session)
    assert (now["status"], now["can_write"], now["open_handoff_id"]) == ("active", True, None)
    assert desk.senior.queue() == []
    assert [entry["note"] for entry in desk.senior.bell()] == ["withdrawn"]
    heard.wait_for("handoff_withdrawn", handoff_id=handoff["id"])
    refuse(desk.senior.claims(handoff), 409, "handoff_withdrawn")


def test_twice_is_the_same_answer_and_told_once(desk: Desk, heard: EventListener) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    assert expect(recalls(desk.junior, handoff), 200) == expect(recalls(desk.junior, handoff), 200)
    heard.wait_for("handoff_withdrawn")
    heard.drain()
    assert heard.types().count("handoff_withdrawn") == 1


def test_an_admin_takes_it_back_for_them(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(recalls(desk.owner, desk.junior.escalates(ai_session)), 200)
    now = desk.junior.reads(ai_session)
    assert (now["status"], now["handler"], now["can_write"]) == ("active", None, True)


def test_a_handler_who_escalated_it_further_is_its_handler_again(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    further = desk.senior.escalates(ai_session)
    expect(recalls(desk.senior, further), 200)
    assert desk.junior.reads(ai_session)["handler"]["name"] == "Priya"


def test_nobody_else_takes_it_back(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    refuse(recalls(desk.senior, handoff), 403, "role_required")
    refuse(recalls(desk.viewer, handoff), 403, "role_required")
    expect(desk.senior.claims(handoff), 200)


def test_once_claimed_it_is_too_late(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    expect(desk.senior.claims(handoff), 200)
    detail = refuse(recalls(desk.junior, handoff), 409, "handoff_already_claimed")
    assert detail["claimed_by"]["name"] == "Priya"


def test_a_park_is_resumed_not_recalled(desk: Desk) -> None:
    refuse(recalls(desk.junior, desk.junior.parks(desk.junior.opens_session())), 404, "not_found")


def test_after_a_recall_it_can_be_escalated_anew_and_the_old_one_stays_as_it_was(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    old = desk.junior.escalates(ai_session)
    expect(recalls(desk.junior, old), 200)
    new = desk.junior.escalates(ai_session)
    assert expect(recalls(desk.junior, old), 200)["status"] == "withdrawn"
    expect(desk.senior.claims(new), 200)


def test_a_claim_and_a_recall_at_once_have_one_winner(desk: Desk) -> None:
    for _ in range(5):
        handoff = desk.junior.escalates(desk.junior.opens_session())
        with ThreadPoolExecutor(2) as pool:
            claim, recall = pool.submit(desk.senior.claims, handoff), pool.submit(recalls, desk.junior, handoff)
        assert sorted((claim.result().status_code, recall.result().status_code)) == [200, 409]


def test_the_audit_log_tells_of_it(desk: Desk) -> None:
    expect(recalls(desk.owner, desk.junior.escalates(desk.junior.opens_session())), 200)
    (line, _) = expect(desk.owner.get("/account/audit-log", limit=2), 200)["items"]
    assert (line["action"], line["actor"]["name"]) == ("handoff.withdrawn", "Olga")
