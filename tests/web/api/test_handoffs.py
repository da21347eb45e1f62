"""Giving a session away: what is asked for, what is answered, what is recorded."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk, expect, path_of_fixes, refuse


def test_an_escalation_is_answered_with_the_handoff(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session, reason="  I am out of ideas ")
    assert (handoff["intent"], handoff["status"], handoff["reason"]) == ("escalate", "open", "I am out of ideas")
    assert handoff["session_id"] == ai_session["id"]
    assert handoff["created_by"] == {"id": desk.junior.id, "name": "Sam"}
    assert handoff["target_user"] is handoff["claimed_by"] is handoff["claimed_at"] is None


def test_an_escalation_does_not_wait_for_its_assessment(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    assert handoff["assessment_status"] == "pending"
    assert handoff["ai_assessment"] is handoff["ai_assessment_data"] is handoff["assessment_error"] is None


def test_a_handoff_has_exactly_the_fields_of_the_contract(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    assert handoff.pop("psa_push") == {"status": "no_psa"}  # only the answer of the call that creates it
    assert set(handoff) == {
        *("id", "session_id", "intent", "status", "reason", "created_by", "target_user", "snapshot"),
        *("assessment_status", "assessment_error", "ai_assessment", "ai_assessment_data"),
        *("claimed_by", "claimed_at", "created_at"),
    }


def test_an_escalation_moves_the_session_on_by_one(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    desk.junior.escalates(ai_session, reason="Out of ideas")
    now = desk.junior.reads(ai_session)
    assert (now["status"], now["escalation_reason"], now["escalated_to_id"]) == ("escalated", "Out of ideas", None)
    assert now["state_version"] == ai_session["state_version"] + 1


@pytest.mark.parametrize("reason", [None, "", "  \n\t "])
def test_an_escalation_needs_a_reason(desk: Desk, reason: str | None) -> None:
    path = f"/ai-sessions/{desk.junior.opens_session()['id']}/handoff"
    detail = refuse(desk.junior.post(path, intent="escalate", reason=reason), 422, "validation_failed")
    assert detail.keys() == {"reason"}


def test_a_reason_of_4000_characters_is_taken_and_one_more_refused(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    path = f"/ai-sessions/{ai_session['id']}/handoff"
    detail = refuse(desk.junior.post(path, intent="escalate", reason="ä" * 4_001), 422, "validation_failed")
    assert detail.keys() == {"reason"}
    assert desk.junior.escalates(ai_session, reason="ä" * 4_000)["reason"] == "ä" * 4_000


@pytest.mark.parametrize("intent", [None, "give", 1])
def test_an_intent_is_escalate_or_park(desk: Desk, intent: object) -> None:
    path = f"/ai-sessions/{desk.junior.opens_session()['id']}/handoff"
    assert refuse(desk.junior.post(path, intent=intent, reason="Stuck"), 422, "validation_failed").keys() == {"intent"}


def test_a_waiting_session_cannot_be_handed_over_again(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    desk.junior.escalates(ai_session)
    for intent in ("escalate", "park"):
        path = f"/ai-sessions/{ai_session['id']}/handoff"
        refuse(desk.junior.post(path, intent=intent, reason="Again"), 409, "already_escalated")


def test_a_legacy_waiting_session_cannot_be_handed_over_again(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    desk.changes_session(ai_session, status="requesting_escalation")
    path = f"/ai-sessions/{ai_session['id']}/handoff"
    refuse(desk.junior.post(path, intent="escalate", reason="Again"), 409, "already_escalated")


@pytest.mark.parametrize("ending", ["resolve", "abandon"])
def test_a_closed_session_cannot_be_handed_over(desk: Desk, ending: str) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/{ending}"), 200)
    path = f"/ai-sessions/{ai_session['id']}/handoff"
    refuse(desk.junior.post(path, intent="escalate", reason="Still broken"), 409, "session_closed")


def test_an_admin_who_neither_owns_nor_handles_it_cannot_hand_it_over(desk: Desk) -> None:
    path = f"/ai-sessions/{desk.junior.opens_session()['id']}/handoff"
    refuse(desk.owner.post(path, intent="escalate", reason="Stuck"), 403, "owner_or_handler_required")


def test_an_engineer_who_may_not_read_it_does_not_learn_that_it_exists(desk: Desk) -> None:
    path = f"/ai-sessions/{desk.junior.opens_session()['id']}/handoff"
    refuse(desk.senior.post(path, intent="escalate", reason="Stuck"), 404, "not_found")


def test_the_snapshot_keeps_the_session_as_it_was(desk: Desk) -> None:
    ai_session = desk.junior.opens_session("No mail", client_name="Contoso", psa_ticket_id="48210")
    fix = desk.proposes(ai_session, "Clear the cache")
    path = f"{path_of_fixes(ai_session)}/{fix['id']}/outcome"
    expect(desk.junior.patch(path, outcome="applied_partial", notes="Half of it"), 200)
    snapshot = desk.junior.escalates(ai_session)["snapshot"]
    about = {"problem": "No mail", "client_name": "Contoso", "psa_ticket_id": "48210"}
    assert about.items() <= snapshot.items()
    assert snapshot["state_version"] == desk.junior.reads(ai_session)["state_version"]
    assert [step["kind"] for step in snapshot["steps"]] == ["user_message", "action"]
    assert [(f["title"], f["status"], f["notes"]) for f in snapshot["fixes"]] == [
        ("Clear the cache", "applied_partial", "Half of it")
    ]


def test_the_snapshot_does_not_change_with_the_session(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/messages", content="One more thing"), 202)
    path = f"/ai-sessions/{ai_session['id']}/handoffs/{handoff['id']}"
    assert expect(desk.senior.get(path), 200)["snapshot"] == handoff["snapshot"]


def test_the_escalation_package_is_complete_without_any_ai(desk: Desk) -> None:
    ai_session = desk.junior.opens_session("No mail")
    fix = desk.proposes(ai_session, "Clear the cache")
    path = f"{path_of_fixes(ai_session)}/{fix['id']}/outcome"
    expect(desk.junior.patch(path, outcome="applied_failed", notes="Came back"), 200)
    handoff = desk.junior.escalates(ai_session, reason="Out of ideas")
    package = desk.senior.reads(ai_session)["escalation_package"]
    (attempt,) = package.pop("attempts")
    assert package == {
        "handoff_id": handoff["id"],
        "escalated_by": {"id": desk.junior.id, "name": "Sam"},
        "problem": "No mail",
        "facts": [],
        "reason": "Out of ideas",
        "hypotheses": [],
        "leading_hypothesis": None,
        "enhanced": False,
    }
    assert (attempt["title"], attempt["outcome"], attempt["notes"]) == ("Clear the cache", "did_not_work", "Came back")


def test_handoffs_are_listed_newest_first(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    first = desk.junior.escalates(ai_session)
    expect(desk.senior.claims(first), 200)
    second = desk.senior.escalates(ai_session)
    listed = expect(desk.owner.get(f"/ai-sessions/{ai_session['id']}/handoffs"), 200)
    assert [handoff["id"] for handoff in listed["items"]] == [second["id"], first["id"]]
    assert listed["next_cursor"] is None
