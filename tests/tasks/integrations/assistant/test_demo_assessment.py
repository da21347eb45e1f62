"""The Demo AI's reading of an escalated session: from that session, and no other."""

from __future__ import annotations

from models.library import load_guides
from tasks.integrations.assistant import Assessment, AssessmentInput, AttemptIn, Control, FactIn, HypothesisIn, assess
from tasks.integrations.assistant.demo.assessment import assessment_of
from tests.tasks.integrations.assistant.talk import Talk, a_fix, demo_provider

PROBLEM = "VPN drops every hour for three users at the Leeds office"


def _escalated() -> AssessmentInput:
    talk = Talk(PROBLEM)
    talk.say(PROBLEM)
    talk.record("applied_failed", notes="no losses on the line")
    talk.say(f"Did not work: {talk.fixes[0].title}")
    attempt = AttemptIn(what=talk.fixes[0].title, outcome="failed", notes="no losses on the line")
    return talk.as_escalated("I have no access to the gateway", [attempt])


def _assessed(told: AssessmentInput) -> Assessment:
    assessment, done = assess(demo_provider(), told, Control())
    assert done.calls[0].cost_micros == 0
    return assessment


def test_it_tells_problem_attempts_and_reason() -> None:
    told = _escalated()
    assessment = _assessed(told)
    for words in (PROBLEM, told.fixes[0].title, "no losses on the line", "no access to the gateway"):
        assert words in assessment.summary


def test_it_uses_the_session_s_facts() -> None:
    assert any("three users" in fact for fact in _assessed(_escalated()).facts_used)


def test_it_does_not_suggest_what_was_tried() -> None:
    told = _escalated()
    steps = " ".join(_assessed(told).suggested_steps)
    assert told.fixes[0].title not in steps
    assert any(fix.title in steps for fix in load_guides()["vpn-drops"].fixes)


def test_the_cause_is_the_best_that_is_not_refuted() -> None:
    refuted = HypothesisIn(ref="H1", cause="The line drops", state="refuted")
    guess = HypothesisIn(ref="H2", cause="A timer ends the tunnel", state="proposed")
    checked = HypothesisIn(ref="H3", cause="The gateway is full", state="investigating")
    boards = {
        "Not known.": [refuted],
        "A timer ends the tunnel (a guess that nothing confirms yet).": [guess, refuted],
        "The gateway is full (still being checked).": [checked, refuted, guess],
    }
    for cause, board in boards.items():
        assert _assessed(_escalated().model_copy(update={"hypotheses": board})).likely_cause == cause


def test_confidence_follows_the_evidence() -> None:
    checked = HypothesisIn(ref="H1", cause="A timer ends the tunnel", state="investigating")
    told = _escalated().model_copy(update={"hypotheses": [checked]})
    assert _assessed(told).confidence == "medium"
    assert _assessed(told.model_copy(update={"facts": []})).confidence == "low"
    assert _assessed(told.model_copy(update={"hypotheses": []})).confidence == "low"


def test_an_empty_session_is_not_dressed_up() -> None:
    talk = Talk("It is broken")
    assessment = _assessed(talk.as_escalated(""))
    assert assessment.confidence == "low"
    assert "Nothing was tried" in assessment.summary
    assert assessment.likely_cause == "Not known."
    assert assessment.open_questions


def test_two_sessions_get_two_assessments() -> None:
    other = Talk("The printer in accounting is offline")
    one, two = _assessed(_escalated()), _assessed(other.as_escalated("No time"))
    assert one.summary != two.summary
    assert PROBLEM not in two.summary


def test_nothing_of_a_guide_s_assessment_is_dropped_as_invented() -> None:
    for guide in load_guides().values():
        told = Talk(guide.title, facts=[FactIn(kind="since", value="today")]).as_escalated("Stuck")
        decided = {"likely_cause": "Not known.", "confidence": "low"}
        assert _assessed(told) == assessment_of(told).model_copy(update=decided)


def test_a_long_problem_is_cut_at_a_word() -> None:
    summary = _assessed(Talk("printer offline " * 200).as_escalated("")).summary
    assert len(summary) < 600
    assert "…" in summary


def test_what_failed_under_another_name_is_not_a_next_step() -> None:
    problem = "Nightly backup of FS01 fails since Saturday: VSS writer timed out, event 8194."
    tried = "Restart the VSS service and its failed writer"
    talk = Talk(problem, fixes=[a_fix(title=tried, status="applied_failed")])
    assessment = _assessed(
        talk.as_escalated("Writers stay failed", [AttemptIn(what=tried, outcome="did_not_work", notes=None)])
    )
    assert assessment.suggested_steps[0].startswith("Give the shadow copies enough space")


def test_what_the_ledger_or_an_engineer_says_was_tried_is_not_a_next_step() -> None:
    problem = "Jobs are stuck in the print queue, nothing comes out. Replaced the driver, no change."
    attempts = [AttemptIn(what="Cleared the print queue, restarted the spooler", outcome="did_not_work", notes=None)]
    steps = " ".join(_assessed(Talk(problem).as_escalated("Stuck", attempts)).suggested_steps)
    assert "Clear the print queue" not in steps
    assert "Remove the driver" not in steps
    assert any(fix.title in steps for fix in load_guides()["printer-queue-stuck"].fixes)


def test_a_pasted_problem_is_told_in_a_few_words() -> None:
    event = (
        '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="VSS"/>'
        "<EventID>8194</EventID></System><EventData><Data>Access is denied</Data></EventData></Event>"
    )
    summary = _assessed(Talk(event).as_escalated("Stuck")).summary
    assert "Reported at Northwind: VSS 8194: Access is denied." in summary


def test_half_an_emoji_is_in_no_assessment() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    notes = "x" * 158 + family + "y" * 80
    attempt = AttemptIn(what="Restart it", outcome="did_not_work", notes=notes)
    summary = _assessed(Talk(PROBLEM).as_escalated("Stuck", [attempt])).summary
    assert f"{'x' * 158}{family}…)" in summary
