"""Reassign the open sessions of a member who can no longer work (deactivated, deleted, or now a viewer).

They go to the person whom the admin named, or into the escalation queue.  Rows are locked in the order of
`operations.handoffs`: a handoff's before its session's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from models.ai_session import CLOSED, WAITING, AiSession
from models.audit_entry import AuditAction
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.handoff import Handoff, HandoffStatus, Intent, InvalidTarget
from models.operations import audit
from models.operations.deliveries import cancel_planned
from models.operations.escalations import fan_out
from models.operations.escalations.bells import notify_new_handler
from models.operations.handoffs import NewHandoff, claim_handoff, create_handoff
from models.queries import access
from models.queries.handoffs import has_open_handoff
from models.queries.recipients import escalation_recipients
from models.user import User


@dataclass(frozen=True, kw_only=True)
class Reassignment:
    """`assignee_id`: who gets the open sessions; None means the escalation queue.

    `assessment_budget`: how long the copilot may take to assess each session.
    """

    assignee_id: UUID | None
    assessment_budget: timedelta


def reassign_sessions(leaver: User, reassignment: Reassignment, *, by: User | str) -> None:
    """Reassign what `leaver` works on or parked, and open to the team what is targeted at them.

    The handoffs are created in the name of `leaver`; `by` is the admin or operator who caused this.
    Raises NotFound (404, the assignee), InvalidTarget (422, the assignee cannot work).
    """
    assignee = _assignee(reassignment, leaver=leaver)
    for handoff_id in _targeted_at(leaver):
        _open_to_team(locked(Handoff, handoff_id), leaver, by=by)
    for session_id in _sessions_of(leaver):
        _reassign(locked(AiSession, session_id), leaver, assignee, budget=reassignment.assessment_budget)
    for session_id in _legacy_targeted_at(leaver):
        locked(AiSession, session_id).escalated_to_id = None


def _assignee(reassignment: Reassignment, *, leaver: User) -> User | None:
    if reassignment.assignee_id is None:
        return None
    assignee = access.member(reassignment.assignee_id)
    if assignee.id == leaver.id or not assignee.can_work:
        raise InvalidTarget
    return assignee


def _reassign(ai_session: AiSession, leaver: User, assignee: User | None, *, budget: timedelta) -> None:
    # Somebody may have closed, escalated or taken it while this transaction waited for the lock.
    if ai_session.is_closed or ai_session.is_waiting or not _depends_on(ai_session, leaver):
        return
    where = f"goes to {assignee.name}" if assignee else "is open to the team"
    new = NewHandoff(
        intent=Intent.ESCALATE,
        reason=f"{leaver.name} no longer works on this; it {where}.",
        target_user_id=assignee.id if assignee else None,
    )
    handoff = create_handoff(ai_session, new, by=leaver, assessment_budget=budget)
    if assignee:
        claimed = claim_handoff(db_session().get_one(Handoff, handoff.id), by=assignee)
        notify_new_handler(claimed, f"{leaver.name}'s work is yours now")


def _depends_on(ai_session: AiSession, leaver: User) -> bool:
    """Whether `leaver` handles or parked it, or owns it while no handler can work on it."""
    if leaver.id in (ai_session.handler_id, ai_session.parked_by_id):
        return True
    return ai_session.user_id == leaver.id and not (ai_session.handler and ai_session.handler.can_work)


def _open_to_team(handoff: Handoff, leaver: User, *, by: User | str) -> None:
    """Remove the target of an escalation that waits for `leaver` alone, and notify those who can claim it now."""
    if handoff.status != HandoffStatus.OPEN or handoff.target_user_id != leaver.id:
        return
    ai_session = locked(AiSession, handoff.ai_session_id)
    team = escalation_recipients(None, by=handoff.created_by)
    recipients = [person for person in team if person.id != leaver.id]
    cancel_planned(leaver, handoff=handoff)
    handoff.open_to_team()
    ai_session.escalated_to_id = None
    fan_out.announce_opening_to_team(handoff, ai_session, former_target=leaver, recipients=recipients)
    audit.record(AuditAction.HANDOFF_OPENED, handoff, by=by, ai_session_id=str(ai_session.id), target=str(leaver.id))


def _targeted_at(leaver: User) -> Sequence[UUID]:
    targeted = select(Handoff.id).where(
        Handoff.account_id == current().account_id,
        Handoff.target_user_id == leaver.id,
        Handoff.status == HandoffStatus.OPEN,
    )
    return db_session().scalars(targeted.order_by(Handoff.id)).all()


def _sessions_of(leaver: User) -> Sequence[UUID]:
    is_theirs: ColumnElement[bool] = or_(
        AiSession.user_id == leaver.id, AiSession.handler_id == leaver.id, AiSession.parked_by_id == leaver.id
    )
    return _ids(and_(is_theirs, AiSession.status.not_in(CLOSED | WAITING)))


def _legacy_targeted_at(leaver: User) -> Sequence[UUID]:
    targeted = _ids(and_(AiSession.escalated_to_id == leaver.id, AiSession.status.in_(WAITING)))
    return [session_id for session_id in targeted if not has_open_handoff(session_id)]


def _ids(condition: ColumnElement[bool]) -> Sequence[UUID]:
    """In the order of the ids, so that two members who leave at once cannot deadlock."""
    found = select(AiSession.id).where(AiSession.account_id == current().account_id, condition)
    return db_session().scalars(found.order_by(AiSession.id)).all()
