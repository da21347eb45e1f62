"""Take an outcome back: by whoever recorded it, within 15 s, while nothing has followed from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from models.core import clock
from models.operations.suggested_fixes import ProposedFix
from tests.support.desk import Desk, expect, path_of_fixes, refuse
from tests.support.events import EventListener
from tests.web.api.fix_case import PROPOSAL, FixCase

OUTCOMES = ["applied_pending", "applied_partial", "applied_success", "applied_failed", "dismissed"]


@pytest.mark.parametrize("start", [None, "apply", "applied_pending", "applied_partial"])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_fix_is_as_it_was_before(case: FixCase, start: str | None, outcome: str) -> None:
    if start == "apply":
        expect(case.engineer.post(f"{case.path}/apply"), 200)
    elif start:
        case.record(start, "Until Monday")
    case.desk.changes_fix(case.fix, ai_outcome_proposal=PROPOSAL)
    before, ledger, confidence = case.read(), case.attempts(), case.engineer.reads(case.ai_session)
    assert case.record(outcome) != before
    assert expect(case.undo(), 200) == before
    assert case.read() == before
    assert case.attempts() == ledger
    assert case.engineer.reads(case.ai_session)["confidence_tier"] == confidence["confidence_tier"]
    assert case.engineer.reads(case.ai_session)["active_fix"] == confidence["active_fix"]


def test_the_record_keeps_the_outcome_and_that_it_was_taken_back(case: FixCase) -> None:
    case.record("applied_success")
    expect(case.undo(), 200)
    outcome, taken_back = case.steps()[-2:]
    assert outcome["content"] == f"Worked: {case.fix['title']}"
    assert taken_back["content"] == f"Took back “Worked”: {case.fix['title']}"
    assert taken_back["author"]["name"] == "Sam"
    assert (taken_back["data"]["kind"], taken_back["data"]["status"]) == ("fix_outcome_taken_back", "proposed")
    assert taken_back["data"]["outcome_step_id"] == outcome["id"]


def test_it_moves_the_session_on_and_is_told_and_audited(desk: Desk, heard: EventListener) -> None:
    case = FixCase(desk)
    case.record("applied_success")
    version = desk.junior.reads(case.ai_session)["state_version"]
    heard.drain()
    expect(case.undo(), 200)
    assert desk.junior.reads(case.ai_session)["state_version"] == version + 1
    heard.wait_for("fix_changed", fix_id=case.fix["id"], status="proposed")
    (entry,) = [
        row for row in expect(desk.owner.get("/account/audit-log"), 200)["items"] if row["action"].startswith("fix.")
    ]
    assert (entry["action"], entry["actor"]["name"]) == ("fix.outcome_taken_back", "Sam")
    assert (entry["subject"]["kind"], entry["subject"]["id"]) == ("suggested_fix", case.fix["id"])
    assert entry["detail"] == {"ai_session_id": case.ai_session["id"], "outcome": "applied_success"}


def test_a_second_undo_changes_nothing_however_late(case: FixCase) -> None:
    case.record("applied_partial")
    case.record("applied_failed")
    undone = expect(case.undo(), 200)
    steps, version = case.steps(), case.engineer.reads(case.ai_session)["state_version"]
    with clock.moved(timedelta(hours=1)):
        assert expect(case.undo(), 200) == undone
    assert undone["status"] == "applied_partial"
    assert (case.steps(), case.engineer.reads(case.ai_session)["state_version"]) == (steps, version)


def test_after_an_undo_the_next_outcome_is_taken_and_can_be_undone_again(case: FixCase) -> None:
    for _ in range(2):
        case.record("applied_success")
        assert expect(case.undo(), 200) == case.fix


def test_after_15_seconds_it_is_too_late(case: FixCase) -> None:
    failed = case.record()
    with clock.moved(timedelta(seconds=15)):
        assert refuse(case.undo(), 409, "too_late") == {}
    assert case.read() == failed


def test_ten_seconds_later_it_is_not(case: FixCase) -> None:
    case.record()
    with clock.moved(timedelta(seconds=10)):
        assert expect(case.undo(), 200) == case.fix


FOLLOWED: dict[str, Callable[[FixCase], object]] = {
    "message": lambda case: case.engineer.post(f"{case.session_path}/messages", content="And now?"),
    "note": lambda case: case.engineer.post(f"{case.session_path}/notes", content="She is back on Monday"),
    "handoff": lambda case: case.engineer.escalates(case.ai_session),
    "park": lambda case: case.engineer.parks(case.ai_session),
    "resolve": lambda case: case.engineer.post(f"{case.session_path}/resolve"),
    "abandon": lambda case: case.engineer.post(f"{case.session_path}/abandon"),
    "new fix": lambda case: case.desk.proposes(case.ai_session, "Register the device again"),
    "reply": lambda case: (case.begins_reply(), case.keeps_reply()),
    "reply that has begun": lambda case: case.begins_reply(),
}


@pytest.mark.parametrize("outcome", ["applied_failed", "applied_pending"])
@pytest.mark.parametrize("what", FOLLOWED)
def test_once_something_has_followed_it_is_too_late(case: FixCase, what: str, outcome: str) -> None:
    case.record(outcome)
    FOLLOWED[what](case)
    before = case.read()
    refuse(case.undo(), 409, "too_late")
    assert case.read() == before


def test_a_later_outcome_of_another_fix_has_followed(case: FixCase) -> None:
    case.record("applied_partial")
    other = case.desk.proposes(case.ai_session, "Register the device again")
    path = f"{path_of_fixes(case.ai_session)}/{other['id']}"
    expect(case.engineer.patch(f"{path}/outcome", outcome="applied_failed"), 200)
    refuse(case.undo(), 409, "too_late")
    assert expect(case.undo(path), 200) == other


def test_a_reply_that_was_begun_before_has_not_followed(case: FixCase) -> None:
    case.begins_reply()
    case.record()
    case.keeps_reply()
    assert expect(case.undo(), 200) == case.fix


def test_but_the_fix_that_such_a_reply_brings_has(case: FixCase) -> None:
    case.begins_reply()
    case.record()
    case.keeps_reply(ProposedFix(title="Another", rationale="It may help.", steps=[], risk="low"))
    refuse(case.undo(), 409, "too_late")


def test_only_whoever_recorded_it_takes_it_back(shared_desk: Desk) -> None:
    case = FixCase(shared_desk)
    expect(shared_desk.senior.claims(shared_desk.junior.escalates(case.ai_session)), 200)
    expect(shared_desk.senior.patch(f"{case.path}/outcome", outcome="applied_success"), 200)
    refuse(case.undo(), 409, "too_late")
    refuse(shared_desk.owner.send("DELETE", f"{case.path}/outcome"), 403, "owner_or_handler_required")
    refuse(shared_desk.viewer.send("DELETE", f"{case.path}/outcome"), 403, "role_required")
    assert expect(shared_desk.senior.send("DELETE", f"{case.path}/outcome"), 200)["status"] == "proposed"


def test_without_an_outcome_there_is_nothing_to_take_back(case: FixCase) -> None:
    refuse(case.undo(), 409, "too_late")
    expect(case.engineer.post(f"{case.path}/apply"), 200)
    refuse(case.undo(), 409, "too_late")


def test_that_a_newer_fix_took_its_place_is_not_an_outcome_of_the_engineer(case: FixCase) -> None:
    case.desk.proposes(case.ai_session, "Register the device again")
    assert case.read()["dismissed_reason"] == "superseded"
    refuse(case.undo(), 409, "too_late")


def test_the_outcome_sent_again_with_its_key_gives_the_first_answer_and_changes_nothing(case: FixCase) -> None:
    def records() -> dict[str, Any]:
        key, body = {"Idempotency-Key": f"outcome-{case.fix['id']}"}, {"outcome": "applied_success"}
        return expect(case.engineer.send("PATCH", f"{case.path}/outcome", headers=key, json=body), 200)

    first = records()
    expect(case.undo(), 200)
    assert records() == first
    assert case.read() == case.fix
