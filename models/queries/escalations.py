"""The escalation queue and its count: one rule for both.

Two kinds of rows wait: open handoffs, and legacy sessions that were escalated before handoffs were rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, defer

from models.ai_session import WAITING, AiSession
from models.core.paging import Page, cut, decode, first_of
from models.core.unit_of_work import current, db_session
from models.handoff import AssessmentStatus, Handoff, HandoffStatus, Intent
from models.user import User

Counted = TypeVar("Counted")


@dataclass(frozen=True)
class LegacyEscalation:
    """A waiting session without a handoff, with what a row of the queue shows.  `id`: the session's."""

    ai_session: AiSession
    target_user: User | None

    handoff_id = None
    assessment_status = AssessmentStatus.NOT_REQUESTED
    assessment_confidence = None

    @property
    def id(self) -> UUID:
        return self.ai_session.id

    @property
    def ai_session_id(self) -> UUID:
        return self.ai_session.id

    @property
    def created_by(self) -> User:
        return self.ai_session.user

    @property
    def reason(self) -> str | None:
        return self.ai_session.escalation_reason

    @property
    def created_at(self) -> datetime:
        """When it last changed: nothing kept when it was escalated."""
        return self.ai_session.updated_at


def queue(user: User, *, newest_first: bool, limit: int, cursor: str | None) -> Page[Handoff | LegacyEscalation]:
    """What `user` may pick up, each with its session: not their own, not targeted at somebody else."""
    handoffs = _waiting(select(Handoff), user).options(
        # A row shows a line of each; the snapshot and the package hold whole chats.
        defer(Handoff.snapshot, raiseload=True),
        contains_eager(Handoff.ai_session).defer(AiSession.escalation_package, raiseload=True),
    )
    page = first_of(handoffs, Handoff, limit=limit, cursor=cursor, newest_first=newest_first)
    waiting: list[Handoff | LegacyEscalation] = list(db_session().scalars(page).unique())
    waiting += _legacy_rows(user, newest_first=newest_first, limit=limit, cursor=cursor)
    waiting.sort(key=lambda row: (row.created_at, row.id), reverse=newest_first)
    return cut(waiting[: limit + 1], limit=limit)


def count(user: User) -> int:
    handoffs = db_session().scalar(_waiting(select(func.count(Handoff.id)), user)) or 0
    return handoffs + (db_session().scalar(_legacy(select(func.count(AiSession.id)), user)) or 0)


def _waiting(query: Select[Counted], user: User) -> Select[Counted]:
    query = query.join(AiSession, AiSession.id == Handoff.ai_session_id).where(
        AiSession.status.in_(WAITING),
        Handoff.account_id == current().account_id,
        Handoff.status == HandoffStatus.OPEN,
        Handoff.intent == Intent.ESCALATE,
        Handoff.created_by_id != user.id,
    )
    return _for_person(query, user, Handoff.target_user_id)


def _legacy(query: Select[Counted], user: User) -> Select[Counted]:
    has_handoff = exists().where(Handoff.ai_session_id == AiSession.id, Handoff.status == HandoffStatus.OPEN)
    query = query.where(
        AiSession.account_id == current().account_id,
        AiSession.status.in_(WAITING),
        AiSession.user_id != user.id,
        ~has_handoff,
    )
    return _for_person(query, user, AiSession.escalated_to_id)


def _for_person(query: Select[Counted], user: User, target: Any) -> Select[Counted]:
    """Without what is somebody else's business; an admin sees that too."""
    return query if user.is_admin else query.where(or_(target.is_(None), target == user.id))


def _legacy_rows(user: User, *, newest_first: bool, limit: int, cursor: str | None) -> list[LegacyEscalation]:
    query = _legacy(select(AiSession), user).options(defer(AiSession.escalation_package, raiseload=True))
    place = tuple_(AiSession.updated_at, AiSession.id)
    if cursor:
        seen = tuple_(*decode(cursor))
        query = query.where(place < seen if newest_first else place > seen)
    ordered = (
        (AiSession.updated_at.desc(), AiSession.id.desc()) if newest_first else (AiSession.updated_at, AiSession.id)
    )
    sessions = db_session().scalars(query.order_by(*ordered).limit(limit + 1)).unique().all()
    targets = _targets(sessions)
    return [LegacyEscalation(row, targets.get(row.escalated_to_id)) for row in sessions]


def _targets(sessions: Sequence[AiSession]) -> dict[UUID | None, User]:
    wanted = {row.escalated_to_id for row in sessions if row.escalated_to_id}
    if not wanted:
        return {}
    return {user.id: user for user in db_session().scalars(select(User).where(User.id.in_(wanted)))}
