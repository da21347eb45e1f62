"""The handoffs of a session."""

from __future__ import annotations

from sqlalchemy import or_, select

from models.ai_session import AiSession
from models.core.paging import Page, page_of
from models.handoff import Handoff, Intent
from models.user import User


def handoffs_of(ai_session: AiSession, *, by: User, limit: int, cursor: str | None) -> Page[Handoff]:
    """Newest first, without what others parked: a park is a note to oneself."""
    query = select(Handoff).where(
        Handoff.ai_session_id == ai_session.id,
        or_(Handoff.intent != Intent.PARK, Handoff.created_by_id == by.id),
    )
    return page_of(query, Handoff, limit=limit, cursor=cursor)
