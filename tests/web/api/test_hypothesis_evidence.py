"""What supports a cause: not one log, not what nobody said, and not an attempt that failed, whoever cites it."""

from __future__ import annotations

import pytest

from models.hypothesis_rules import Evidence
from models.operations.facts import FoundFact
from models.operations.hypotheses import FoundHypothesis
from tests.support.cases import solved
from tests.support.desk import Desk, expect, refuse
from tests.support.lane import closes, copilot_asks
from tests.web.api.board_case import LOG, Board, a_fix, cited, evidence, newest_fix, records

STUCK, DRIVER = "Stuck jobs block the queue", "The driver is broken"


@pytest.fixture
def board(desk: Desk) -> Board:
    return Board(desk)


def test_one_log_does_not_make_a_cause(board: Board) -> None:
    """Planted noise: one line of a paste names it, and the facts and codes are from the same paste."""
    log = board.says(f"This is all I have:\n{LOG}")
    noise = [Evidence(kind="step", id=log, weighs="for")]
    board.replies(FoundHypothesis(cause="disk0 is failing", state="supported", evidence=noise))
    (one,) = board.items()
    assert (one["state"], one["source"], cited(one)) == ("proposed", "copilot", [("message 2", "for", False)])
    refuse(board.changes(one, state="supported"), 422, "evidence_required")
    again = board.says(f"Once more:\n{LOG}")
    twice = [Evidence(kind="step", id=again, weighs="for")]
    board.replies(FoundHypothesis(cause="disk0 is failing", state="supported", evidence=twice))
    assert board.states() == {"disk0 is failing": "proposed"}
    seen = board.says("I looked: the lamp of disk0 is amber")
    more = [Evidence(kind="step", id=seen, weighs="for")]
    board.replies(FoundHypothesis(cause="disk0 is failing", state="supported", evidence=more))
    (one,) = board.items()
    assert (one["state"], len(one["evidence"])) == ("supported", 3)


def test_a_fact_in_words_that_nobody_wrote_and_another_sessions_case_support_nothing(desk: Desk, board: Board) -> None:
    """Nobody knows whether such a fact is more than a line of a log."""
    board.says("See the attached log")
    board.begins_reply()
    board.keeps_reply(facts=[FoundFact("other", "predictive failure of disk0")])
    facts = expect(board.engineer.get(f"{board.session_path}/facts"), 200)["items"]
    (fact,) = [one for one in facts if one["source"] == "copilot"]
    hints = [("fact", fact["id"]), ("case", solved(desk.junior)["id"])]
    for kind, row_id in hints:
        board.says("And?")
        piece = Evidence(kind=kind, id=row_id, weighs="for")
        board.replies(FoundHypothesis(cause=f"By {kind}", state="supported", evidence=[piece]))
    assert board.states() == {"By fact": "proposed", "By case": "proposed"}
    for one in board.items():
        assert len(one["evidence"]) == 1
        refuse(board.changes(one, state="supported"), 422, "evidence_required")


@pytest.mark.parametrize(("note", "state"), [(None, "proposed"), ("Two jobs wait", "supported")])
def test_a_check_that_was_done_is_evidence_if_it_says_what_it_showed(
    desk: Desk, board: Board, note: str | None, state: str
) -> None:
    (item,) = copilot_asks(desk, board.ai_session, actions=["Look at the queue"])
    expect(closes(board.engineer, board.ai_session, item, done=True, note=note), 200)
    done = Evidence(kind="step", id=board.steps()[-1]["id"], weighs="for")
    board.says("And?")
    board.replies(FoundHypothesis(cause=STUCK, state="supported", evidence=[done]))
    assert board.states() == {STUCK: state}


def test_an_attempt_weighs_as_its_result_says(board: Board) -> None:
    board.says("Nothing prints")
    told = Evidence(kind="step", id=board.steps()[-1]["id"], weighs="for")
    board.replies(FoundHypothesis(cause=STUCK, evidence=[told]), fix=a_fix("Clear the queue", STUCK))
    fix = newest_fix(board)
    records(board, fix, "applied_failed")
    new = Evidence(kind="step", id=board.says("One job is back in the queue"), weighs="for")
    claimed = Evidence(kind="attempt", id=fix["id"], weighs="for", note="It helped")
    board.replies(FoundHypothesis(cause=STUCK, state="investigating", evidence=[claimed, new]))
    (one,) = board.items()
    failed = evidence("attempt", fix["id"], "against", "Did not work: Same error") | {"label": "attempt 1"}
    assert one["state"] == "investigating"
    assert one["evidence"][1] == failed | {"is_new": False}
    other = board.adds(DRIVER, evidence=[evidence("attempt", fix["id"])])
    assert cited(other) == [("attempt 1", "against", False)]
    for row in (one, other):
        refuse(
            board.changes(row, state="supported", evidence=[evidence("attempt", fix["id"])]), 422, "evidence_required"
        )


def test_what_was_refuted_does_not_return_in_other_words(board: Board) -> None:
    of_guide = {"guide_id": "a-guide", "cause_id": "a-cause"}
    known = [Evidence(kind="step", id=board.says("The queue is full"), weighs="for")]
    board.replies(FoundHypothesis(cause=STUCK, evidence=known, **of_guide), fix=a_fix("Clear the queue", STUCK))
    records(board, newest_fix(board), "applied_failed")
    for words, guide in (("The queue is blocked by stuck jobs", {}), ("Old documents wait", of_guide)):
        board.says("Still")
        board.replies(FoundHypothesis(cause=words, state="supported", evidence=known, **guide))
        assert board.states() == {STUCK: "refuted"}
