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

_READ_ONLY = "set transaction read only"


class TransactionCursor(cursor):
    """Sends BEGIN with the first statement, and COMMIT with the statement after `commit_with_next`."""

    def execute(self, query: Any, variables: Any = None) -> None:
        """Run `query` (str or bytes).  Raises psycopg2's errors, also of a commit that is sent with the query."""
        super().execute(self._ours.in_its_transaction(query), variables)

    def executemany(self, query: Any, variables: Iterable[Any]) -> None:
        self._ours.begin()
        super().executemany(query, variables)

    @property
    def _ours(self) -> TransactionConnection:
        return cast("TransactionConnection", self.connection)


class TransactionConnection(connection):
    """Made by `psycopg2.connect(…, connection_factory=TransactionConnection)`.

    Do not use `callproc`, COPY or named cursors with it: they would run outside the transaction.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.autocommit = True
        self.cursor_factory = TransactionCursor
        self._first = ""
        self._next_is_last = False
        self._read_setting: str | None = None

    def only_read(self, setting: str) -> None:
        """Until `write` or the end, each statement is a read-only transaction of its own, for which `setting` holds.

        PostgreSQL runs the statements of one message as one transaction, so that neither BEGIN nor COMMIT is sent.
        It refuses a write or a lock.
        """
        self._read_setting = setting

    def write(self) -> None:
        """The next statement begins a transaction that may write, also after `only_read`."""
        if self._read_setting is not None:
            setting, self._read_setting = self._read_setting, None
            self.say_first(setting)

    def say_first(self, setting: str) -> None:
        """Send `setting` before the next statement of this transaction, in the same message."""
        self._first += f"{setting}; "

    def commit_with_next(self) -> None:
        """Send COMMIT with the next statement, which is the transaction's last."""
        self._next_is_last = True

    def in_its_transaction(self, statement: Statement) -> Statement:
        """`statement` with the BEGIN, settings or COMMIT that are sent in the same message."""
        # On its own line, because a comment at the end of the statement would hide it.
        behind = "\n; commit" if self._next_is_last else ""
        before = self._beginning()
        self._forget()
        if isinstance(statement, bytes):
            return before.encode() + statement + behind.encode()
        return before + statement + behind

    def begin(self) -> None:
        """Begin a transaction if none is open, and send the pending settings."""
        self.write()
        before = self._beginning()
        self._forget()
        if before:
            self._tell(before)

    def commit(self) -> None:
        """Commit, unless the last statement did."""
        self._end("commit")

    def rollback(self) -> None:
        self._end("rollback")

    def check(self) -> None:
        """Make one round trip outside any transaction.  Raises psycopg2.Error if the server is gone."""
        self._tell("select 1")

    def _is_idle(self) -> bool:
        return self.get_transaction_status() == TRANSACTION_STATUS_IDLE

    def _beginning(self) -> str:
        if self._read_setting is not None:
            return f"{_READ_ONLY}; {self._read_setting}; "
        return ("begin; " if self._is_idle() else "") + self._first

    def _forget(self) -> None:
        """Drop pending settings and the announced commit, so that they do not affect the next transaction."""
        self._first, self._next_is_last = "", False

    def _end(self, how: str) -> None:
        self._forget()
        self._read_setting = None
        if not self._is_idle():
            self._tell(how)

    def _tell(self, statement: str) -> None:
        with self.cursor(cursor_factory=cursor) as plain:
            plain.execute(statement)
