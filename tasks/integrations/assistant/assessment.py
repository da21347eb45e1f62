"""The assessment of an escalated session: one structured answer, held against the session before anyone reads it.

Budget and storing are the caller's business.
"""

from __future__ import annotations

from prompts.assembly import assemble_assessment
from prompts.inputs import AssessmentInput
from prompts.results import Assessment
from tasks.integrations.assistant.attempts import Attempts
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import AssistantError, AssistantErrorCode
from tasks.integrations.assistant.grounding import Ground, normalised
from tasks.integrations.assistant.port import Done, Provider
from tasks.integrations.assistant.requests import BUDGETS, request_for
from tasks.integrations.assistant.structured import structured


def assess(provider: Provider, told: AssessmentInput, control: Control) -> tuple[Assessment, Done]:
    """Read the session for whoever picks it up; grounded, and no more confident than its evidence allows.

    Raises AssistantError, `invalid_output` also where nothing of the answer rests on the session.
    """
    attempts = Attempts(provider, control)
    for budget in BUDGETS:
        assembled = assemble_assessment(told, budget_tokens=budget)
        try:
            assessment, done = structured(attempts, request_for(provider, assembled, Assessment), Assessment)
        except AssistantError as error:
            if error.code is not AssistantErrorCode.TOO_LARGE or budget == BUDGETS[-1]:
                raise
        else:
            assert isinstance(assembled.context, AssessmentInput)
            return held_against(assessment, assembled.context), done
    raise AssertionError("the last budget returns or raises")


def held_against(assessment: Assessment, told: AssessmentInput) -> Assessment:
    """The assessment without what the session does not support, its confidence capped by the evidence."""
    ground = Ground(told)
    summary, cause = ground.grounded_prose(assessment.summary), ground.grounded_prose(assessment.likely_cause)
    if not summary:
        raise AssistantError(AssistantErrorCode.INVALID_OUTPUT)
    facts_used = ground.grounded(assessment.facts_used)
    return Assessment(
        facts_used=facts_used,
        open_questions=ground.grounded(assessment.open_questions),
        likely_cause=cause or "Not established from what the session contains.",
        summary=summary,
        confidence=assessment.confidence if cause and _has_evidence(facts_used, told, ground) else "low",
        suggested_steps=ground.grounded(assessment.suggested_steps),
    )


def _has_evidence(facts_used: list[str], told: AssessmentInput, ground: Ground) -> bool:
    """Whether facts exist, and at least one of those named really is the session's."""
    values = [normalised(fact.value) for fact in told.facts]
    return bool(values) and any(
        ground.mentions(used) or any(value in normalised(used) for value in values) for used in facts_used
    )
