"""The AI's reading of an escalated session: asked for, kept, or honestly given up within its budget.

A round has one deadline.  Whichever comes first, the result or the deadline's job, wins by compare-and-set; the
other finds the round closed and changes nothing.
"""

from __future__ import annotations

from datetime import timedelta

from models import events
from models.ai_session import AiSession
from models.core import clock
from models.core.errors import Conflict
from models.core.tables import JsonObject
from models.handoff import AssessmentStatus, Handoff, HandoffStatus, HandoffWithdrawn
from models.jobs import Job, request
from models.operations.packages import enhance_package


class AssessmentUnderWay(Conflict):
    code, message = "assessment_under_way", "An assessment is under way or already there."


def request_assessment(handoff: Handoff, *, budget: timedelta) -> None:
    """A new round: the job, and another one due at the budget's end that no dead worker can prevent."""
    until = clock.now() + budget
    handoff.await_assessment(until=until)
    request(Job.HANDOFF_ASSESS, handoff_id=handoff.id, assessment_round=handoff.assessment_round)
    request(Job.HANDOFF_EXPIRE_ASSESSMENT, due=until, handoff_id=handoff.id, assessment_round=handoff.assessment_round)


def retry_assessment(handoff: Handoff, *, budget: timedelta) -> Handoff:
    """*Try again* with a new budget.  Expects the row to be locked.  Raises AssessmentUnderWay,
    HandoffWithdrawn (409).
    """
    if handoff.status == HandoffStatus.WITHDRAWN:
        raise HandoffWithdrawn
    if handoff.assessment_status != AssessmentStatus.UNAVAILABLE:
        raise AssessmentUnderWay(detail={"assessment_status": handoff.assessment_status})
    request_assessment(handoff, budget=budget)
    return handoff


def keep_assessment(
    handoff: Handoff, ai_session: AiSession, *, assessment_round: int, prose: str, data: JsonObject
) -> bool:
    """Write the result and the enhanced package, unless the round is over.  Expects both rows to be locked."""
    if not handoff.is_awaiting(assessment_round):
        return False
    handoff.keep_assessment(prose=prose, data=data)
    enhance_package(ai_session, handoff, likely_cause=data["likely_cause"])
    events.handoff_assessment_ready(handoff, has_assessment=True)
    return True


def give_up_assessment(handoff: Handoff, *, assessment_round: int, error: str) -> bool:
    """Out of time, refused or broken: `unavailable`, with the reason.  Expects the row to be locked."""
    if not handoff.is_awaiting(assessment_round):
        return False
    handoff.give_up_assessment(error)
    events.handoff_assessment_ready(handoff, has_assessment=False)
    return True
