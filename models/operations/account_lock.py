"""Locks the account's row, so that a change to members or invitations sees what the one before it has done."""

from __future__ import annotations

from models.account import Account
from models.core.errors import RoleRequired
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.user import User


def lock_account(*, by: User) -> None:
    """Lock the account's row and read `by` again, because their rights can have changed during the wait.

    Raises RoleRequired (403).
    """
    locked(Account, by.account_id)
    db_session().refresh(by)
    if by.is_gone or not by.is_admin:
        raise RoleRequired("Admin access required")
