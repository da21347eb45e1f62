"""psycopg2's connection with fewer round trips: BEGIN goes with a transaction's first statement, COMMIT with its last.

psycopg2 sends a BEGIN of its own and waits for the answer.  Here it is in autocommit, and the cursor writes `begin;`
before the first statement instead: PostgreSQL takes several in one message (its manual, "Multiple Statements in a
Simple Query").  The account that a transaction works for goes the same way.  To SQLAlchemy it is a connection like
any other, which begins by itself, commits and rolls back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from psycopg2.extensions import TRANSACTION_STATUS_IDLE, connection, cursor

Statement = str | bytes


class TransactionCursor(cursor):
    """Begins with the first statement, and commits with the one that was announced as the last."""

    def execute(self, query: Any, variables: Any = None) -> None:
        """`query` as str or bytes.  Raises what psycopg2 raises, of the commit too where it goes along."""
        super().execute(self._ours.in_its_transaction(query), variables)

    def executemany(self, query: Any, variables: Iterable[Any]) -> None:
        self._ours.begin()
        super().executemany(query, variables)

    @property
    def _ours(self) -> TransactionConnection:
        return cast("TransactionConnection", self.connection)


class TransactionConnection(connection):
    """Made by `psycopg2.connect(…, connection_factory=TransactionConnection)`.

    `callproc`, COPY and named cursors are not made for it: they would run outside the transaction.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.autocommit = True
        self.cursor_factory = TransactionCursor
        self._first = ""
        self._next_is_last = False

    def say_first(self, setting: str) -> None:
        """`setting` goes before the next statement of this transaction, in the same message."""
        self._first += f"{setting}; "

    def commit_with_next(self) -> None:
        """The next statement is the transaction's last, and what `commit` does is done with it."""
        self._next_is_last = True

    def in_its_transaction(self, statement: Statement) -> Statement:
        """`statement` with what goes in the same message."""
        behind = "; commit" if self._next_is_last else ""
        before = self._beginning()
        self._forget()
        if isinstance(statement, bytes):
            return before.encode() + statement + behind.encode()
        return before + statement + behind

    def begin(self) -> None:
        """Where no transaction is open yet; what is to be said first is said."""
        before = self._beginning()
        self._forget()
        if before:
            self._tell(before)

    def commit(self) -> None:
        """Nothing where the last statement has done it."""
        self._end("commit")

    def rollback(self) -> None:
        self._end("rollback")

    def check(self) -> None:
        """One round trip, outside any transaction.  Raises psycopg2.Error where the other side is gone."""
        self._tell("select 1")

    def _is_idle(self) -> bool:
        return self.get_transaction_status() == TRANSACTION_STATUS_IDLE

    def _beginning(self) -> str:
        return ("begin; " if self._is_idle() else "") + self._first

    def _forget(self) -> None:
        """What was meant for one transaction never reaches another."""
        self._first, self._next_is_last = "", False

    def _end(self, how: str) -> None:
        self._forget()
        if not self._is_idle():
            self._tell(how)

    def _tell(self, statement: str) -> None:
        with self.cursor(cursor_factory=cursor) as plain:
            plain.execute(statement)
