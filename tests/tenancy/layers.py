"""The two layers that keep accounts apart, each to be taken away, so that the other one has to hold alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg2 import sql
from sqlalchemy import Engine, event

from tests.tenancy.sight import TENANT_TABLES, Sight

# As SQLAlchemy writes `Table.account_id == value`; joins and SET clauses look different.
_CONDITION = re.compile(r"(?<=[\s(])\w+\.account_id = %\(account_id_\d+\)s(::UUID)?")


@contextmanager
def without_policies(sight: Sight) -> Iterator[None]:
    """Row-level security is off in this database: only the code's own conditions are left."""
    tables = [*TENANT_TABLES, "accounts"]
    _switch(sight, tables, "disable")
    try:
        yield
    finally:
        _switch(sight, tables, "enable")


class Conditions:
    """How many account conditions were taken out of the code's queries."""

    def __init__(self) -> None:
        self.removed = 0


@contextmanager
def without_conditions() -> Iterator[Conditions]:
    """Every `account_id = …` of the code's is true: only the database's policies are left."""
    conditions = Conditions()

    def remove(
        connection: Any,
        cursor: Any,
        statement: str,
        parameters: Any,
        context: Any,
        executemany: bool,  # noqa: FBT001
    ) -> tuple[str, Any]:
        bare, removed = _CONDITION.subn("true", statement)
        conditions.removed += removed
        return bare, parameters

    event.listen(Engine, "before_cursor_execute", remove, retval=True)
    try:
        yield conditions
    finally:
        event.remove(Engine, "before_cursor_execute", remove)


def _switch(sight: Sight, tables: list[str], how: str) -> None:
    for table in tables:
        sight.rows(sql.SQL("alter table {} {} row level security").format(sql.Identifier(table), sql.SQL(how)))
