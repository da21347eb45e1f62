"""The assessment of an escalated session, and the end of its budget."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.ai_session import AiSession
from models.core import clock
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.handoff import Handoff
from models.jobs import Job
from models.operations.ai_usage import record_calls
from models.operations.assessments import give_up_assessment, keep_assessment
from tasks.actors.inputs import assessment_input, usage_rows
from tasks.actors.registry import actor
from tasks.integrations.assistant import (
    Assessment,
    AssessmentInput,
    AssistantError,
    AssistantErrorCode,
    CallRecord,
    Control,
    Provider,
    assess,
)
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 960
INTERNAL_ERROR = "internal_error"
# The worker stops this long before the budget's end, so that its own honest answer comes before the deadline's.
MARGIN_SECONDS = 2.0
SMALL_BUDGET_SECONDS, SMALL_MARGIN = 10.0, 0.2


@dataclass(frozen=True)
class _Asked:
    given: AssessmentInput
    seconds_left: float


def give_up(handoff_id: UUID, assessment_round: int) -> None:
    """The job is dead: the handoff says `unavailable`, with a way to try again."""
    handoff, _ = _locked(handoff_id)
    give_up_assessment(handoff, assessment_round=assessment_round, error=INTERNAL_ERROR)


@actor(Job.HANDOFF_ASSESS, when_dead=give_up, time_limit_seconds=TIME_LIMIT_SECONDS)
def assess_handoff(job: RunningJob, handoff_id: UUID, assessment_round: int) -> None:
    """One structured call whose result feeds the handoff screen and the escalation package.

    Twice is safe: the result is written by compare-and-set on (round, pending), in the transaction that ends the
    row; a late or second result finds the round closed and changes nothing.
    """
    with job.transaction():
        asked = _prepare(job, handoff_id, assessment_round)
    if asked is None:
        with job.finish():
            return
    result, calls = _call(job.context.assistant, asked)
    with job.finish():
        handoff, ai_session = _locked(handoff_id)
        record_calls(usage_rows(calls), ai_session_id=ai_session.id)
        if isinstance(result, Assessment):
            prose, data = prose_of(result), _data(result, job.context.assistant)
            keep_assessment(handoff, ai_session, assessment_round=assessment_round, prose=prose, data=data)
        else:
            give_up_assessment(handoff, assessment_round=assessment_round, error=result)


@actor(Job.HANDOFF_EXPIRE_ASSESSMENT, when_dead=give_up, time_limit_seconds=60)
def expire_assessment(job: RunningJob, handoff_id: UUID, assessment_round: int) -> None:
    """The budget's end: whatever became of the worker, nobody waits longer.  Twice is safe: compare-and-set."""
    with job.finish():
        handoff, _ = _locked(handoff_id)
        give_up_assessment(handoff, assessment_round=assessment_round, error=str(AssistantErrorCode.DEADLINE))


def _prepare(job: RunningJob, handoff_id: UUID, assessment_round: int) -> _Asked | None:
    handoff = db_session().get_one(Handoff, handoff_id)
    if not handoff.is_awaiting(assessment_round) or handoff.assessment_due_at is None:
        return None
    budget = job.context.settings.escalation_ai_assessment_timeout_seconds
    left = (handoff.assessment_due_at - clock.now()).total_seconds() - _margin(budget)
    return _Asked(assessment_input(handoff.ai_session, handoff), left)


def _margin(budget_seconds: float) -> float:
    return MARGIN_SECONDS if budget_seconds >= SMALL_BUDGET_SECONDS else SMALL_MARGIN * budget_seconds


def _call(provider: Provider, asked: _Asked) -> tuple[Assessment | str, list[CallRecord]]:
    """The assessment, or the code of why there is none.  No database connection is held."""
    try:
        assessment, done = assess(provider, asked.given, Control(deadline=time.monotonic() + asked.seconds_left))
    except AssistantError as error:
        return str(error.code), list(error.calls)
    return assessment, list(done.calls)


def prose_of(assessment: Assessment) -> str:
    """The assessment as a person reads it, for places that show no structure."""
    steps = "".join(f"\n{number}. {step}" for number, step in enumerate(assessment.suggested_steps, start=1))
    prose = f"{assessment.summary}\n\nLikely cause ({assessment.confidence} confidence): {assessment.likely_cause}"
    return prose + (f"\n\nSuggested next:{steps}" if steps else "")


def _data(assessment: Assessment, provider: Provider) -> dict[str, Any]:
    return assessment.model_dump() | {"provider": provider.name, "provider_label": provider.label}


def _locked(handoff_id: UUID) -> tuple[Handoff, AiSession]:
    """The handoff's row before the session's, the order in which a claim takes them."""
    handoff = locked(Handoff, handoff_id)
    ai_session = locked(AiSession, handoff.ai_session_id)
    return handoff, ai_session
