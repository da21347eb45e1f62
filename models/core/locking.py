"""A row's lock, taken by everybody who changes what belongs to it."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from models.core.tables import Base
from models.core.unit_of_work import db_session

Row = TypeVar("Row", bound=Base)


def locked(table: type[Row], row_id: UUID) -> Row:
    """The row, locked and as it is now: what this unit of work had loaded before may be old, and is read anew.

    The lock is FOR NO KEY UPDATE: who only refers to the row by a foreign key does not wait, and so cannot deadlock.
    Raises sqlalchemy.exc.NoResultFound.
    """
    db_session().flush()
    return db_session().get_one(table, row_id, populate_existing=True, with_for_update={"of": table, "key_share": True})
