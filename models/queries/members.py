"""The people of an account."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from models.core.paging import Page, page_of
from models.core.unit_of_work import current
from models.user import ENGINEERS, User


def members(*, limit: int, cursor: str | None) -> Page[User]:
    """All members who are not deleted, newest first."""
    present = select(User).where(User.account_id == current().account_id, User.deleted_at.is_(None))
    return page_of(present, User, limit=limit, cursor=cursor)


def unable_to_work(account_id: ColumnElement[UUID]) -> Select[tuple[UUID]]:
    """The ids of the users who cannot work: the opposite of `User.can_work`, in SQL."""
    users = User.__table__
    return select(users.c.id).where(
        users.c.account_id == account_id,
        or_(users.c.is_active.is_(False), users.c.deleted_at.is_not(None), users.c.role.not_in(ENGINEERS)),
    )
