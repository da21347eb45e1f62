"""Give a session away, and take one over.  Every way in goes through here.

Whoever waits for rows takes them in one order, the handoff's before the session's, so that claims and withdrawals
never wait for each other in a circle.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm.attributes import set_committed_value

from models import events
from models.ai_session import AiSession, NotParked, SessionStatus
from models.audit_entry import AuditAction
from models.core import clock, ids, unit_of_work
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.handoff import (
    AlreadyEscalated,
    AssessmentStatus,
    Handoff,
    HandoffAlreadyClaimed,
    HandoffStatus,
    HandoffWithdrawn,
    Intent,
    InvalidTarget,
    NotTarget,
    TargetSelf,
)
from models.operations import audit
from models.operations.assessments import request_assessment
from models.operations.notifications import note_end, notify, recipients_of
from models.operations.packages import Record, escalation_package, record_of, snapshot_of
from models.operations.steps import add_step
from models.queries import access
from models.step import StepKind
from models.user import User


@dataclass(frozen=True, kw_only=True)
class NewHandoff:
    intent: Intent
    reason: str | None = None
    target_user_id: UUID | None = None


def create_handoff(ai_session: AiSession, new: NewHandoff, *, by: User, assessment_budget: timedelta) -> Handoff:
    """Record that `by` gives the session away.  Nothing here waits for a model, a mail server or a PSA.

    Expects the session's row to be locked (`access.workable_session`).
    Raises SessionClosed, AlreadyEscalated (409), TargetSelf, InvalidTarget (422), NotFound (404, the target).
    """
    target = _target(new, by=by)
    ai_session.check_open()
    if ai_session.is_waiting or not _is_free(ai_session):
        raise AlreadyEscalated
    if new.intent == Intent.PARK:
        return _park(ai_session, new, by=by)
    return _escalate(ai_session, new, target=target, by=by, assessment_budget=assessment_budget)


def _is_free(ai_session: AiSession) -> bool:
    """Under the session's lock its status tells; what was parked is withdrawn, unless it is resumed at this moment."""
    if ai_session.status != SessionStatus.PARKED:
        return True
    parked = select(Handoff.id).where(
        Handoff.ai_session_id == ai_session.id,
        Handoff.status == HandoffStatus.OPEN,
        Handoff.intent == Intent.PARK,
    )
    # A claim locks the handoff first and waits for the session, which is locked here: so this one may not wait.
    free = update(Handoff).where(Handoff.id.in_(parked.with_for_update(skip_locked=True, key_share=True)))
    db_session().execute(free.values(status=HandoffStatus.WITHDRAWN))
    return not has_open_handoff(ai_session.id)


def _escalate(
    ai_session: AiSession, new: NewHandoff, *, target: User | None, by: User, assessment_budget: timedelta
) -> Handoff:
    """The order matters: what is told on the stream first is sent first, and reading comes before writing."""
    record, recipients = record_of(ai_session), recipients_of(target, by=by)
    reason = (new.reason or "").strip()
    ai_session.escalate(reason=reason, target=target)
    ai_session.move_on()
    handoff = _new(ai_session, new.intent, reason=reason, target=target, record=record, by=by)
    ai_session.escalation_package = escalation_package(ai_session, record, handoff, by=by)
    events.handoff_created(handoff, ai_session)
    to_whom = f"to {target.name}" if target else "to the team"
    _tell_the_session(ai_session, f"{by.name} escalated {to_whom}: {reason}", kind="escalated", by=by)
    notify(recipients, handoff, ai_session)
    # Mail and chat-ops deliveries, the documentation record and the PSA push take their place here.
    request_assessment(handoff, budget=assessment_budget)
    return _added(handoff, by=by)


def _park(ai_session: AiSession, new: NewHandoff, *, by: User) -> Handoff:
    record = record_of(ai_session)
    ai_session.park(by)
    reason = (new.reason or "").strip() or None
    handoff = _new(ai_session, new.intent, reason=reason, target=None, record=record, by=by)
    _tell_the_session(ai_session, f"{by.name} parked this for later", kind="parked", by=by)
    return _added(handoff, by=by)


def claim_handoff(handoff: Handoff, *, by: User) -> Handoff:
    """Make `by` the handler.  One conditional UPDATE decides a race, whatever the number of people.

    Expects `handoff` from `access.claimable_handoff`.  Again by the winner: same answer, no second event.
    Raises HandoffAlreadyClaimed with the winner, HandoffWithdrawn (409).
    """
    if not _win(handoff, by=by):
        return _as_decided(handoff, by=by)
    ai_session = _locked_session(handoff)
    if ai_session.is_closed:
        raise HandoffWithdrawn
    if handoff.intent == Intent.PARK:
        ai_session.resume()
        _tell_the_session(ai_session, f"{by.name} resumed this", kind="resumed", by=by)
        return handoff
    note_end(handoff, f"claimed by {by.name}", claimed_by=by.id)
    ai_session.hand_to(by)
    _note(AuditAction.HANDOFF_CLAIMED, handoff, by=by)
    _tell_the_session(ai_session, f"{by.name} picked this up", kind="claimed", by=by)
    events.handoff_claimed(handoff)
    return handoff


def withdraw_open_handoff(ai_session: AiSession, *, by: User) -> Handoff | None:
    """Take back an unclaimed handoff, if there is one: the session is closed, or whoever gave it away recalls it."""
    handoff = _withdraw_where_open(ai_session.id)
    if handoff is not None and handoff.intent == Intent.ESCALATE:
        _tell_withdrawn(handoff, by=by)
    return handoff


