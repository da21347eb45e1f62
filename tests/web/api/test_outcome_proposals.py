"""The copilot reads an outcome in a message: it is proposed, and the engineer confirms or rejects it."""

from __future__ import annotations

from typing import Any

import pytest

from models.fix_transitions import FixStatus
from models.operations.outcome_proposals import SaidOutcome
from models.operations.suggested_fixes import ProposedFix
from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener
from tests.web.api.fix_case import PROPOSAL, FixCase

QUOTE = "no prompt for ten minutes"


def said(outcome: FixStatus = FixStatus.APPLIED_SUCCESS, ref: str = "F1", **more: Any) -> SaidOutcome:
    return SaidOutcome(**{"fix_ref": ref, "outcome": outcome, "quote": QUOTE, "note": None} | more)


def replies(case: FixCase, *outcomes: SaidOutcome, message: str = f"Good: {QUOTE}") -> None:
    """The engineer writes, and the copilot's reply brings the outcomes that it read."""
    case.begins_reply()
    case.keeps_reply()
    case.writes(message)
    case.begins_reply()
    case.keeps_reply(outcomes=outcomes)


@pytest.fixture
def asked(case: FixCase) -> FixCase:
    case.apply()
    replies(case, said())
    return case


def test_a_proposal_holds_the_engineers_words_and_changes_nothing_else(case: FixCase) -> None:
    before = case.apply()
    replies(case, said())
    fix = case.read()
    proposal = fix["ai_outcome_proposal"]
    assert fix == before | {"ai_outcome_proposal": proposal}
    message = next(step for step in case.steps() if QUOTE in step["content"])
    created_at = proposal.pop("created_at")
    assert created_at.endswith("Z")
    assert proposal == {
        "outcome": "applied_success",
        "notes": None,
        "quote": QUOTE,
        "step_id": message["id"],
        "provider": "demo",
    }


def test_the_reply_that_brings_it_moves_the_session_on_by_one(case: FixCase) -> None:
    case.apply()
    case.begins_reply()
    case.keeps_reply()
    case.writes(QUOTE)
    version = case.version
    case.begins_reply()
    case.keeps_reply(outcomes=[said()])
    assert case.version == version + 1


@pytest.mark.parametrize("outcome", ["applied_success", "applied_failed", "applied_partial"])
def test_a_proposal_is_confirmed_by_the_outcome_call_with_its_notes(case: FixCase, outcome: str) -> None:
    replies(case, said(FixStatus(outcome)))
    proposal = case.read()["ai_outcome_proposal"]
    confirmed = case.record(outcome, proposal["notes"])
    assert (confirmed["status"], confirmed["ai_outcome_proposal"]) == (outcome, None)


def test_a_partial_proposal_without_a_note_takes_the_quote_and_one_with_a_note_keeps_it(case: FixCase) -> None:
    replies(case, said(FixStatus.APPLIED_PARTIAL))
    assert case.read()["ai_outcome_proposal"]["notes"] == QUOTE
    replies(case, said(FixStatus.APPLIED_PARTIAL, note="Teams still asks"))
    assert case.read()["ai_outcome_proposal"]["notes"] == "Teams still asks"


def test_an_undone_confirmation_brings_the_proposal_back(asked: FixCase) -> None:
    before = asked.read()
    asked.record("applied_success", None)
    assert expect(asked.undo(), 200) == before


def test_not_yet_removes_the_proposal_and_nothing_else(asked: FixCase) -> None:
    before, version, steps = asked.read(), asked.version, asked.steps()
    assert expect(reject(asked), 200) == before | {"ai_outcome_proposal": None}
    assert (asked.version, asked.steps()) == (version, steps)


@pytest.mark.parametrize("start", [None, "applied_pending", "applied_success", "dismissed"])
def test_not_yet_without_a_proposal_changes_nothing(case: FixCase, start: str | None) -> None:
    if start:
        case.record(start)
    before, version = case.read(), case.version
    assert expect(reject(case), 200) == before
    assert case.version == version


