"""The people that figures are about, with those who have left."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from models.core.unit_of_work import db_session
from models.user import User


def people_of(user_ids: Iterable[UUID | None]) -> dict[UUID, User]:
    """By id; None is left out."""
    wanted = {user_id for user_id in user_ids if user_id}
    return {user.id: user for user in db_session().scalars(select(User).where(User.id.in_(wanted)))}
