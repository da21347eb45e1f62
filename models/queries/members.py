"""The people of an account."""

from __future__ import annotations

from sqlalchemy import select

from models.core.paging import Page, page_of
from models.core.unit_of_work import current
from models.user import User


def members(*, limit: int, cursor: str | None) -> Page[User]:
    """Everybody who is not deleted, the newest first."""
    present = select(User).where(User.account_id == current().account_id, User.deleted_at.is_(None))
    return page_of(present, User, limit=limit, cursor=cursor)
