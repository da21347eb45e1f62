"""The handoffs of a session."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, exists, or_, select

from models.ai_session import AiSession
from models.core.paging import Page, page_of
from models.core.unit_of_work import db_session
from models.handoff import Handoff, HandoffStatus, Intent
from models.queries.session_rows import SessionRow
from models.user import User


def handoffs_of(ai_session: AiSession | SessionRow, *, by: User, limit: int, cursor: str | None) -> Page[Handoff]:
    """Newest first, without the parks of other people: a park is private."""
    return page_of(_visible(ai_session, by), Handoff, limit=limit, cursor=cursor)


def newest_handoff_of(ai_session: AiSession | SessionRow, by: User) -> Handoff | None:
    newest_first = _visible(ai_session, by).order_by(Handoff.created_at.desc(), Handoff.id.desc())
    return db_session().scalars(newest_first.limit(1)).unique().one_or_none()


def open_handoff_ids(ai_sessions: Sequence[AiSession]) -> dict[UUID, UUID]:
    """The id of each session's unclaimed handoff, by session id."""
    query = select(Handoff.ai_session_id, Handoff.id).where(
        Handoff.ai_session_id.in_([row.id for row in ai_sessions]), Handoff.status == HandoffStatus.OPEN
    )
    return {row.ai_session_id: row.id for row in db_session().execute(query)}


def has_open_handoff(ai_session_id: UUID) -> bool:
    """Whether the session has an unclaimed handoff.  Lock the session first, or the answer may be outdated at once."""
    still_open = exists().where(Handoff.ai_session_id == ai_session_id, Handoff.status == HandoffStatus.OPEN)
    return bool(db_session().scalar(select(still_open)))


def _visible(ai_session: AiSession | SessionRow, by: User) -> Select[Handoff]:
    return select(Handoff).where(
        Handoff.ai_session_id == ai_session.id,
        or_(Handoff.intent != Intent.PARK, Handoff.created_by_id == by.id),
    )
