"""The bell of one person."""

from __future__ import annotations

from sqlalchemy import select

from models.core.paging import Page, page_of
from models.notification import Notification
from models.user import User


def notifications_of(user: User, *, unread: bool, limit: int, cursor: str | None) -> Page[Notification]:
    """Newest first; `unread` leaves out what was read."""
    query = select(Notification).where(Notification.account_id == user.account_id, Notification.user_id == user.id)
    if unread:
        query = query.where(Notification.read_at.is_(None))
    return page_of(query, Notification, limit=limit, cursor=cursor)
