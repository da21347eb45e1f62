"""The few accessors that check who may see or change what.  Nobody repeats a check, nobody learns that a hidden
thing exists: what one may not see is NotFound, what one may see but not change is Forbidden.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, select

from models.ai_session import AiSession, SessionStatus
from models.core.errors import Forbidden, NotFound, RoleRequired
from models.core.unit_of_work import current, db_session
from models.handoff import Handoff, HandoffAlreadyClaimed, Intent, NotTarget, OwnHandoff
from models.suggested_fix import SuggestedFix
from models.user import User


class OwnerOrHandlerRequired(Forbidden):
    code, message = "owner_or_handler_required", "Only whoever opened or handles this session can do that."


def readable_session(ai_session_id: UUID, *, by: User) -> AiSession:
    """A session that `by` may read.  Raises NotFound."""
    ai_session = _session(ai_session_id)
    if not may_read(ai_session, by):
        raise NotFound
    return ai_session


def findable_session(ai_session_id: UUID) -> AiSession:
    """A session of the account that somebody wants to claim, whoever was first.  Raises NotFound.

    It may no longer be theirs to read: the loser of a race is told who won.
    """
    ai_session = _session(ai_session_id)
    if ai_session.status == SessionStatus.PARKED:
        raise NotFound
    return ai_session


def owned_session(ai_session_id: UUID, *, by: User) -> AiSession:
    """A session that `by` opened.  Raises NotFound, OwnerOrHandlerRequired (403)."""
    ai_session = readable_session(ai_session_id, by=by)
    if ai_session.user_id != by.id:
        raise OwnerOrHandlerRequired("Only whoever opened this session escalates it here.")
    return ai_session


def workable_session(ai_session_id: UUID, *, by: User) -> AiSession:
    """A session that `by` may change, its row locked.  Raises NotFound, OwnerOrHandlerRequired (403)."""
    ai_session = _session(ai_session_id, lock=True)
    if not may_read(ai_session, by):
        raise NotFound
    if not ai_session.is_worked_by(by):
        raise OwnerOrHandlerRequired
    return ai_session


def closable_session(ai_session_id: UUID, *, by: User) -> AiSession:
    """A session that `by` may close; whoever gave it away counts, the withdrawal gives it back to them.

    Not locked: closing takes the handoff's row first.  Raises NotFound, OwnerOrHandlerRequired (403).
    """
    ai_session = readable_session(ai_session_id, by=by)
    if not (ai_session.is_worked_by(by) or _handed_over(ai_session, by)):
        raise OwnerOrHandlerRequired
    return ai_session


def may_read(ai_session: AiSession, user: User) -> bool:
    """A parked session is private to its owner and whoever parked it; a waiting one is open to every member."""
    if ai_session.status == SessionStatus.PARKED:
        return user.id in (ai_session.user_id, ai_session.parked_by_id)
    if ai_session.is_waiting or user.is_admin or ai_session.is_worked_by(user):
        return True
    return _picked_up(ai_session, user) or _handed_over(ai_session, user)


def may_hand_off(ai_session: AiSession, user: User) -> bool:
    return may_write(ai_session, user) and not ai_session.is_waiting


def may_write(ai_session: AiSession, user: User) -> bool:
    if not user.is_engineer or ai_session.is_closed or not ai_session.is_worked_by(user):
        return False
    return may_read(ai_session, user)


def readable_handoff(ai_session_id: UUID, handoff_id: UUID, *, by: User) -> Handoff:
    """A handoff of a session that `by` may read; a parked one only by whoever parked it.  Raises NotFound."""
    readable_session(ai_session_id, by=by)
    handoff = _handoff(ai_session_id, handoff_id)
    if handoff.intent == Intent.PARK and handoff.created_by_id != by.id:
        raise NotFound
    return handoff


def claimable_handoff(ai_session_id: UUID, handoff_id: UUID, *, by: User) -> Handoff:
    """A handoff that `by` has the right to claim, whoever was first.

    Raises NotFound (also for somebody else's parked one), OwnHandoff and NotTarget (403).
    """
    handoff = _handoff(ai_session_id, handoff_id)
    is_own = handoff.created_by_id == by.id
    if handoff.intent == Intent.PARK:
        if not is_own:
            raise NotFound
        return handoff
    if is_own:
        raise OwnHandoff
    if handoff.target_user_id not in (None, by.id) and not by.is_admin:
        raise NotTarget
    return handoff


def recallable_handoff(ai_session_id: UUID, handoff_id: UUID, *, by: User) -> Handoff:
    """An escalation that `by` may take back: whoever created it, or an admin.

    Raises NotFound (also for a park, which is resumed instead), RoleRequired (403).
    """
    readable_session(ai_session_id, by=by)
    handoff = _handoff(ai_session_id, handoff_id)
    if handoff.intent == Intent.PARK:
        raise NotFound
    if handoff.created_by_id != by.id and not by.is_admin:
        raise RoleRequired("Only whoever escalated it, or an admin, can recall it.")
    return handoff


def assessable_handoff(ai_session_id: UUID, handoff_id: UUID, *, by: User) -> Handoff:
    """An escalation that `by` may claim or handles, its row locked.

    Raises NotFound, OwnHandoff, NotTarget (403), HandoffAlreadyClaimed (409).
    """
    readable_session(ai_session_id, by=by)
    handoff = claimable_handoff(ai_session_id, handoff_id, by=by)
    if handoff.intent == Intent.PARK:
        raise NotFound
    if handoff.claimed_by_id not in (None, by.id):
        raise HandoffAlreadyClaimed(handoff)
    db_session().refresh(handoff, with_for_update={"of": Handoff, "key_share": True})
    return handoff


def fix_of(ai_session: AiSession, fix_id: UUID) -> SuggestedFix:
    """A fix of this session.  Raises NotFound, also for one of another session."""
    fix = db_session().get(SuggestedFix, fix_id)
    if fix is None or fix.ai_session_id != ai_session.id:
        raise NotFound
    return fix


def member(user_id: UUID) -> User:
    """A person of the account, deactivated ones included.  Raises NotFound."""
    user = db_session().get(User, user_id)
    if user is None or user.account_id != current().account_id:
        raise NotFound
    return user


def _session(ai_session_id: UUID, *, lock: bool = False) -> AiSession:
    """`account_id` stands in the query too: the policy and the code hold each for itself."""
    query = select(AiSession).where(AiSession.id == ai_session_id, AiSession.account_id == current().account_id)
    if lock:
        query = query.with_for_update(of=AiSession, key_share=True).execution_options(populate_existing=True)
    ai_session = db_session().scalars(query).one_or_none()
    if ai_session is None:
        raise NotFound
    return ai_session


def _handoff(ai_session_id: UUID, handoff_id: UUID) -> Handoff:
    query = select(Handoff).where(
        Handoff.id == handoff_id,
        Handoff.ai_session_id == ai_session_id,
        Handoff.account_id == current().account_id,
    )
    handoff = db_session().scalars(query).one_or_none()
    if handoff is None:
        raise NotFound
    return handoff


def _picked_up(ai_session: AiSession, user: User) -> bool:
    """Legacy: before handoffs were rows, the package named whoever picked it up."""
    return (ai_session.escalation_package or {}).get("picked_up_by") == str(user.id)


def _handed_over(ai_session: AiSession, user: User) -> bool:
    handed_over = exists().where(Handoff.ai_session_id == ai_session.id, Handoff.created_by_id == user.id)
    return bool(db_session().scalar(select(handed_over)))
