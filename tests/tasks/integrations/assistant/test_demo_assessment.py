"""The Demo AI's reading of an escalated session: from that session, and no other."""

from __future__ import annotations

from tasks.integrations.assistant import Assessment, AssessmentInput, AttemptIn, Control, FactIn, assess
from tasks.integrations.assistant.demo.assessment import assessment_of
from tasks.integrations.assistant.demo.playbooks import load_playbooks
from tests.tasks.integrations.assistant.talk import Talk, demo_provider

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
    assessment = _assessed(_escalated())
    for words in (PROBLEM, "Test the line below the VPN by cable", "no losses on the line", "no access to the gateway"):
        assert words in assessment.summary


def test_it_uses_the_session_s_facts() -> None:
    assert any("three users" in fact for fact in _assessed(_escalated()).facts_used)


def test_it_does_not_suggest_what_was_tried() -> None:
    told = _escalated()
    steps = " ".join(_assessed(told).suggested_steps)
    assert told.fixes[0].title not in steps
    assert "Lower the packet size" in steps


def test_a_failed_fix_moves_the_cause() -> None:
    told = _escalated()
    before = told.model_copy(update={"fixes": [], "attempts": []})
    assert _assessed(told).likely_cause != _assessed(before).likely_cause


def test_confidence_follows_the_evidence() -> None:
    told = _escalated()
    assert _assessed(told).confidence == "medium"
    assert _assessed(told.model_copy(update={"facts": []})).confidence == "low"


def test_an_empty_session_is_not_dressed_up() -> None:
    talk = Talk("It is broken")
    assessment = _assessed(talk.as_escalated(""))
    assert assessment.confidence == "low"
    assert "Nothing was tried" in assessment.summary
    assert "Not established" in assessment.likely_cause
    assert assessment.open_questions


def test_two_sessions_get_two_assessments() -> None:
    other = Talk("The printer in accounting is offline")
    one, two = _assessed(_escalated()), _assessed(other.as_escalated("No time"))
    assert one.likely_cause != two.likely_cause
    assert PROBLEM not in two.summary


def test_nothing_of_a_playbook_s_assessment_is_dropped_as_invented() -> None:
    for playbook in load_playbooks():
        told = Talk(playbook.title, facts=[FactIn(kind="since", value="today")]).as_escalated("Stuck")
        assert _assessed(told) == assessment_of(told)


def test_a_long_problem_is_cut_at_a_word() -> None:
    summary = _assessed(Talk("printer offline " * 200).as_escalated("")).summary
    assert len(summary) < 600
    assert "…" in summary
