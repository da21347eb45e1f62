"""What of a reply's hypotheses the session takes over: the evidence that exists, and the state that it allows."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from models.library import load_guides
from tasks.integrations.assistant import AttemptIn, CaseIn, ChatReplyInput, CitedIn, FactIn, HypothesisIn, Turn
from tasks.integrations.assistant.collector import Collected, Collector
from tasks.integrations.assistant.marker_filter import DropReason
from tests.tasks.integrations.assistant.talk import a_fix
from tests.tasks.integrations.assistant.test_collector import FIX, reasons

REWORDED = {"cause": "The jobs are stuck in the spooler"}


def session_with_board() -> ChatReplyInput:
    """The printer was to print again after the queue was cleared, and did not; then an engineer pasted a log."""
    ids = [uuid4() for _ in range(4)]
    log = "2026-11-28 10:31:41 ERROR disk0 predictive failure\n2026-11-28 10:31:42 ERROR disk0 predictive failure"
    said = {1: "PRN-07 is offline since Monday", 4: "One job is back in the queue", 6: log, 7: log, 8: "Cleared it"}
    turns = [
        Turn(role="engineer", author="Sam", content=text, index=index, step_id=f"step-{index}", is_log=text is log)
        for index, text in said.items()
    ]
    turns[-1] = turns[-1].model_copy(update={"is_action": True})
    copilot = Turn(role="copilot", author="Copilot", content="Stuck jobs", index=2, step_id="step-2")
    stuck = [CitedIn(kind="step", ref="S1", weighs="for"), CitedIn(kind="attempt", ref="A1", weighs="against")]
    cleared = a_fix(title="Clear the queue", status="applied_failed").model_copy(update={"id": ids[0]})
    return ChatReplyInput(
        problem=said[1],
        client_name="Northwind",
        psa_ticket_id=None,
        turns=[turns[0], copilot, *turns[1:]],
        facts=[
            FactIn(ref="K1", kind="since", value="Monday", id=ids[1]),
            FactIn(ref="K2", kind="other", value="predictive failure", id=ids[2]),
            FactIn(ref="K3", kind="other", value="disk0 on its way out", id=ids[3]),
        ],
        cases=[CaseIn(ref="C1", title="Spooler", problem="", cause="", fix="", id=uuid4())],
        fixes=[cleared.model_copy(update={"causes": ["H1"]})],
        attempts=[AttemptIn(ref="A1", what="Clear the queue", outcome="did_not_work", notes=None, id=ids[0])],
        hypotheses=[
            HypothesisIn(ref="H1", cause="Stuck jobs", state="refuted", evidence=stuck),
            HypothesisIn(ref="H2", cause="The driver is broken", state="proposed"),
        ],
    )


def weighed(*hypotheses: dict[str, Any], fix: dict[str, Any] | None = None) -> Collected:
    collector = Collector(session_with_board())
    collector.take_body("HYPOTHESES", {"hypotheses": list(hypotheses)})
    if fix:
        collector.take_body("SUGGEST_FIX", FIX | fix)
    return collector.collected("")


def cites(*refs: str, weighs: str = "for") -> list[dict[str, str]]:
    return [{"ref": ref, "weighs": weighs} for ref in refs]


def test_evidence_becomes_what_it_names_and_what_does_not_exist_is_dropped() -> None:
    cited = [*cites("S4", "K1", "F1"), *cites("S2", "K9", "A2", "C2", "nothing", weighs="against")]
    collected = weighed({"cause": "A second spooler", "state": "supported", "evidence": cited})
    (one,) = collected.hypotheses
    assert [(piece.kind, piece.ref) for piece in one.evidence] == [("step", "S4"), ("fact", "K1"), ("attempt", "A1")]
    assert (one.state, one.evidence[0].id) == ("supported", "step-4")
    assert reasons(collected) == [DropReason.NO_SUCH_EVIDENCE] * 5


@pytest.mark.parametrize(
    ("refs", "asked", "state"),
    [
        ((), "supported", "proposed"),
        (("S99",), "supported", "proposed"),
        (("S6",), "supported", "proposed"),
        (("S6",), "investigating", "proposed"),
        (("S6", "K2"), "supported", "proposed"),
        (("S6", "S4"), "supported", "supported"),
        (("K1",), "investigating", "investigating"),
        ((), "refuted", "proposed"),
        (("C1",), "supported", "proposed"),
        (("C1",), "investigating", "investigating"),
        (("C1", "S6"), "supported", "proposed"),
        (("S6", "S7"), "supported", "proposed"),
        (("K3",), "supported", "proposed"),
        (("A1",), "supported", "proposed"),
        (("S8",), "supported", "proposed"),
    ],
)
def test_a_state_is_what_the_evidence_allows(refs: tuple[str, ...], asked: str, state: str) -> None:
    """S6 is one pasted log, S7 the same once more, and K2 is known from it alone: a line of noise, which is no cause.

    K3 is in words that nobody wrote, A1 has failed, and S8 is what was done.
    """
    (one,) = weighed({"cause": "The disk is failing", "state": asked, "evidence": cites(*refs)}).hypotheses
    assert one.state == state


@pytest.mark.parametrize("evidence", [[], cites("S1"), cites("A1"), cites("S4", weighs="against"), cites("S8")])
@pytest.mark.parametrize(
    "named", [{"ref": "H1"}, {"cause": "stuck  JOBS."}, {"ref": "X1", "cause": "Stuck jobs"}, REWORDED]
)
def test_what_was_refuted_is_dropped_without_new_evidence(
    named: dict[str, str], evidence: list[dict[str, str]]
) -> None:
    collected = weighed(named | {"state": "supported", "evidence": evidence}, fix={"for": [named.get("cause", "H1")]})
    assert (collected.hypotheses, collected.suggest_fix) == ([], None)
    assert DropReason.REFUTED in reasons(collected)


def test_what_was_refuted_comes_back_with_new_evidence_and_says_which() -> None:
    back = {"ref": "H1", "state": "investigating", "evidence": cites("S4")}
    collected = weighed(back, fix={"for": ["H1", "The driver is broken", "nothing"]})
    (one,) = collected.hypotheses
    assert (one.known, one.state, one.new_evidence) == ("H1", "investigating", ["S4"])
    assert one.evidence[0].note == "New since this cause was refuted."
    assert collected.suggest_fix is not None
    assert collected.suggest_fix.causes == ["Stuck jobs", "The driver is broken"]


@pytest.mark.parametrize("title", ["Clear the queue", "clear THE queue.", "Clear the printer queue"])
def test_what_failed_is_dropped_unless_it_says_why_again(title: str) -> None:
    collected = weighed(fix={"title": title, "for": ["H2"]})
    assert (collected.suggest_fix, reasons(collected)) == (None, [DropReason.FAILED_BEFORE])
    again = weighed(fix={"title": title, "rationale": "Again, because the service was stopped before.", "for": ["H2"]})
    assert again.suggest_fix is not None


def test_a_cause_names_only_what_the_session_names() -> None:
    collected = weighed({"cause": "SRV-99 is full"}, {"ref": "H9"})
    assert collected.hypotheses == []
    assert reasons(collected) == [DropReason.UNGROUNDED, DropReason.NO_SUCH_HYPOTHESIS]


def test_a_guide_that_the_library_does_not_have_is_left_out() -> None:
    guide = next(iter(load_guides().values()))
    real = {"guide": guide.id, "cause_id": guide.causes[0].id}
    first, second = weighed({"cause": "One"} | real, {"cause": "Two", "guide": "none", "cause_id": "x"}).hypotheses
    assert (first.guide, first.cause_id) == (guide.id, guide.causes[0].id)
    assert (second.guide, second.cause_id) == (None, None)
    fix = guide.fixes[0]
    named = {"title": fix.title, "guide": guide.id, "guide_fix": fix.id, "for": [guide.causes[0].id]}
    suggested = weighed({"cause": "One"} | real, fix=named).suggest_fix
    assert suggested is not None
    assert (suggested.causes, suggested.guide, suggested.guide_fix) == (["One"], guide.id, fix.id)
