"""Locks a row.  Code that changes the row or its child rows must hold the lock."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from sqlalchemy.exc import NoResultFound

from models.core.database.tables import Base, TenantRow
from models.core.unit_of_work import current, db_session

Row = TypeVar("Row", bound=Base)


def locked(table: type[Row], row_id: UUID) -> Row:
    """Lock the row and read its current values, replacing those that the unit of work had loaded before.

    The lock is FOR NO KEY UPDATE, so that inserts of rows that only reference this one do not wait and cannot deadlock.
    Raises sqlalchemy.exc.NoResultFound, also for a row of another account, independently of row-level security.
    """
    db_session().flush()
    row = db_session().get_one(table, row_id, populate_existing=True, with_for_update={"of": table, "key_share": True})
    if isinstance(row, TenantRow) and row.account_id != current().account_id:
        raise NoResultFound
    return row


def reread(row: Row) -> Row:
    """The locked row with the rows that it refers to, such as the person who changed it last.

    If `locked` had to wait, PostgreSQL read the row anew but not the rows joined to it: where the reference has changed
    meanwhile, the joined one is missing.
    """
    db_session().refresh(row)
    return row
