"""The assessment of an escalated session: one structured answer, checked against the session.

The caller sets the time budget and stores the result.
"""

from __future__ import annotations

from prompts.assessment.assembly import assemble_assessment
from prompts.assessment.inputs import AssessmentInput
from prompts.assessment.results import Assessment
from prompts.conversation import Assembled
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import InvalidOutput
from tasks.integrations.assistant.grounding import Ground, normalised
from tasks.integrations.assistant.honesty import capped, likely_cause_of, untried, without_refuted
from tasks.integrations.assistant.port import Done, Provider
from tasks.integrations.assistant.within_budget import answer_within_budget


def assess(provider: Provider, session: AssessmentInput, control: Control) -> tuple[Assessment, Done]:
    """Assess the session for the person who takes it over.

    The result names only what the session contains.  Raises AssistantError; InvalidOutput also where the session
    supports nothing of the answer.
    """

    def assemble(budget_tokens: int) -> Assembled[AssessmentInput]:
        return assemble_assessment(session, budget_tokens=budget_tokens)

    answer = answer_within_budget(provider, control, assemble, Assessment)
    return supported_by_session(answer.result, answer.context), answer.done


def supported_by_session(assessment: Assessment, session: AssessmentInput) -> Assessment:
    """The assessment without what the session does not support; without evidence its confidence is low.

    The likely cause is the best hypothesis, whatever the model wrote.
    """
    ground = Ground(session)
    summary = without_refuted(ground.grounded_prose(assessment.summary), session)
    if not summary:
        raise InvalidOutput
    facts_used = ground.grounded(assessment.facts_used)
    has_evidence = _has_evidence(facts_used, session, ground)
    return Assessment(
        facts_used=facts_used,
        open_questions=ground.grounded(assessment.open_questions),
        likely_cause=likely_cause_of(session),
        summary=summary,
        confidence=capped(assessment.confidence, session) if has_evidence else "low",
        suggested_steps=untried(ground.grounded(assessment.suggested_steps), session),
    )


def _has_evidence(facts_used: list[str], session: AssessmentInput, ground: Ground) -> bool:
    """Whether the session has facts, and the assessment uses at least one of them."""
    values = [normalised(fact.value) for fact in session.facts]
    return bool(values) and any(
        ground.mentions(used) or any(value in normalised(used) for value in values) for used in facts_used
    )
