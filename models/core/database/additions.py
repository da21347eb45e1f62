"""Rows that a transaction only adds, written in one statement.

A hot write adds rows to several tables: a step, a line of the audit log, notifications, outbox rows.  Through the
ORM each costs a round trip, and more time in Python than in PostgreSQL.  Here they wait until the unit of work
commits, and are written as one INSERT for each table, all in the same statement (PostgreSQL's data-modifying WITH).
PostgreSQL checks the foreign keys between them at the end of that statement, so their order does not matter.

Nobody has to think of the moment at which they are written.  Every statement of the session writes them first, as
the ORM's autoflush does, and so does a flush of a row that refers to one of them.  Each such early write costs a
round trip, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import TextClause, event, inspect, text
from sqlalchemy.orm import ORMExecuteState, Session

from models.core.database import tenancy
from models.core.database.engine import driver_of
from models.core.database.tables import Base, refuse_changes

_WAITING = "additions"
_Columns = dict[str, Any]


class Additions:
    """The rows that wait in one database session.  They are not, and never become, rows of the ORM."""

    def __init__(self, db_session: Session) -> None:
        self._db_session = db_session
        self._waiting: dict[type[Base], list[Base | _Columns]] = {}
        db_session.info[_WAITING] = self

    def add(self, row: Base) -> None:
        """Fill in the defaults of `row`, so that its id and time are known at once, and let it wait.

        `row` may be changed until it is written; then it raises WrittenRow.
        """
        for name, default in _defaults(type(row)):
            if getattr(row, name) is None:
                setattr(row, name, default())
        self._waiting.setdefault(type(row), []).append(row)

    def add_values(self, table: type[Base], rows: Sequence[_Columns]) -> None:
        """Rows as the values of their columns, with the defaults that they lack filled in.

        An object of the ORM for each recipient of an escalation costs ten times as much as its INSERT needs.
        """
        defaults = _defaults(table)
        for row in rows:
            for name, default in defaults:
                if name not in row:
                    row[name] = default()
        self.add_columns(table, rows)

    def add_columns(self, table: type[Base], rows: Sequence[_Columns]) -> None:
        """Rows as the values of their columns; a column that is left out is NULL, whatever its default."""
        if rows:
            self._waiting.setdefault(table, []).extend(rows)

    def write(self, *, commits: bool = False) -> None:
        """Flush the ORM's changes, then write what waits.  `commits`: in one round trip with the commit."""
        self._db_session.flush()
        self._insert(commits=commits)

    def write_before_flush(self) -> None:
        """Write what waits where a row that the ORM is about to write refers to it."""
        if self._waiting and not self._ids.isdisjoint(_new_references(self._db_session)):
            self._insert()

    def forget(self) -> None:
        self._waiting.clear()

    @property
    def is_empty(self) -> bool:
        return not self._waiting

    @property
    def _ids(self) -> set[Any]:
        return {row.__dict__.get("id") for row in self._rows()} - {None}

    def _rows(self) -> Iterator[Base]:
        return (row for rows in self._waiting.values() for row in rows if isinstance(row, Base))

    def _insert(self, *, commits: bool = False) -> None:
        if not self._waiting:
            return
        parameters = {f"rows_{number}": _json_of(*one) for number, one in enumerate(self._waiting.items())}
        tenancy.write(self._db_session)
        connection = self._db_session.connection()
        if commits and (driver := driver_of(connection)):
            driver.commit_with_next()
        connection.execute(_statement(tuple(self._waiting)), parameters)
        for row in self._rows():
            refuse_changes(row)
        self._waiting.clear()


@event.listens_for(Session, "do_orm_execute")
def _write_first(state: ORMExecuteState) -> None:
    additions = state.session.info.get(_WAITING)
    if additions is not None and not additions.is_empty:
        additions.write()


@event.listens_for(Session, "before_flush")
def _write_what_is_referred_to(db_session: Session, *_: Any) -> None:
    additions = db_session.info.get(_WAITING)
    if additions is not None:
        additions.write_before_flush()


def _new_references(db_session: Session) -> Iterator[Any]:
    """The ids in foreign keys that the next flush writes."""
    rows: Iterable[Base] = (*db_session.new, *db_session.dirty)
    for row in rows:
        state = inspect(row)
        for name in _references(type(row)):
            yield from state.attrs[name].history.added or ()


@lru_cache
def _references(table: type[Base]) -> tuple[str, ...]:
    """The attributes that hold another row's id."""
    keys = {key.parent for key in table.__table__.foreign_keys if key.column.name == "id"}
    return tuple(one.key for one in inspect(table).column_attrs if one.columns[0] in keys)


@lru_cache
def _columns(table: type[Base]) -> tuple[tuple[str, str], ...]:
    """(column, attribute) of all that are not left to the server."""
    properties = inspect(table).column_attrs
    return tuple((one.columns[0].name, one.key) for one in properties if one.columns[0].server_default is None)


@lru_cache
def _defaults(table: type[Base]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    """(attribute, default) of the columns that have one."""
    properties = inspect(table).column_attrs
    return tuple((one.key, _default_of(column)) for one in properties if (column := one.columns[0]).default is not None)


def _default_of(column: Any) -> Callable[[], Any]:
    given = column.default.arg
    # SQLAlchemy passes a context to every default that is a function, and wraps those that take none.
    return (lambda: given(None)) if column.default.is_callable else (lambda: given)


def _json_of(table: type[Base], rows: Sequence[Base | _Columns]) -> str:
    columns = _columns(table)
    values = [
        {column: getattr(row, name) for column, name in columns} if isinstance(row, Base) else row for row in rows
    ]
    return orjson.dumps(values, default=_text_of).decode()


def _text_of(value: Any) -> str:
    """A value as PostgreSQL reads it from text; bytes in its hex format."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


@lru_cache
def _statement(tables: tuple[type[Base], ...]) -> TextClause:
    inserts = [_insert(table, number) for number, table in enumerate(tables)]
    before = ", ".join(f"added_{number} as ({insert})" for number, insert in enumerate(inserts[:-1]))
    return text(f"with {before} {inserts[-1]}" if before else inserts[-1])


def _insert(table: type[Base], number: int) -> str:
    name = table.__tablename__
    columns = ", ".join(f'"{column}"' for column, _ in _columns(table))
    records = f"jsonb_populate_recordset(null::{name}, cast(:rows_{number} as jsonb))"
    return f"insert into {name} ({columns}) select {columns} from {records}"  # noqa: S608 -- names of our own tables
