"""The assessment of an escalated session, and the end of its time budget."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog

from models.ai_session import AiSession
from models.core import clock
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.handoff import Handoff
from models.jobs import Job
from models.operations.ai_usage import record_calls
from models.operations.assessments import fail_assessment, store_assessment
from models.operations.escalations.fan_out import announce_if_waiting
from tasks.actors.ai_usage import usage_rows
from tasks.actors.control import control_for
from tasks.actors.inputs.assessments import assessment_input
from tasks.actors.registry import actor
from tasks.integrations.assistant import (
    Assessment,
    AssessmentInput,
    AssistantError,
    AssistantErrorCode,
    CallRecord,
    Provider,
    assess,
)
from tasks.running import RunningJob

log = structlog.get_logger(__name__)

TIME_LIMIT_SECONDS = 960
ANNOUNCE_LIMIT_SECONDS = 60
# The worker stops this long before the budget ends, so that its own error code is recorded, not the deadline's.
MARGIN_SECONDS = 2.0
SMALL_BUDGET_SECONDS, SMALL_MARGIN = 10.0, 0.2


@dataclass(frozen=True)
class _Request:
    given: AssessmentInput
    seconds_left: float


def give_up(handoff_id: UUID, assessment_round: int, *, code: str) -> None:
    """The job is dead: the handoff becomes `unavailable`, and people can ask for another assessment."""
    fail_assessment(*_locked(handoff_id), assessment_round=assessment_round, error=code)


@actor(Job.HANDOFF_ASSESS, when_dead=give_up, time_limit_seconds=TIME_LIMIT_SECONDS)
def assess_handoff(job: RunningJob, handoff_id: UUID, assessment_round: int) -> None:
    """One structured call; the handoff screen and the escalation package show its result.

    Running twice is safe: the result is written by compare-and-set on (round, pending), in the transaction that ends
    the row.  A late or second result finds the round closed and changes nothing.
    """
    with job.transaction():
        request = _prepare(job, handoff_id, assessment_round)
    if request is None:
        with job.finish():
            return
    result, calls = _call(job, request)
    with job.finish():
        handoff, ai_session = _locked(handoff_id)
        record_calls(usage_rows(calls), ai_session_id=ai_session.id, user_id=handoff.created_by_id)
        if isinstance(result, Assessment):
            data = _data(result, job.context.assistant)
            store_assessment(handoff, ai_session, assessment_round=assessment_round, data=data)
        else:
            fail_assessment(handoff, ai_session, assessment_round=assessment_round, error=result)


@actor(Job.HANDOFF_EXPIRE_ASSESSMENT, when_dead=give_up, time_limit_seconds=60)
def expire_assessment(job: RunningJob, handoff_id: UUID, assessment_round: int) -> None:
    """End the wait when the budget ends, whatever the worker is doing.  Running twice is safe: compare-and-set."""
    with job.finish():
        error = str(AssistantErrorCode.DEADLINE)
        fail_assessment(*_locked(handoff_id), assessment_round=assessment_round, error=error)


def forget_waiting(handoff_id: UUID, *, code: str) -> None:
    """The job is dead.  Nobody waits for it: the queue shows for how long the escalation has waited."""
    log.warning("handoff.waiting_not_announced", handoff_id=str(handoff_id), code=code)


@actor(Job.HANDOFF_ANNOUNCE_WAITING, when_dead=forget_waiting, time_limit_seconds=ANNOUNCE_LIMIT_SECONDS)
def announce_waiting(job: RunningJob, handoff_id: UUID) -> None:
    """Tell the recipients once more that nobody has claimed the escalation.

    Running twice is safe: the notifications are written in the transaction that ends the job, and this is the only job
    of its handoff.  The handoff's lock orders it with a claim, after which nobody is told.
    """
    with job.finish():
        announce_if_waiting(*_locked(handoff_id))


def _prepare(job: RunningJob, handoff_id: UUID, assessment_round: int) -> _Request | None:
    handoff = db_session().get_one(Handoff, handoff_id)
    if not handoff.is_awaiting(assessment_round) or handoff.assessment_due_at is None:
        return None
    budget = job.context.settings.escalation_ai_assessment_timeout_seconds
    left = (handoff.assessment_due_at - clock.now()).total_seconds() - _margin(budget)
    return _Request(assessment_input(handoff.ai_session, handoff), left)


def _margin(budget_seconds: float) -> float:
    return MARGIN_SECONDS if budget_seconds >= SMALL_BUDGET_SECONDS else SMALL_MARGIN * budget_seconds


def _call(job: RunningJob, request: _Request) -> tuple[Assessment | str, list[CallRecord]]:
    """The assessment, or the error code if there is none.  No database connection is held."""
    control = control_for(job, deadline=time.monotonic() + request.seconds_left)
    try:
        assessment, done = assess(job.context.assistant, request.given, control)
    except AssistantError as error:
        return str(error.code), list(error.calls)
    return assessment, list(done.calls)


def _data(assessment: Assessment, provider: Provider) -> dict[str, Any]:
    return assessment.model_dump() | {"provider": provider.name, "provider_label": provider.label}


def _locked(handoff_id: UUID) -> tuple[Handoff, AiSession]:
    """Lock the handoff before the session, in the same order as a claim."""
    handoff = locked(Handoff, handoff_id)
    ai_session = locked(AiSession, handoff.ai_session_id)
    return handoff, ai_session
