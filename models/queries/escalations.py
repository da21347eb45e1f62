"""The escalation queue and its count: one rule for both."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, defer

from models.ai_session import WAITING, AiSession
from models.core.paging import Page, page_of
from models.core.unit_of_work import current, db_session
from models.handoff import Handoff, HandoffStatus, Intent
from models.user import User

Counted = TypeVar("Counted")


def queue(user: User, *, newest_first: bool, limit: int, cursor: str | None) -> Page[Handoff]:
    """What `user` may pick up, each with its session: not their own, not targeted at somebody else."""
    query = (
        _waiting(select(Handoff), user)
        # A row shows a line of each; the snapshot and the package hold whole chats.
        .options(
            defer(Handoff.snapshot, raiseload=True),
            contains_eager(Handoff.ai_session).defer(AiSession.escalation_package, raiseload=True),
        )
    )
    return page_of(query, Handoff, limit=limit, cursor=cursor, newest_first=newest_first)


def count(user: User) -> int:
    return db_session().scalar(_waiting(select(func.count(Handoff.id)), user)) or 0


def _waiting(query: Select[Counted], user: User) -> Select[Counted]:
    query = query.join(AiSession, AiSession.id == Handoff.ai_session_id).where(
        AiSession.status.in_(WAITING),
        Handoff.account_id == current().account_id,
        Handoff.status == HandoffStatus.OPEN,
        Handoff.intent == Intent.ESCALATE,
        Handoff.created_by_id != user.id,
    )
    if not user.is_admin:
        query = query.where(or_(Handoff.target_user_id.is_(None), Handoff.target_user_id == user.id))
    return query
