"""The notifications of one person."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from models.core.paging import Page, page_of
from models.notification import Notification
from models.user import User


def notifications_of(
    user: User, *, unread: bool, limit: int, cursor: str | None, session_id: UUID | None = None
) -> Page[Notification]:
    """Newest first; `unread`: only unread ones, `session_id`: only those about this session."""
    query = select(Notification).where(Notification.account_id == user.account_id, Notification.user_id == user.id)
    if unread:
        query = query.where(Notification.read_at.is_(None))
    if session_id:
        query = query.where(Notification.ai_session_id == session_id)
    return page_of(query, Notification, limit=limit, cursor=cursor)
