"""Requests, stores and gives up the AI's assessment of an escalated session.

A round has one deadline.  The result or the deadline's job, whichever comes first, closes the round by
compare-and-set; the other one finds it closed and changes nothing.
"""

from __future__ import annotations

from datetime import timedelta

from models import events
from models.ai_session import AiSession
from models.core import clock
from models.core.database.tables import JsonObject
from models.core.errors import Conflict
from models.handoff import AssessmentStatus, Handoff, HandoffStatus, HandoffWithdrawn
from models.jobs import Job, request
from models.operations.deliveries import hasten_mail
from models.operations.documentation import complete_from_assessment
from models.operations.packages import enhance_package


class AssessmentUnderWay(Conflict):
    code, message = "assessment_under_way", "An assessment is under way or already there."


def request_assessment(handoff: Handoff, *, budget: timedelta) -> None:
    """Start a round and request its jobs."""
    handoff.await_assessment(until=clock.now() + budget)
    request_round(handoff)


def request_round(handoff: Handoff) -> None:
    """Request the assessment that the handoff awaits, and a second job that ends the round even if the worker dies."""
    until, number = handoff.assessment_due_at, handoff.assessment_round
    request(Job.HANDOFF_ASSESS, handoff_id=handoff.id, assessment_round=number)
    request(Job.HANDOFF_EXPIRE_ASSESSMENT, due=until, handoff_id=handoff.id, assessment_round=number)


def retry_assessment(handoff: Handoff, *, budget: timedelta) -> Handoff:
    """*Try again*: start another round.  Expects the row to be locked.

    Raises AssessmentUnderWay, HandoffWithdrawn (409).
    """
    if handoff.status == HandoffStatus.WITHDRAWN:
        raise HandoffWithdrawn
    if handoff.assessment_status != AssessmentStatus.UNAVAILABLE:
        raise AssessmentUnderWay(detail={"assessment_status": handoff.assessment_status})
    request_assessment(handoff, budget=budget)
    return handoff


def store_assessment(handoff: Handoff, ai_session: AiSession, *, assessment_round: int, data: JsonObject) -> bool:
    """Store the result and the enhanced package, unless the round is over.  Expects both rows to be locked.

    Returns whether it was stored.  `data` holds the fields of `prompts.assessment.results.Assessment` and the provider.
    """
    if not handoff.is_awaiting(assessment_round):
        return False
    handoff.store_assessment(prose=_prose_of(data), data=data)
    enhance_package(ai_session, handoff, likely_cause=data["likely_cause"])
    complete_from_assessment(ai_session, handoff, data=data, error=None)
    hasten_mail(handoff)
    events.handoff_assessment_ready(handoff, has_assessment=True)
    return True


def fail_assessment(handoff: Handoff, ai_session: AiSession, *, assessment_round: int, error: str) -> bool:
    """Mark the assessment as unavailable, with the error's code, unless the round is over.

    Returns whether it was marked.  Expects both rows to be locked.
    """
    if not handoff.is_awaiting(assessment_round):
        return False
    handoff.fail_assessment(error)
    complete_from_assessment(ai_session, handoff, data=None, error=error)
    hasten_mail(handoff)
    events.handoff_assessment_ready(handoff, has_assessment=False)
    return True


def _prose_of(data: JsonObject) -> str:
    """The assessment as plain text, for screens that do not show its fields."""
    steps = "".join(f"\n{number}. {step}" for number, step in enumerate(data["suggested_steps"], start=1))
    prose = f"{data['summary']}\n\nLikely cause ({data['confidence']} confidence): {data['likely_cause']}"
    return prose + (f"\n\nSuggested next:{steps}" if steps else "")
