"""Who may read, claim, recall or assess a handoff."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, select
from sqlalchemy.orm import aliased

from models.ai_session import WAITING, AiSession
from models.core.errors import Forbidden, NotFound, RoleRequired
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.delivery import Delivery
from models.handoff import Handoff, HandoffAlreadyClaimed, HandoffStatus, Intent, NotTarget, OwnHandoff
from models.queries.access.members import active_engineer, check_active_engineer
from models.queries.access.sessions import readable_session, session_to_read
from models.user import User


class DeliveriesHidden(Forbidden):
    code, message = "not_escalator", "Only the person who escalated this, or an admin, can do that."


def readable_handoff(ai_session_id: UUID, handoff_id: UUID, *, by: User) -> Handoff:
    """A handoff of a session that `by` may read; a park only if `by` created it.  Raises NotFound."""
    readable_session(ai_session_id, by=by)
    handoff = _handoff(ai_session_id, handoff_id)
    if handoff.intent == Intent.PARK and handoff.created_by_id != by.id:
        raise NotFound
    return handoff


@dataclass(frozen=True)
class HandoffInSight:
    """What decides who hears of the people at a handoff.  `is_waiting`: it is in the queue."""

    id: UUID
    target_user_id: UUID | None
    is_waiting: bool


def readable_handoffs(handoff_ids: Collection[UUID], *, by: User) -> list[HandoffInSight]:
    """These handoffs by id alone, for a call that changes nothing; the right is that of `readable_handoff`.

    Raises NotFound if `by` may not read one of them.  Costs one statement for those that wait, and one more for each
    other.
    """
    if not handoff_ids:
        return []
    values = {"ids": list(handoff_ids), "account_id": current().account_id}
    rows = db_session().execute(_in_sight(), values).all()
    if len(rows) != len(set(handoff_ids)):
        raise NotFound
    return [_in_sight_of(row, by=by) for row in rows]


def _in_sight_of(row: Any, *, by: User) -> HandoffInSight:
    if row.intent == Intent.PARK and row.created_by_id != by.id:
        raise NotFound
    is_session_waiting = row.session_status in WAITING
    if not is_session_waiting:
        session_to_read(row.ai_session_id, by=by)
    is_waiting = is_session_waiting and row.status == HandoffStatus.OPEN and row.intent == Intent.ESCALATE
    return HandoffInSight(row.id, row.target_user_id, is_waiting)


def traced_handoff(ai_session_id: UUID, handoff_id: UUID, *, by: User) -> Handoff:
    """An escalation whose deliveries `by` may see, and try again: its creator, its handler or an admin.

    Raises NotFound (also for a park, of which nobody is told), DeliveriesHidden (403).
    """
    handoff = readable_handoff(ai_session_id, handoff_id, by=by)
    if handoff.intent == Intent.PARK:
        raise NotFound
    if by.id not in (handoff.created_by_id, handoff.claimed_by_id) and not by.is_admin:
        raise DeliveriesHidden
    return handoff


def delivery_to_retry(ai_session_id: UUID, handoff_id: UUID, delivery_id: UUID, *, by: User) -> Delivery:
    """A delivery of an escalation that `by` created, or any as an admin, with its row locked.

    Raises NotFound, DeliveriesHidden (403).
    """
    handoff = traced_handoff(ai_session_id, handoff_id, by=by)
    if by.id != handoff.created_by_id and not by.is_admin:
        raise DeliveriesHidden
    found = select(Delivery.id).where(Delivery.id == delivery_id, Delivery.handoff_id == handoff.id)
    if db_session().scalar(found) is None:
        raise NotFound
    return locked(Delivery, delivery_id)


def claimable_handoff(ai_session_id: UUID, handoff_id: UUID, *, by: User) -> Handoff:
    """A handoff that `by` has the right to claim, even if another person has claimed it already.

    Raises NotFound (also for another person's park), OwnHandoff and NotTarget (403).
    """
    return _checked_claimable(_handoff(ai_session_id, handoff_id), by=by)


def _checked_claimable(handoff: Handoff, *, by: User) -> Handoff:
    is_own = handoff.created_by_id == by.id
    if handoff.intent == Intent.PARK:
        if not is_own:
            raise NotFound
        return handoff
    if is_own:
        raise OwnHandoff
    if not handoff.is_for(by):
        raise NotTarget
    return handoff


def handoff_to_claim(ai_session_id: UUID, handoff_id: UUID, *, by: User) -> Handoff:
    """`claimable_handoff` by an `active_engineer`, both read in one statement.  Raises what both raise."""
    values = {"id": handoff_id, "ai_session_id": ai_session_id, "account_id": current().account_id, "by_id": by.id}
    found = db_session().execute(_with_engineer(), values).one_or_none()
    if found is None:
        active_engineer(by)
        raise NotFound
    check_active_engineer(by)
    return _checked_claimable(found[0], by=by)


def recallable_handoff(ai_session_id: UUID, handoff_id: UUID, *, by: User) -> Handoff:
    """An escalation that `by` may take back, as its creator or as an admin.

    Raises NotFound (also for a park, which is resumed instead), RoleRequired (403).
    """
    readable_session(ai_session_id, by=by)
    handoff = _handoff(ai_session_id, handoff_id)
    if handoff.intent == Intent.PARK:
        raise NotFound
    if handoff.created_by_id != by.id and not by.is_admin:
        raise RoleRequired("Only the person who escalated it, or an admin, can recall it.")
    return handoff


def assessable_handoff(ai_session_id: UUID, handoff_id: UUID, *, by: User) -> Handoff:
    """An escalation that `by` may claim or has claimed, with its row locked.

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


def _handoff(ai_session_id: UUID, handoff_id: UUID) -> Handoff:
    values = {"id": handoff_id, "ai_session_id": ai_session_id, "account_id": current().account_id}
    handoff = db_session().scalars(_by_id(), values).one_or_none()
    if handoff is None:
        raise NotFound
    return handoff


@lru_cache
def _by_id() -> Select[Handoff]:
    return select(Handoff).where(
        Handoff.id == bindparam("id"),
        Handoff.ai_session_id == bindparam("ai_session_id"),
        Handoff.account_id == bindparam("account_id"),
    )


@lru_cache
def _in_sight() -> Select[UUID, UUID, str, str, UUID, UUID | None, str]:
    shown = (Handoff.id, Handoff.ai_session_id, Handoff.intent, Handoff.status, Handoff.created_by_id)
    query = select(*shown, Handoff.target_user_id, AiSession.status.label("session_status"))
    query = query.join(AiSession, AiSession.id == Handoff.ai_session_id)
    ids = bindparam("ids", type_=Uuid(), expanding=True)
    return query.where(Handoff.id.in_(ids), Handoff.account_id == bindparam("account_id"))


@lru_cache
def _with_engineer() -> Select[Handoff, User]:
    """The handoff, and the user as the database has them now and with the row locked (shared)."""
    by = aliased(User)
    both = _by_id().add_columns(by).join(by, by.id == bindparam("by_id"))
    return both.with_for_update(of=by, read=True).execution_options(populate_existing=True)
