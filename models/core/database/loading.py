"""Makes ORM objects from rows that a Core statement has read, at a tenth of the ORM's cost."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import inspect
from sqlalchemy.orm import Session, make_transient_to_detached

from models.core.database.tables import Base

Row = TypeVar("Row", bound=Base)


def loaded(db_session: Session, table: type[Row], values: Mapping[str, Any]) -> Row:
    """The session's object with these attributes, among them the primary key; those left out are loaded when read.

    An object that the session already has is returned as it is, because it may have been changed.
    """
    key = tuple(values[name] for name in _primary_key(table))
    existing = db_session.identity_map.get(inspect(table).identity_key_from_primary_key(key))
    if existing is not None:
        return cast("Row", existing)
    row = detached(table, values)
    db_session.add(row)
    return row


def detached(table: type[Row], values: Mapping[str, Any]) -> Row:
    """The same without a session: for what is only read, and never changed."""
    row = cast("Row", inspect(table).class_manager.new_instance())
    row.__dict__.update(values)
    make_transient_to_detached(row)
    return row


@lru_cache
def _primary_key(table: type[Base]) -> tuple[str, ...]:
    """Its attributes."""
    mapper = inspect(table)
    return tuple(mapper.get_property_by_column(column).key for column in mapper.primary_key)
