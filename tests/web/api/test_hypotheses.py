"""The board of possible causes: evidence decides, the results of fixes weigh, and what was refuted stays refuted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from models.attempt_likeness import is_same_attempt
from models.hypothesis_rules import Evidence
from models.library import load_guides
from models.operations.hypotheses import FoundHypothesis
from tests.support.desk import Desk, expect, refuse
from tests.support.events import EventListener
from tests.web.api.board_case import LOG, Board, a_fix, cited, evidence, newest_fix, records

STUCK, DRIVER = "Stuck jobs block the queue", "The driver is broken"


@pytest.fixture
def board(desk: Desk) -> Board:
    return Board(desk)


def test_a_hypothesis_has_the_fields_of_the_contract(board: Board, heard: EventListener) -> None:
    step = board.steps()[0]["id"]
    before = board.version
    one = board.adds(f"  {STUCK} ", evidence=[evidence("step", step, note="The queue is full")])
    assert one == {
        "id": one["id"],
        "cause": STUCK,
        "state": "proposed",
        "evidence": [evidence("step", step, note="The queue is full") | {"label": "message 1", "is_new": False}],
        "source": "engineer",
        "guide_id": None,
        "cause_id": None,
        "updated_by": {"id": board.engineer.id, "name": "Sam"},
        "updated_at": one["updated_at"],
        "created_at": one["created_at"],
    }
    assert board.items() == [one]
    assert board.version == before + 1
    heard.wait_for("hypothesis_changed", hypothesis_id=one["id"], status="proposed")
    changed = expect(board.changes(one, state="investigating"), 200)
    assert (changed["state"], changed["evidence"]) == ("investigating", one["evidence"])
    assert board.version == before + 2
    expect(board.changes(one, state="investigating"), 200)
    assert board.version == before + 2
    again = board.engineer.post(board.hypotheses_path, cause="stuck JOBS block the  queue.")
    assert refuse(again, 409, "hypothesis_known")["hypothesis_id"] == one["id"]
    for empty in ("\u200b", "...", "\u3164"):
        refuse(board.engineer.post(board.hypotheses_path, cause=empty), 422, "validation_failed")
        board.replies(FoundHypothesis(cause=empty))
        board.says("And?")
    assert [each["id"] for each in board.items()] == [one["id"]]


def test_a_cause_is_supported_only_by_evidence_of_its_session(desk: Desk, board: Board) -> None:
    one, other = board.adds(STUCK), Board(desk)
    own, foreign = board.steps()[0]["id"], other.steps()[0]["id"]
    board.says("The copilot answers")
    board.replies()
    answer = board.steps()[-1]["id"]
    board.apply()
    done = board.steps()[-1]["id"]
    before = board.version
    bad: list[list[dict[str, Any]]] = [
        [],
        [evidence("step", own, "against")],
        [evidence("step", foreign)],
        [evidence("step", answer)],
        [evidence("step", done)],
        [evidence("attempt", board.fix["id"])],
        [evidence("fact", own)],
        [evidence("attempt", foreign)],
        [evidence("signal", "0x80070005")],
        [evidence("case", own)],
        [evidence("step", "not-an-id")],
    ]
    for pieces in bad:
        refuse(board.changes(one, state="supported", evidence=pieces), 422, "evidence_required")
    refuse(board.engineer.post(board.hypotheses_path, cause=DRIVER, state="supported"), 422, "evidence_required")
    assert (board.states(), board.version) == ({STUCK: "proposed"}, before)
    told = board.says("It stops with error code 0x80070005")
    fact = expect(board.engineer.post(f"{board.session_path}/facts", value="FS01"), 201)
    board.record("applied_partial", "Half of them")
    good = [("step", told), ("fact", fact["id"]), ("signal", "E_ACCESSDENIED"), ("attempt", board.fix["id"])]
    for kind, row_id in good:
        assert expect(board.changes(one, state="supported", evidence=[evidence(kind, row_id)]), 200)
        expect(board.changes(one, state="proposed", evidence=[]), 200)
    refuse(board.changes(one, evidence=[evidence("step", foreign)]), 422, "evidence_required")


def test_a_failed_fix_refutes_a_cause_that_has_no_other_and_undo_takes_it_back(board: Board) -> None:
    told = board.says("Nothing prints")
    seen = [Evidence(kind="step", id=told, weighs="for")]
    found = [FoundHypothesis(cause=cause, state="investigating", evidence=seen) for cause in (STUCK, DRIVER)]
    board.replies(*found, fix=a_fix("Reinstall the driver", DRIVER))
    driver = newest_fix(board)
    board.says("Something simpler first?")
    board.replies(fix=a_fix("Clear the queue", STUCK, DRIVER))
    fix, ids = newest_fix(board), {one["cause"]: one["id"] for one in board.items()}
    assert (fix["hypothesis_ids"], driver["hypothesis_ids"]) == ([ids[STUCK], ids[DRIVER]], [ids[DRIVER]])
    before, version = board.items(), board.version
    records(board, fix, "applied_failed")
    assert board.version == version + 1
    stuck, other = (next(one for one in board.items() if one["cause"] == cause) for cause in (STUCK, DRIVER))
    assert (stuck["state"], other["state"]) == ("refuted", "investigating")
    assert cited(stuck)[-1] == cited(other)[-1] == ("attempt 1", "against", False)
    assert stuck["evidence"][-1]["note"] == "Did not work: Same error"
    assert board.items()[-1] == stuck
    expect(board.undo(f"{board.session_path}/suggested-fixes/{fix['id']}"), 200)
    assert board.version == version + 2
    kept = [(one["cause"], one["state"], one["evidence"]) for one in before]
    assert [(one["cause"], one["state"], one["evidence"]) for one in board.items()] == kept


@pytest.mark.parametrize(
    ("outcome", "notes", "state", "weighs"),
    [
        ("applied_success", None, "supported", ["for"]),
        ("applied_partial", "Half of them", "investigating", ["for"]),
        ("applied_pending", "Tomorrow", "proposed", []),
        ("dismissed", None, "proposed", []),
    ],
)
def test_what_a_fix_did_weighs_for_its_cause(
    board: Board, outcome: str, notes: str | None, state: str, weighs: list[str]
) -> None:
    board.says("Nothing prints")
    board.replies(FoundHypothesis(cause=STUCK), fix=a_fix("Clear the queue", STUCK))
    records(board, newest_fix(board), outcome, notes)
    (one,) = board.items()
    assert (one["state"], [piece["weighs"] for piece in one["evidence"]]) == (state, weighs)


def test_another_fix_of_the_guide_keeps_the_cause_open(board: Board) -> None:
    guide, cause, fixes = a_cause_with_two_fixes()
    board.says("Nothing prints")
    of_guide = {"guide_id": guide, "cause_id": cause}
    first, second = (a_fix(one.title, guide_id=guide, guide_fix_id=one.id) for one in fixes)
    board.replies(FoundHypothesis(cause=STUCK, **of_guide), fix=first)
    fix = newest_fix(board)
    assert fix["hypothesis_ids"] == [board.items()[0]["id"]]
    records(board, fix, "applied_failed")
    assert board.states() == {STUCK: "investigating"}
    board.says("And now?")
    board.replies(fix=second)
    records(board, newest_fix(board), "applied_failed")
    assert board.states() == {STUCK: "refuted"}


def test_an_earlier_wording_of_the_fix_that_failed_does_not_keep_its_cause_open(board: Board) -> None:
    board.says("Nothing prints")
    board.replies(FoundHypothesis(cause=STUCK), fix=a_fix("Clear the print queue", STUCK))
    board.says("How?")
    board.replies(fix=a_fix("Clear the print queue on the print server", STUCK))
    records(board, newest_fix(board), "applied_failed")
    assert board.states() == {STUCK: "refuted"}


def test_a_cause_that_comes_after_its_fix_is_weighed_too(board: Board) -> None:
    guide, cause, fixes = a_cause_with_two_fixes()
    told = next(one.text for one in load_guides()[guide].causes if one.id == cause)
    board.says("Nothing prints")
    board.replies(fix=a_fix(fixes[0].title, guide_id=guide, guide_fix_id=fixes[0].id))
    fix = newest_fix(board)
    one = board.adds(told)
    records(board, fix, "applied_success", None)
    assert (newest_fix(board)["hypothesis_ids"], board.states()) == ([one["id"]], {one["cause"]: "supported"})


def a_cause_with_two_fixes() -> tuple[str, str, Sequence[Any]]:
    for guide in load_guides().values():
        for cause in guide.causes:
            fixes = [fix for fix in guide.fixes if cause.id in fix.causes]
            if len(fixes) == 2 and not is_same_attempt(fixes[0].title, fixes[1].title):
                return guide.id, cause.id, fixes
    raise AssertionError("no cause of the library has two fixes")


def test_what_was_refuted_comes_back_only_with_new_evidence_and_says_which(board: Board) -> None:
    old = board.says("The queue is full")
    known = [Evidence(kind="step", id=old, weighs="for")]
    board.replies(FoundHypothesis(cause=STUCK, evidence=known), fix=a_fix("Clear the queue", STUCK))
    failed = newest_fix(board)
    records(board, failed, "applied_failed")
    new = board.says("One job is back in the queue")
    again = a_fix("Delete what waits in it", STUCK)
    for pieces in ([], known, [Evidence(kind="step", id=new, weighs="against")]):
        board.replies(FoundHypothesis(cause=f"{STUCK}.", state="supported", evidence=pieces), fix=again)
        assert board.states() == {STUCK: "refuted"}
        assert newest_fix(board)["id"] == failed["id"]
        board.says("Still")
    board.replies(
        FoundHypothesis(cause=STUCK, state="investigating", evidence=[Evidence(kind="step", id=new, weighs="for")]),
        fix=again,
    )
    (one,) = board.items()
    assert one["state"] == "investigating"
    assert [label for label, _, is_new in cited(one) if is_new] == ["message 5"]
    assert newest_fix(board)["title"] == again.title


def test_what_failed_is_not_suggested_again_without_a_reason(board: Board) -> None:
    records(board, board.fix, "applied_failed")
    board.says("Nothing changed")
    board.replies(fix=a_fix(board.fix["title"].upper()))
    assert newest_fix(board)["id"] == board.fix["id"]
    board.says("Still nothing")
    board.replies(fix=a_fix(board.fix["title"], rationale="Again, because it ran while the service was stopped."))
    assert newest_fix(board)["id"] != board.fix["id"]


@pytest.mark.parametrize(
    ("title", "other", "is_same"),
    [
        ("Roll back the network driver", "Update the network driver", False),
        ("Turn the Windows firewall off", "Turn on the Windows firewall", False),
        ("Check the print spooler", "Restart the print spooler", False),
        ("Increase the idle timeout", "Decrease the idle timeout", False),
        ("Reboot", "Reboot the server", True),
        ("Restart", "Reboot the server", True),
        ("Check", "Check the server", False),
        ("Clear the print queue", "Purge the print spooler", True),
        ("Emptied the print queue", "Delete all jobs in the print queue", True),
    ],
)
def test_the_verbs_of_two_attempts_have_to_agree(title: str, other: str, *, is_same: bool) -> None:
    assert (is_same_attempt(title, other), is_same_attempt(other, title)) == (is_same, is_same)


def test_an_engineers_state_stays_until_there_is_evidence_that_was_not_there(board: Board) -> None:
    one = board.adds(DRIVER, state="refuted")
    told = board.says("It prints from another PC")
    board.replies(FoundHypothesis(cause=DRIVER, state="proposed"))
    assert board.states() == {DRIVER: "refuted"}
    expect(board.changes(one, state="investigating"), 200)
    board.says("Hm")
    board.replies(FoundHypothesis(cause=DRIVER, state="proposed"))
    assert board.states() == {DRIVER: "investigating"}
    log = Evidence(kind="step", id=board.says(LOG), weighs="for")
    board.replies(FoundHypothesis(cause=DRIVER, state="supported", evidence=[log]))
    assert board.states() == {DRIVER: "investigating"}
    expect(board.changes(one, state="investigating", evidence=[]), 200)
    board.says("Well")
    excludes = [Evidence(kind="step", id=told, weighs="against")]
    board.replies(FoundHypothesis(cause=DRIVER, state="refuted", evidence=excludes))
    assert board.states() == {DRIVER: "refuted"}
    assert board.items()[0]["updated_by"] is None


def test_a_cause_does_not_stay_supported_by_a_fact_that_was_dismissed(board: Board) -> None:
    fact = expect(board.engineer.post(f"{board.session_path}/facts", value="The queue is full"), 201)
    one = board.adds(STUCK, state="supported", evidence=[evidence("fact", fact["id"])])
    before = board.version
    expect(board.engineer.send("DELETE", f"{board.session_path}/facts/{fact['id']}"), 200)
    (now,) = board.items()
    assert (now["id"], now["state"], now["evidence"], board.version) == (one["id"], "investigating", [], before + 1)


def test_a_closed_session_keeps_its_board(board: Board) -> None:
    one = board.adds(STUCK)
    expect(board.engineer.post(f"{board.session_path}/resolve", resolution="Done"), 200)
    refuse(board.changes(one, state="refuted"), 409, "session_closed")
    refuse(board.engineer.post(board.hypotheses_path, cause=DRIVER), 409, "session_closed")
    assert board.items() == [one]


def test_a_handoff_and_the_documentation_say_what_was_refuted_and_by_what(board: Board) -> None:
    told = board.says("Nothing prints")
    seen = [Evidence(kind="step", id=told, weighs="for")]
    other = FoundHypothesis(cause=DRIVER, state="investigating", evidence=seen)
    board.replies(FoundHypothesis(cause=STUCK), other, fix=a_fix("Clear the queue", STUCK))
    records(board, newest_fix(board), "applied_failed")
    handoff = board.engineer.escalates(board.ai_session)
    package = board.engineer.reads(board.ai_session)["escalation_package"]
    said = [
        (one["cause"], one["state"], [piece["label"] for piece in one["evidence"]]) for one in package["hypotheses"]
    ]
    assert said == [(DRIVER, "investigating", ["message 2"]), (STUCK, "refuted", ["attempt 1"])]
    assert handoff["snapshot"]["hypotheses"] == package["hypotheses"]
    documentation = expect(board.engineer.get(f"{board.session_path}/documentation"), 200)
    assert f"Refuted: {STUCK}, by attempt 1" in documentation["content"]
