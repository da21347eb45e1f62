"""What a fix did: the table of outcomes, row by row."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk import Desk, expect, open_desk, path_of_fixes, refuse
from web.edge.application import FlowPilot

TERMINAL = ["applied_success", "applied_failed", "dismissed"]
NOTES = {"applied_pending": "pending_reason", "applied_partial": "partial_notes", "applied_failed": "failure_reason"}
EVERY_OUTCOME = ["applied_pending", "applied_partial", *TERMINAL]


class Bench:
    """One fix, and the engineer who says what it did."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.engineer = desk, desk.junior
        self.ai_session = self.engineer.opens_session()
        self.fix = desk.proposes(self.ai_session)
        self.path = f"{path_of_fixes(self.ai_session)}/{self.fix['id']}"

    def apply(self) -> dict[str, Any]:
        return expect(self.engineer.post(f"{self.path}/apply"), 200)

    def try_outcome(self, outcome: Any, **more: Any):
        return self.engineer.patch(f"{self.path}/outcome", outcome=outcome, **more)

    def record(self, outcome: str, notes: str | None = "Noted") -> dict[str, Any]:
        return expect(self.try_outcome(outcome, notes=notes), 200)

    @property
    def version(self) -> int:
        return self.engineer.reads(self.ai_session)["state_version"]


@pytest.fixture(scope="module")
def crew(app: FlowPilot) -> Desk:
    """One account for all these tests: each has a session of its own."""
    return open_desk(app)


@pytest.fixture
def bench(crew: Desk) -> Bench:
    return Bench(crew)


def test_pending_waits_for_verification_with_its_reason(bench: Bench) -> None:
    fix = bench.record("applied_pending", "Until she is back")
    assert (fix["status"], fix["pending_reason"]) == ("applied_pending", "Until she is back")
    assert fix["applied_at"] is not None
    assert fix["verified_at"] is None


def test_partial_is_verified_and_says_what_is_missing(bench: Bench) -> None:
    fix = bench.record("applied_partial", "Not on the phone")
    assert (fix["status"], fix["partial_notes"]) == ("applied_partial", "Not on the phone")
    assert fix["applied_at"] is not None
    assert fix["verified_at"] is not None


@pytest.mark.parametrize(("notes", "kept"), [("Came back", "Came back"), (None, None), ("  ", None)])
def test_failed_is_verified_with_or_without_a_reason(bench: Bench, notes: str | None, kept: str | None) -> None:
    fix = bench.record("applied_failed", notes)
    assert (fix["status"], fix["failure_reason"]) == ("applied_failed", kept)
    assert fix["applied_at"] is not None
    assert fix["verified_at"] is not None


def test_success_is_verified(bench: Bench) -> None:
    fix = bench.record("applied_success", None)
    assert fix["status"] == "applied_success"
    assert fix["applied_at"] is not None
    assert fix["verified_at"] is not None


def test_dismissed_stamps_nothing_and_was_the_engineers_choice(bench: Bench) -> None:
    fix = bench.record("dismissed", None)
    assert (fix["status"], fix["dismissed_reason"]) == ("dismissed", "engineer")
    assert fix["applied_at"] is fix["verified_at"] is None


def test_a_pending_fix_may_be_dismissed_and_keeps_its_stamp(bench: Bench) -> None:
    pending = bench.record("applied_pending")
    fix = bench.record("dismissed", None)
    assert (fix["applied_at"], fix["verified_at"]) == (pending["applied_at"], None)


@pytest.mark.parametrize("outcome", ["applied_pending", "applied_partial", "applied_failed", "applied_success"])
def test_applied_is_stamped_once(bench: Bench, outcome: str) -> None:
    applied_at = bench.apply()["applied_at"]
    assert bench.record(outcome)["applied_at"] == applied_at


@pytest.mark.parametrize("outcome", ["applied_failed", "applied_success", "applied_partial"])
def test_verified_is_stamped_anew(bench: Bench, outcome: str) -> None:
    first = bench.record("applied_partial")
    again = bench.record(outcome)
    assert again["applied_at"] == first["applied_at"]
    assert again["verified_at"] > first["verified_at"]


def test_pending_after_partial_is_not_verified_any_more(bench: Bench) -> None:
    bench.record("applied_partial")
    assert bench.record("applied_pending")["verified_at"] is None


@pytest.mark.parametrize("outcome", ["applied_pending", "applied_partial"])
@pytest.mark.parametrize("notes", [None, "", "  \n\t"])
def test_where_notes_are_required_blank_ones_are_refused(bench: Bench, outcome: str, notes: str | None) -> None:
    assert refuse(bench.try_outcome(outcome, notes=notes), 422, "validation_failed").keys() == {"notes"}
    assert expect(bench.engineer.get(bench.path), 200) == bench.fix


@pytest.mark.parametrize("outcome", NOTES)
def test_notes_are_trimmed(bench: Bench, outcome: str) -> None:
    assert bench.record(outcome, " \n Came back\t ")[NOTES[outcome]] == "Came back"


@pytest.mark.parametrize("outcome", NOTES)
def test_notes_of_4000_characters_are_taken_and_one_more_refused(bench: Bench, outcome: str) -> None:
    assert refuse(bench.try_outcome(outcome, notes="ä" * 4_001), 422, "validation_failed").keys() == {"notes"}
    assert bench.record(outcome, "ä" * 4_000)[NOTES[outcome]] == "ä" * 4_000