def recall_handoff(handoff: Handoff, *, by: User) -> Handoff:
    """Take back this unclaimed escalation: whoever gave it away goes on with it.

    Expects `handoff` from `access.recallable_handoff`.  Again: same answer, no second event.
    Raises HandoffAlreadyClaimed (409).
    """
    withdrawn = _withdraw_where_open(handoff.ai_session_id, handoff_id=handoff.id)
    if withdrawn:
        _tell_withdrawn(withdrawn, by=by)
        return withdrawn
    db_session().refresh(handoff)
    if handoff.status == HandoffStatus.CLAIMED:
        raise HandoffAlreadyClaimed(handoff)
    return handoff


def resume_session(ai_session: AiSession, *, by: User) -> AiSession:
    """Go on with what one parked.  Raises NotParked (409), NotTarget (403, somebody else parked it)."""
    if ai_session.status != SessionStatus.PARKED:
        raise NotParked(detail={"status": ai_session.status})
    if ai_session.parked_by_id != by.id:
        raise NotTarget("Only whoever parked this resumes it.")
    parked = select(Handoff).where(
        Handoff.ai_session_id == ai_session.id, Handoff.intent == Intent.PARK, Handoff.created_by_id == by.id
    )
    newest = parked.order_by(Handoff.created_at.desc(), Handoff.id.desc()).limit(1)
    return claim_handoff(db_session().scalars(newest).one(), by=by).ai_session


def _tell_withdrawn(handoff: Handoff, *, by: User) -> None:
    session_now = _locked_session(handoff)
    note_end(handoff, "withdrawn")
    session_now.take_back(handoff.created_by)
    _tell_the_session(session_now, f"{by.name} withdrew the escalation", kind="withdrawn", by=by)
    _note(AuditAction.HANDOFF_WITHDRAWN, handoff, by=by)
    events.handoff_withdrawn(handoff)


def _target(new: NewHandoff, *, by: User) -> User | None:
    """Who it is for.  Raises NotFound for somebody of another account, TargetSelf, InvalidTarget (422)."""
    if new.target_user_id is None:
        return None
    if new.target_user_id == by.id:
        raise TargetSelf
    target = access.member(new.target_user_id)
    if new.intent == Intent.PARK or target.is_gone or not target.is_engineer:
        raise InvalidTarget
    return target


def _new(
    ai_session: AiSession, intent: Intent, *, reason: str | None, target: User | None, record: Record, by: User
) -> Handoff:
    """Not written yet: its id goes into the escalation package, its events and its jobs before."""
    handoff = Handoff(
        id=ids.new_id(),
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        intent=intent,
        status=HandoffStatus.OPEN,
        reason=reason,
        created_by_id=by.id,
        target_user_id=target.id if target else None,
        snapshot=snapshot_of(ai_session, record),
        assessment_status=AssessmentStatus.NOT_REQUESTED,
        assessment_round=0,
    )
    for name, value in {"ai_session": ai_session, "created_by": by, "target_user": target, "claimed_by": None}.items():
        set_committed_value(handoff, name, value)
    return handoff


def _added(handoff: Handoff, *, by: User) -> Handoff:
    unit_of_work.current().add(handoff)
    target_user_id = str(handoff.target_user_id) if handoff.target_user_id else None
    _note(AuditAction.HANDOFF_CREATED, handoff, by=by, intent=handoff.intent, target_user_id=target_user_id)
    return handoff


def _win(handoff: Handoff, *, by: User) -> bool:
    free = update(Handoff).where(Handoff.id == handoff.id, Handoff.status == HandoffStatus.OPEN)
    now = clock.now()
    claimed = free.values(status=HandoffStatus.CLAIMED, claimed_by_id=by.id, claimed_at=now)
    won = db_session().scalar(claimed.returning(Handoff.id), execution_options={"synchronize_session": False})
    if won is None:
        db_session().refresh(handoff)
        return False
    written = {"status": HandoffStatus.CLAIMED, "claimed_by_id": by.id, "claimed_at": now, "claimed_by": by}
    for name, value in written.items():
        set_committed_value(handoff, name, value)
    return True


def _as_decided(handoff: Handoff, *, by: User) -> Handoff:
    if handoff.status == HandoffStatus.WITHDRAWN:
        raise HandoffWithdrawn
    if handoff.claimed_by_id != by.id:
        raise HandoffAlreadyClaimed(handoff)
    return handoff


def _withdraw_where_open(ai_session_id: UUID, *, handoff_id: UUID | None = None) -> Handoff | None:
    still_open = update(Handoff).where(Handoff.ai_session_id == ai_session_id, Handoff.status == HandoffStatus.OPEN)
    if handoff_id:
        still_open = still_open.where(Handoff.id == handoff_id)
    withdrawn = db_session().scalar(still_open.values(status=HandoffStatus.WITHDRAWN).returning(Handoff.id))
    return db_session().get(Handoff, withdrawn, populate_existing=True) if withdrawn else None


def has_open_handoff(ai_session_id: UUID) -> bool:
    """Asked under the session's lock, after withdrawing what was open before."""
    still_open = exists().where(Handoff.ai_session_id == ai_session_id, Handoff.status == HandoffStatus.OPEN)
    return bool(db_session().scalar(select(still_open)))


def _locked_session(handoff: Handoff) -> AiSession:
    """The handoff's session with its row locked; the right to change it is the handoff's."""
    return locked(AiSession, handoff.ai_session_id)


def _note(action: AuditAction, handoff: Handoff, *, by: User, **detail: str | None) -> None:
    audit.record(action, handoff, by=by, ai_session_id=str(handoff.ai_session_id), **detail)


def _tell_the_session(ai_session: AiSession, words: str, *, kind: str, by: User) -> None:
    add_step(ai_session, StepKind.SYSTEM, words, data={"kind": kind, "by": str(by.id)})
    events.session_changed(ai_session)
