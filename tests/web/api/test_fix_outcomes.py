"""What a fix did: the table of outcomes, row by row."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.desk import expect, path_of_fixes, refuse
from tests.web.api.fix_case import PROPOSAL, FixCase

TERMINAL = ["applied_success", "applied_failed", "dismissed"]
NOTES = {"applied_pending": "pending_reason", "applied_partial": "partial_notes", "applied_failed": "failure_reason"}
EVERY_OUTCOME = ["applied_pending", "applied_partial", *TERMINAL]


def test_pending_waits_for_verification_with_its_reason(case: FixCase) -> None:
    fix = case.record("applied_pending", "Until she is back")
    assert (fix["status"], fix["pending_reason"]) == ("applied_pending", "Until she is back")
    assert fix["applied_at"] is not None
    assert fix["verified_at"] is None


def test_partial_is_verified_and_says_what_is_missing(case: FixCase) -> None:
    fix = case.record("applied_partial", "Not on the phone")
    assert (fix["status"], fix["partial_notes"]) == ("applied_partial", "Not on the phone")
    assert fix["applied_at"] is not None
    assert fix["verified_at"] is not None


@pytest.mark.parametrize(("notes", "kept"), [("Came back", "Came back"), (None, None), ("  ", None)])
def test_failed_is_verified_with_or_without_a_reason(case: FixCase, notes: str | None, kept: str | None) -> None:
    fix = case.record("applied_failed", notes)
    assert (fix["status"], fix["failure_reason"]) == ("applied_failed", kept)
    assert fix["applied_at"] is not None
    assert fix["verified_at"] is not None


def test_success_is_verified(case: FixCase) -> None:
    fix = case.record("applied_success", None)
    assert fix["status"] == "applied_success"
    assert fix["applied_at"] is not None
    assert fix["verified_at"] is not None


def test_dismissed_stamps_nothing_and_was_the_engineers_choice(case: FixCase) -> None:
    fix = case.record("dismissed", None)
    assert (fix["status"], fix["dismissed_reason"]) == ("dismissed", "engineer")
    assert fix["applied_at"] is fix["verified_at"] is None


def test_a_pending_fix_may_be_dismissed_and_keeps_its_stamp(case: FixCase) -> None:
    pending = case.record("applied_pending")
    fix = case.record("dismissed", None)
    assert (fix["applied_at"], fix["verified_at"]) == (pending["applied_at"], None)


@pytest.mark.parametrize("outcome", ["applied_pending", "applied_partial", "applied_failed", "applied_success"])
def test_applied_is_stamped_once(case: FixCase, outcome: str) -> None:
    applied_at = case.apply()["applied_at"]
    assert case.record(outcome)["applied_at"] == applied_at


@pytest.mark.parametrize("outcome", ["applied_failed", "applied_success", "applied_partial"])
def test_verified_is_stamped_anew(case: FixCase, outcome: str) -> None:
    first = case.record("applied_partial")
    again = case.record(outcome)
    assert again["applied_at"] == first["applied_at"]
    assert again["verified_at"] > first["verified_at"]


def test_pending_after_partial_is_not_verified_any_more(case: FixCase) -> None:
    case.record("applied_partial")
    assert case.record("applied_pending")["verified_at"] is None


@pytest.mark.parametrize("outcome", ["applied_pending", "applied_partial"])
@pytest.mark.parametrize("notes", [None, "", "  \n\t"])
def test_where_notes_are_required_blank_ones_are_refused(case: FixCase, outcome: str, notes: str | None) -> None:
    assert refuse(case.try_outcome(outcome, notes=notes), 422, "validation_failed").keys() == {"notes"}
    assert expect(case.engineer.get(case.path), 200) == case.fix


@pytest.mark.parametrize("outcome", NOTES)
def test_notes_are_trimmed(case: FixCase, outcome: str) -> None:
    assert case.record(outcome, " \n Came back\t ")[NOTES[outcome]] == "Came back"


@pytest.mark.parametrize("outcome", NOTES)
def test_notes_of_4000_characters_are_taken_and_one_more_refused(case: FixCase, outcome: str) -> None:
    assert refuse(case.try_outcome(outcome, notes="ä" * 4_001), 422, "validation_failed").keys() == {"notes"}
    assert case.record(outcome, "ä" * 4_000)[NOTES[outcome]] == "ä" * 4_000


def test_white_space_around_notes_does_not_count(case: FixCase) -> None:
    assert case.record("applied_partial", " " + "ä" * 4_000 + "\n")["partial_notes"] == "ä" * 4_000


@pytest.mark.parametrize("outcome", ["applied_pending", "applied_partial"])
def test_the_same_open_outcome_again_replaces_its_notes(case: FixCase, outcome: str) -> None:
    case.record(outcome, "First")
    assert case.record(outcome, "Second")[NOTES[outcome]] == "Second"


def test_notes_of_earlier_outcomes_stay(case: FixCase) -> None:
    case.record("applied_pending", "Until Monday")
    case.record("applied_partial", "Not on the phone")
    fix = case.record("applied_failed", "Came back")
    kept = (fix["pending_reason"], fix["partial_notes"], fix["failure_reason"])
    assert kept == ("Until Monday", "Not on the phone", "Came back")


@pytest.mark.parametrize("terminal", TERMINAL)
@pytest.mark.parametrize("next_outcome", EVERY_OUTCOME)
def test_after_a_terminal_outcome_none_is_taken(case: FixCase, terminal: str, next_outcome: str) -> None:
    before = case.record(terminal)
    version = case.version
    detail = refuse(case.try_outcome(next_outcome, notes="Noted"), 409, "fix_terminal")
    assert detail == {"status": terminal}
    assert expect(case.engineer.get(case.path), 200) == before
    assert case.version == version


@pytest.mark.parametrize("start", ["proposed", "verifying", "applied_pending", "applied_partial"])
@pytest.mark.parametrize("outcome", EVERY_OUTCOME)
def test_from_every_open_state_every_outcome_is_taken(case: FixCase, start: str, outcome: str) -> None:
    if start == "verifying":
        case.apply()
    elif start != "proposed":
        case.record(start)
    assert case.record(outcome)["status"] == outcome


@pytest.mark.parametrize("outcome", EVERY_OUTCOME)
def test_any_outcome_moves_the_session_on_by_one(case: FixCase, outcome: str) -> None:
    before = case.version
    case.record(outcome)
    assert case.version == before + 1


@pytest.mark.parametrize("outcome", ["proposed", "done", "", None, 7, ["applied_success"]])
def test_another_word_is_no_outcome(case: FixCase, outcome: Any) -> None:
    assert refuse(case.try_outcome(outcome), 422, "validation_failed").keys() == {"outcome"}


@pytest.mark.parametrize("outcome", TERMINAL)
def test_a_terminal_outcome_ends_the_ais_proposal(case: FixCase, outcome: str) -> None:
    case.desk.changes_fix(case.fix, ai_outcome_proposal=PROPOSAL)
    assert case.record("applied_pending")["ai_outcome_proposal"] is not None
    assert case.record(outcome)["ai_outcome_proposal"] is None


def test_resolving_records_that_a_pending_fix_worked(case: FixCase) -> None:
    case.record("applied_pending", "Until Monday")
    expect(case.engineer.post(f"/ai-sessions/{case.ai_session['id']}/resolve"), 200)
    fix = expect(case.engineer.get(case.path), 200)
    assert (fix["status"], fix["pending_reason"]) == ("applied_success", "Until Monday")
    assert fix["verified_at"] is not None


@pytest.mark.parametrize("state", ["proposed", "verifying", "applied_partial"])
def test_resolving_leaves_a_fix_that_is_not_pending(case: FixCase, state: str) -> None:
    if state == "verifying":
        case.apply()
    elif state != "proposed":
        case.record(state)
    before = expect(case.engineer.get(case.path), 200)
    expect(case.engineer.post(f"/ai-sessions/{case.ai_session['id']}/resolve"), 200)
    assert expect(case.engineer.get(case.path), 200) == before


def test_abandoning_leaves_a_pending_fix_pending(case: FixCase) -> None:
    before = case.record("applied_pending")
    expect(case.engineer.post(f"/ai-sessions/{case.ai_session['id']}/abandon"), 200)
    assert expect(case.engineer.get(case.path), 200) == before


def test_the_attempt_ledger_tells_what_was_tried_oldest_first(case: FixCase) -> None:
    case.record("applied_failed", "Came back")
    second = case.desk.proposes(case.ai_session, "Register the device again")
    expect(case.engineer.post(f"{path_of_fixes(case.ai_session)}/{second['id']}/apply"), 200)
    case.desk.proposes(case.ai_session, "Never tried")
    ledger = expect(case.engineer.get(f"/ai-sessions/{case.ai_session['id']}/attempts"), 200)["items"]
    assert [(row["title"], row["outcome"], row["notes"]) for row in ledger] == [
        (case.fix["title"], "did_not_work", "Came back"),
        ("Register the device again", "verifying", None),
    ]


@pytest.mark.parametrize("outcome", ["applied_partial", "applied_pending"])
def test_the_ledger_keeps_what_was_learned_of_a_fix_that_was_given_up(case: FixCase, outcome: str) -> None:
    case.record(outcome, "The second file still fails")
    case.record("dismissed")
    (attempt,) = expect(case.engineer.get(f"/ai-sessions/{case.ai_session['id']}/attempts"), 200)["items"]
    assert (attempt["outcome"], attempt["notes"]) == ("dismissed", "The second file still fails")
