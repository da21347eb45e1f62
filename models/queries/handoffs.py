"""The handoffs of a session."""

from __future__ import annotations

from sqlalchemy import select

from models.ai_session import AiSession
from models.core.paging import Page, page_of
from models.handoff import Handoff


def handoffs_of(ai_session: AiSession, *, limit: int, cursor: str | None) -> Page[Handoff]:
    """Newest first."""
    query = select(Handoff).where(Handoff.ai_session_id == ai_session.id)
    return page_of(query, Handoff, limit=limit, cursor=cursor)