def test_white_space_around_notes_does_not_count(bench: Bench) -> None:
    assert bench.record("applied_partial", " " + "ä" * 4_000 + "\n")["partial_notes"] == "ä" * 4_000


@pytest.mark.parametrize("outcome", ["applied_pending", "applied_partial"])
def test_the_same_open_outcome_again_replaces_its_notes(bench: Bench, outcome: str) -> None:
    bench.record(outcome, "First")
    assert bench.record(outcome, "Second")[NOTES[outcome]] == "Second"


def test_notes_of_earlier_outcomes_stay(bench: Bench) -> None:
    bench.record("applied_pending", "Until Monday")
    bench.record("applied_partial", "Not on the phone")
    fix = bench.record("applied_failed", "Came back")
    kept = (fix["pending_reason"], fix["partial_notes"], fix["failure_reason"])
    assert kept == ("Until Monday", "Not on the phone", "Came back")


@pytest.mark.parametrize("terminal", TERMINAL)
@pytest.mark.parametrize("next_outcome", EVERY_OUTCOME)
def test_after_a_terminal_outcome_none_is_taken(bench: Bench, terminal: str, next_outcome: str) -> None:
    before = bench.record(terminal)
    version = bench.version
    detail = refuse(bench.try_outcome(next_outcome, notes="Noted"), 409, "fix_terminal")
    assert detail == {"status": terminal}
    assert expect(bench.engineer.get(bench.path), 200) == before
    assert bench.version == version


@pytest.mark.parametrize("start", ["proposed", "verifying", "applied_pending", "applied_partial"])
@pytest.mark.parametrize("outcome", EVERY_OUTCOME)
def test_from_every_open_state_every_outcome_is_taken(bench: Bench, start: str, outcome: str) -> None:
    if start == "verifying":
        bench.apply()
    elif start != "proposed":
        bench.record(start)
    assert bench.record(outcome)["status"] == outcome


@pytest.mark.parametrize("outcome", EVERY_OUTCOME)
def test_any_outcome_moves_the_session_on_by_one(bench: Bench, outcome: str) -> None:
    before = bench.version
    bench.record(outcome)
    assert bench.version == before + 1


@pytest.mark.parametrize("outcome", ["proposed", "done", "", None, 7, ["applied_success"]])
def test_another_word_is_no_outcome(bench: Bench, outcome: Any) -> None:
    assert refuse(bench.try_outcome(outcome), 422, "validation_failed").keys() == {"outcome"}


@pytest.mark.parametrize("outcome", TERMINAL)
def test_a_terminal_outcome_ends_the_ais_proposal(bench: Bench, outcome: str) -> None:
    bench.desk.changes_fix(bench.fix, ai_outcome_proposal={"outcome": "applied_success", "quote": "works"})
    assert bench.record("applied_pending")["ai_outcome_proposal"] is not None
    assert bench.record(outcome)["ai_outcome_proposal"] is None


def test_resolving_records_that_a_pending_fix_worked(bench: Bench) -> None:
    bench.record("applied_pending", "Until Monday")
    expect(bench.engineer.post(f"/ai-sessions/{bench.ai_session['id']}/resolve"), 200)
    fix = expect(bench.engineer.get(bench.path), 200)
    assert (fix["status"], fix["pending_reason"]) == ("applied_success", "Until Monday")
    assert fix["verified_at"] is not None


@pytest.mark.parametrize("state", ["proposed", "verifying", "applied_partial"])
def test_resolving_leaves_a_fix_that_is_not_pending(bench: Bench, state: str) -> None:
    if state == "verifying":
        bench.apply()
    elif state != "proposed":
        bench.record(state)
    before = expect(bench.engineer.get(bench.path), 200)
    expect(bench.engineer.post(f"/ai-sessions/{bench.ai_session['id']}/resolve"), 200)
    assert expect(bench.engineer.get(bench.path), 200) == before


def test_abandoning_leaves_a_pending_fix_pending(bench: Bench) -> None:
    before = bench.record("applied_pending")
    expect(bench.engineer.post(f"/ai-sessions/{bench.ai_session['id']}/abandon"), 200)
    assert expect(bench.engineer.get(bench.path), 200) == before


def test_the_attempt_ledger_tells_what_was_tried_oldest_first(bench: Bench) -> None:
    bench.record("applied_failed", "Came back")
    second = bench.desk.proposes(bench.ai_session, "Register the device again")
    expect(bench.engineer.post(f"{path_of_fixes(bench.ai_session)}/{second['id']}/apply"), 200)
    bench.desk.proposes(bench.ai_session, "Never tried")
    ledger = expect(bench.engineer.get(f"/ai-sessions/{bench.ai_session['id']}/attempts"), 200)["items"]
    assert [(row["title"], row["outcome"], row["notes"]) for row in ledger] == [
        (bench.fix["title"], "did_not_work", "Came back"),
        ("Register the device again", "verifying", None),
    ]


@pytest.mark.parametrize("outcome", ["applied_partial", "applied_pending"])
def test_the_ledger_keeps_what_was_learned_of_a_fix_that_was_given_up(bench: Bench, outcome: str) -> None:
    bench.record(outcome, "The second file still fails")
    bench.record("dismissed")
    (attempt,) = expect(bench.engineer.get(f"/ai-sessions/{bench.ai_session['id']}/attempts"), 200)["items"]
    assert (attempt["outcome"], attempt["notes"]) == ("dismissed", "The second file still fails")
