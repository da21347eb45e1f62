"""The unit of work: one request or one job step is one transaction, which only its edge commits.

Operations use the current unit of work's database session.  Their outbox rows are written in the same transaction and
sent to Redis after the commit; a rollback discards them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from models.core.database import tenancy
from models.core.database.additions import Additions
from models.core.database.tables import Base
from models.core.outgoing import outbox

log = logging.getLogger(__name__)

Deliver = Callable[[Sequence[outbox.Row]], None]

_current: ContextVar[UnitOfWork | None] = ContextVar("unit_of_work", default=None)


class UnitOfWork:
    """A context manager that commits when its block succeeds and rolls back when it raises.

    `deliver`: the fast path, called after the commit with the outbox rows that are due at once.
    """

    def __init__(
        self, db_session: Session, *, deliver: Deliver, account_id: UUID | None = None, only_reads: bool = False
    ) -> None:
        self.db_session = db_session
        self._additions = Additions(db_session)
        self._deliver = deliver
        self._requested: list[outbox.Row] = []
        self._after_commit: list[Callable[[], None]] = []
        self._after_rollback: list[Callable[[], None]] = []
        self._token: Token[UnitOfWork | None] | None = None
        if only_reads:
            tenancy.only_read(db_session)
        if account_id:
            tenancy.enter(db_session, account_id)

    @property
    def account_id(self) -> UUID:
        """The account.  Raises RuntimeError before it is known."""
        account_id = tenancy.account_of(self.db_session)
        if account_id is None:
            raise RuntimeError("this unit of work has no account yet")
        return account_id

    def enter_account(self, account_id: UUID, *, is_announced: bool = False) -> None:
        """Work for this account from here on (after login, registration or an accepted invitation).

        `is_announced`: the statement that found the account has already set `app.account_id`.
        """
        tenancy.enter(self.db_session, account_id, is_announced=is_announced)

    def add(self, row: Base) -> None:
        """Insert `row` in this transaction.  Its id and time are set immediately (see `additions`).

        `row` may be changed until the transaction commits or queries the database.
        """
        self._additions.add(row)

    def add_values(self, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
        """Insert many rows of one kind in this transaction, given as the values of their columns.

        Their ids, times and other defaults are set in `rows` immediately, as `add` does.
        """
        self._additions.add_values(table, rows)

    def request(self, row: outbox.Row) -> None:
        self._requested.append(row)

    def after_commit(self, hook: Callable[[], None]) -> None:
        """Run `hook` after the commit.  It must not raise and must not use the database."""
        self._after_commit.append(hook)

    def after_rollback(self, hook: Callable[[], None]) -> None:
        """Run `hook` after the rollback, to undo what is outside the database.  It must not raise.

        It does not run if the connection is lost during the commit, which may have succeeded.
        """
        self._after_rollback.append(hook)

    def commit(self) -> None:
        """Write the outbox rows, commit, run the hooks, then take the fast path."""
        self._additions.add_columns(outbox.OutboxRow, outbox.columns_of(self._requested))
        if not self._has_only_read():
            self._additions.write(commits=True)
            self.db_session.commit()
        requested, self._requested = self._requested, []
        self._after_rollback.clear()
        hooks, self._after_commit = self._after_commit, []
        for hook in hooks:
            hook()
        self._deliver([row for row in requested if row.is_due_at_once])

    def _has_only_read(self) -> bool:
        """Nothing was written and nothing waits to be: there is no transaction to commit."""
        changed = self.db_session.new or self.db_session.dirty or self.db_session.deleted
        return self._additions.is_empty and not changed and not tenancy.may_write(self.db_session)

    def rollback(self) -> None:
        self._requested.clear()
        self._after_commit.clear()
        self._additions.forget()
        hooks, self._after_rollback = self._after_rollback, []
        try:
            self.db_session.rollback()
        finally:
            for hook in hooks:
                hook()

    def _commit_or_roll_back(self) -> None:
        try:
            self.commit()
        except IntegrityError:
            self._roll_back_after_error()
            raise

    def _roll_back_after_error(self) -> None:
        """Roll back.  An error of the rollback is only logged, so that it does not hide the original error.

        If the connection is lost, the database rolls back by itself.
        """
        try:
            self.rollback()
        except SQLAlchemyError as error:
            log.warning("rollback failed", extra={"error": type(error).__name__})

    def __enter__(self) -> Self:
        self._token = _current.set(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._commit_or_roll_back()
            else:
                self._roll_back_after_error()
        finally:
            if self._token is not None:
                _current.reset(self._token)
            tenancy.leave(self.db_session)


def current() -> UnitOfWork:
    """The unit of work of this request or job step.  Raises RuntimeError outside one."""
    unit = _current.get()
    if unit is None:
        raise RuntimeError("no unit of work is open here")
    return unit


def db_session() -> Session:
    """The current unit of work's database session."""
    return current().db_session
