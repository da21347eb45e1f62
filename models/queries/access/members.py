"""The people of an account, and whether the acting person may still work."""

from __future__ import annotations

from uuid import UUID

from models.core.errors import NotFound, RoleRequired, Unauthenticated
from models.core.unit_of_work import current, db_session
from models.user import User


def member(user_id: UUID) -> User:
    """A person of the account, deactivated ones included.  Raises NotFound."""
    user = db_session().get(User, user_id)
    if user is None or user.account_id != current().account_id:
        raise NotFound
    return user


def active_engineer(user: User) -> User:
    """`user`, who is about to take on work, as the database has them now and with the row locked (shared).

    An admin who deactivates or deletes them at the same moment waits, and then reassigns the new work too.  Call this
    before any other row is locked: a reassignment locks the rows in the same order.
    Raises Unauthenticated (401) if they are gone, RoleRequired (403) if they may only read.
    """
    db_session().refresh(user, with_for_update={"of": User, "read": True})
    check_active_engineer(user)
    return user


def check_active_engineer(user: User) -> None:
    """Expects the row to be locked.  Raises Unauthenticated (401), RoleRequired (403)."""
    if user.is_gone:
        raise Unauthenticated
    if not user.can_work:
        raise RoleRequired