def test_a_newer_proposal_replaces_an_older_one(asked: FixCase) -> None:
    replies(asked, said(FixStatus.APPLIED_FAILED))
    assert asked.read()["ai_outcome_proposal"]["outcome"] == "applied_failed"


def test_an_outcome_of_another_kind_leaves_the_question_open_and_a_final_one_answers_it(asked: FixCase) -> None:
    assert asked.record("applied_pending", "Until Monday")["ai_outcome_proposal"] is not None
    assert asked.record("applied_failed", None)["ai_outcome_proposal"] is None


def test_an_outcome_for_a_fix_that_does_not_exist_or_has_ended_is_dropped(case: FixCase) -> None:
    replies(case, said(ref="F2"), said(ref="2"), said(ref="F0"))
    assert case.read()["ai_outcome_proposal"] is None
    case.record("applied_failed")
    replies(case, said())
    assert case.read()["ai_outcome_proposal"] is None


def test_an_outcome_that_the_engineer_recorded_while_the_reply_was_written_wins(case: FixCase) -> None:
    case.begins_reply()
    partial = case.record("applied_partial", "Not on the phone")
    case.keeps_reply(outcomes=[said()])
    assert case.read() == partial


def test_but_one_that_was_taken_back_does_not(case: FixCase) -> None:
    case.begins_reply()
    case.record("applied_partial", "Not on the phone")
    expect(case.undo(), 200)
    case.keeps_reply(outcomes=[said()])
    assert case.read()["ai_outcome_proposal"]["outcome"] == "applied_success"


def test_taking_an_outcome_back_keeps_a_newer_proposal(case: FixCase) -> None:
    case.begins_reply()
    case.record("applied_pending", "Until Monday")
    case.desk.changes_fix(case.fix, ai_outcome_proposal=PROPOSAL)
    assert expect(case.undo(), 200)["ai_outcome_proposal"] == PROPOSAL


def test_the_next_fix_of_the_same_reply_does_not_take_the_place_of_the_one_that_was_tried(case: FixCase) -> None:
    case.begins_reply()
    following = ProposedFix(title="Register the device", rationale="It may help.", steps=["Do it"], risk="low")
    case.keeps_reply(following, outcomes=[said(FixStatus.APPLIED_FAILED)])
    assert (case.read()["status"], case.read()["applied_at"]) == ("proposed", None)
    failed = case.record("applied_failed", None)
    assert failed["dismissed_reason"] is None
    assert expect(case.undo(), 200)["ai_outcome_proposal"]["outcome"] == "applied_failed"


def test_a_reply_for_a_closed_session_proposes_nothing(case: FixCase) -> None:
    case.begins_reply()
    expect(case.engineer.post(f"{case.session_path}/abandon"), 200)
    case.keeps_reply(outcomes=[said()])
    assert case.read()["ai_outcome_proposal"] is None


def test_a_closed_session_keeps_its_proposal(asked: FixCase) -> None:
    expect(asked.engineer.post(f"{asked.session_path}/abandon"), 200)
    refuse(reject(asked), 409, "session_closed")


def test_a_reader_cannot_reject(asked: FixCase) -> None:
    path = f"{asked.path}/ai-outcome-proposal"
    refuse(asked.desk.owner.send("DELETE", path), 403, "owner_or_handler_required")
    refuse(asked.desk.viewer.send("DELETE", path), 403, "role_required")


def test_a_proposal_and_its_rejection_are_told_to_the_session(desk: Desk, heard: EventListener) -> None:
    case = FixCase(desk)
    replies(case, said())
    heard.wait_for("fix_changed", fix_id=case.fix["id"])
    expect(reject(case), 200)
    heard.wait_for("fix_changed", fix_id=case.fix["id"])
    heard.drain()
    told = len(heard.all)
    expect(reject(case), 200)
    assert heard.drain()[told:] == []


def reject(case: FixCase):
    return case.engineer.send("DELETE", f"{case.path}/ai-outcome-proposal")
