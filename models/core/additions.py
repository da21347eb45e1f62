"""Rows that the transaction adds and does not touch again, written all in one statement.

A hot write adds to several tables: a step, a line of the audit log, bells, what the outbox is to send.  Row by row
through the ORM each costs a round trip and more time in Python than in PostgreSQL; here they wait until the unit of
work commits, and go as one INSERT for each table, all in the same statement (PostgreSQL's data-modifying WITH).
Foreign keys between them are checked at its end, so that their order does not matter.

Whoever asks the database meanwhile finds them: any statement of the session writes what waits, as autoflush does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import TextClause, event, inspect, text
from sqlalchemy.orm import ORMExecuteState, Session

from models.core.engine import driver_of
from models.core.tables import Base

_WAITING = "additions"
_Columns = tuple[tuple[str, str, Callable[[], Any] | None], ...]


class Additions:
    """What waits in one database session; `add` takes an object that is not, and never will be, the ORM's."""

    def __init__(self, db_session: Session) -> None:
        self._db_session = db_session
        self._waiting: dict[type[Base], list[dict[str, Any]]] = {}
        db_session.info[_WAITING] = self

    def add(self, row: Base) -> None:
        """Fill in the defaults of `row` (its id and time are known at once) and let it wait."""
        values = {}
        for column, name, default in _columns(type(row)):
            value = getattr(row, name)
            if value is None and default is not None:
                value = default()
                setattr(row, name, value)
            values[column] = value
        self.add_columns(type(row), [values])

    def add_columns(self, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
        """Rows as their columns' values; a column that is left out is NULL, whatever its default."""
        if rows:
            self._waiting.setdefault(table, []).extend(rows)

    def write(self, *, commits: bool = False) -> None:
        """What they refer to first, then all of them.  `commits`: in one round trip with the commit."""
        self._db_session.flush()
        waiting, self._waiting = self._waiting, {}
        if waiting:
            rows = [orjson.dumps(values, default=str).decode() for values in waiting.values()]
            parameters = {f"rows_{number}": one for number, one in enumerate(rows)}
            connection = self._db_session.connection()
            if commits and (driver := driver_of(connection)):
                driver.commit_with_next()
            connection.execute(_statement(tuple(waiting)), parameters)

    def forget(self) -> None:
        self._waiting.clear()


@event.listens_for(Session, "do_orm_execute")
def _write_first(state: ORMExecuteState) -> None:
    additions = state.session.info.get(_WAITING)
    if additions is not None and additions._waiting:  # noqa: SLF001 -- its own module
        additions.write()


@lru_cache
def _columns(table: type[Base]) -> _Columns:
    """(column, attribute, default) of all that are not left to the server."""
    properties = inspect(table).column_attrs
    return tuple(
        (one.columns[0].name, one.key, _default_of(one.columns[0]))
        for one in properties
        if one.columns[0].server_default is None
    )


def _default_of(column: Any) -> Callable[[], Any] | None:
    if column.default is None:
        return None
    given = column.default.arg
    # SQLAlchemy hands every default its context, and wraps those that take none.
    return (lambda: given(None)) if column.default.is_callable else (lambda: given)


@lru_cache
def _statement(tables: tuple[type[Base], ...]) -> TextClause:
    inserts = [_insert(table, number) for number, table in enumerate(tables)]
    before = ", ".join(f"added_{number} as ({insert})" for number, insert in enumerate(inserts[:-1]))
    return text(f"with {before} {inserts[-1]}" if before else inserts[-1])


def _insert(table: type[Base], number: int) -> str:
    name = table.__tablename__
    columns = ", ".join(f'"{column}"' for column, _, _ in _columns(table))
    records = f"jsonb_populate_recordset(null::{name}, cast(:rows_{number} as jsonb))"
    return f"insert into {name} ({columns}) select {columns} from {records}"  # noqa: S608 -- names of our own tables
