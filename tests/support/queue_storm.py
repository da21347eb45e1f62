"""Hundreds of changes of the queue in one transaction, without the jobs that each handoff brings."""

from __future__ import annotations

from uuid import UUID

from models import events
from models.ai_session import AiSession, SessionStatus
from models.core import clock, ids
from models.core.database.tables import set_loaded
from models.core.unit_of_work import UnitOfWork
from models.handoff import AssessmentStatus, Handoff, HandoffStatus, Intent
from models.user import User
from tests.support.desk import Desk


def stir_queue(desk: Desk, *, escalations: int, claims: int) -> None:
    """Sam escalates so many sessions, and Priya claims the first of them: one event each, in turns."""
    with desk.unit() as unit:
        sam, priya = (unit.db_session.get_one(User, UUID(one.id)) for one in (desk.junior, desk.senior))
        for number in range(escalations):
            handoff = _escalated(unit, sam, f"Escalation {number:03}")
            client_name = handoff.ai_session.client_name
            events.handoff_created(handoff, handoff.ai_session, client_name=client_name, priority=None)
            if number < claims:
                handoff.status, handoff.claimed_by_id, handoff.claimed_at = HandoffStatus.CLAIMED, priya.id, clock.now()
                set_loaded(handoff, claimed_by=priya)
                handoff.ai_session.hand_to(priya)
                events.handoff_claimed(handoff)


def _escalated(unit: UnitOfWork, by: User, problem: str) -> Handoff:
    ai_session = AiSession(
        id=ids.new_id(),
        account_id=by.account_id,
        user_id=by.id,
        title=problem,
        problem=problem,
        status=SessionStatus.ESCALATED,
    )
    unit.db_session.add(ai_session)
    unit.db_session.flush()
    handoff = Handoff(
        id=ids.new_id(),
        account_id=by.account_id,
        ai_session_id=ai_session.id,
        intent=Intent.ESCALATE,
        reason="Stuck",
        created_by_id=by.id,
        snapshot={"problem": problem, "facts": [], "steps": [], "fixes": [], "attempts": []},
        assessment_status=AssessmentStatus.NOT_REQUESTED,
    )
    unit.db_session.add(handoff)
    unit.db_session.flush()
    set_loaded(handoff, ai_session=ai_session, created_by=by)
    return handoff
