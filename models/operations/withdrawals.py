"""Withdraw an unclaimed handoff: recall an escalation, or end it because the session is closed.

Rows are locked in the order of `operations.handoffs`: the handoff's before its session's.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from models.ai_session import AiSession
from models.audit_entry import AuditAction
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.handoff import Handoff, HandoffAlreadyClaimed, HandoffStatus, Intent
from models.notification import Outcome
from models.operations import audit
from models.operations.escalations import fan_out
from models.user import User


def withdraw_open_handoff(ai_session: AiSession, *, by: User) -> Handoff | None:
    """Withdraw the session's unclaimed handoff, if it has one, because `by` closes the session."""
    handoff = _withdraw_if_open(ai_session.id)
    if handoff is not None and handoff.intent == Intent.ESCALATE:
        _give_back(handoff, by=by)
    return handoff


def recall_handoff(handoff: Handoff, *, by: User) -> Handoff:
    """Withdraw this unclaimed escalation: the session goes back to the escalator.

    Expects `handoff` from `access.recallable_handoff`.  A repeated call gives the same answer and no second event.
    Raises HandoffAlreadyClaimed (409).
    """
    withdrawn = _withdraw_if_open(handoff.ai_session_id, handoff_id=handoff.id)
    if withdrawn:
        _give_back(withdrawn, by=by)
        return withdrawn
    db_session().refresh(handoff)
    if handoff.status == HandoffStatus.CLAIMED:
        raise HandoffAlreadyClaimed(handoff)
    return handoff


def withdraw_park(ai_session: AiSession) -> None:
    """Withdraw the open park of a session that is escalated, unless somebody resumes it at this moment.

    Expects the session's row to be locked.  A claim locks the handoff first and then waits for the session, so this
    must not wait for the handoff: it skips a locked one.
    """
    parked = select(Handoff.id).where(
        Handoff.ai_session_id == ai_session.id,
        Handoff.status == HandoffStatus.OPEN,
        Handoff.intent == Intent.PARK,
    )
    free = update(Handoff).where(Handoff.id.in_(parked.with_for_update(skip_locked=True, key_share=True)))
    db_session().execute(free.values(status=HandoffStatus.WITHDRAWN))


def _withdraw_if_open(ai_session_id: UUID, *, handoff_id: UUID | None = None) -> Handoff | None:
    still_open = update(Handoff).where(Handoff.ai_session_id == ai_session_id, Handoff.status == HandoffStatus.OPEN)
    if handoff_id:
        still_open = still_open.where(Handoff.id == handoff_id)
    withdrawn = db_session().scalar(still_open.values(status=HandoffStatus.WITHDRAWN).returning(Handoff.id))
    return db_session().get(Handoff, withdrawn, populate_existing=True) if withdrawn else None


def _give_back(handoff: Handoff, *, by: User) -> None:
    ai_session = locked(AiSession, handoff.ai_session_id)
    fan_out.end_deliveries(handoff, Outcome.WITHDRAWN, by=by)
    # If the escalator has left, the owner continues; if the owner has left too, `is_orphaned` lets an admin continue.
    ai_session.give_back_to(handoff.created_by if handoff.created_by.can_work else ai_session.user)
    fan_out.announce_withdrawal(handoff, ai_session, by=by)
    audit.record(AuditAction.HANDOFF_WITHDRAWN, handoff, by=by, ai_session_id=str(ai_session.id))
