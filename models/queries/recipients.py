"""Who is notified: the recipients of an escalation, and of the news that a session was resolved.

`models.operations.escalations.fan_out` says by which channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select

from models.ai_session import AiSession
from models.core.unit_of_work import current, db_session
from models.handoff import Handoff, Intent
from models.notification import Notification, NotificationKind
from models.user import ADMINS, ENGINEERS, User


def escalation_recipients(target: User | None, *, by: User) -> Sequence[User]:
    """The active engineers and admins except the escalator (`by`); if it is targeted, only its target."""
    values = {"account_id": by.account_id, "by_id": by.id}
    query = _other_engineers().where(User.id == target.id) if target else _other_engineers()
    return db_session().scalars(query, values).all()


@lru_cache
def _other_engineers() -> Select[User]:
    others = _others(account_id=bindparam("account_id"), by_id=bindparam("by_id"))
    return others.where(User.role.in_(ENGINEERS)).order_by(User.id)


def resolution_recipients(ai_session: AiSession, *, by: User) -> Sequence[User]:
    """The session's owner and everybody who escalated it, except `by`, who resolved it."""
    escalated = select(Handoff.created_by_id).where(
        Handoff.ai_session_id == ai_session.id, Handoff.intent == Intent.ESCALATE
    )
    query = _others(account_id=by.account_id, by_id=by.id).where(
        or_(User.id == ai_session.user_id, User.id.in_(escalated))
    )
    return db_session().scalars(query.order_by(User.id)).all()


def told_of(handoff: Handoff) -> Sequence[User]:
    """Those behind whose bell the escalation is, and who can still work."""
    rung = select(Notification.user_id).where(
        Notification.handoff_id == handoff.id, Notification.kind == NotificationKind.ESCALATION
    )
    query = _others(account_id=handoff.account_id, by_id=handoff.created_by_id).where(
        User.id.in_(rung), User.role.in_(ENGINEERS)
    )
    return db_session().scalars(query.order_by(User.id)).all()


def active_admins() -> Sequence[User]:
    """Those who are told about the account itself."""
    account_id = current().account_id
    admins = select(User).where(
        User.account_id == account_id, User.is_active.is_(True), User.deleted_at.is_(None), User.role.in_(ADMINS)
    )
    return db_session().scalars(admins.order_by(User.id)).all()


def _others(*, account_id: Any, by_id: Any) -> Select[User]:
    return select(User).where(
        User.account_id == account_id,
        User.is_active.is_(True),
        User.deleted_at.is_(None),
        User.id != by_id,
    )
