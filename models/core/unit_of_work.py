"""One request or one job step is one transaction, committed at its edge and nowhere else.

Operations ask for the current unit of work's session; what they request of the outbox is written in the same
transaction and handed to Redis after the commit.  A rollback takes the requests with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Session

from models.core import outbox, tenancy
from models.core.additions import Additions
from models.core.tables import Base

Deliver = Callable[[Sequence[outbox.Row]], None]

_current: ContextVar[UnitOfWork | None] = ContextVar("unit_of_work", default=None)


class UnitOfWork:
    """A context manager: commits when its block ends well, rolls back when it raises.

    `deliver` is the fast path: called after the commit with the outbox rows that are due at once.
    """

    def __init__(self, db_session: Session, *, deliver: Deliver, account_id: UUID | None = None) -> None:
        self.db_session = db_session
        self._additions = Additions(db_session)
        self._deliver = deliver
        self._requested: list[outbox.Row] = []
        self._after_commit: list[Callable[[], None]] = []
        self._token: Token[UnitOfWork | None] | None = None
        if account_id:
            tenancy.enter(db_session, account_id)

    @property
    def account_id(self) -> UUID:
        """The tenant.  Raises RuntimeError before it is known: nothing of a tenant may be touched then."""
        account_id = tenancy.account_of(self.db_session)
        if account_id is None:
            raise RuntimeError("this unit of work has no account yet")
        return account_id

    def enter_account(self, account_id: UUID, *, is_announced: bool = False) -> None:
        """Work for this account from here on (after login, registration or an accepted invitation).

        `is_announced`: the statement that found the account has told the database already.
        """
        tenancy.enter(self.db_session, account_id, is_announced=is_announced)

    def add(self, row: Base) -> None:
        """Write `row` with all others of this transaction, when it commits or somebody asks for them.

        For what is added and not changed again; its id and time are known at once.  `row` never becomes the ORM's.
        """
        self._additions.add(row)

    def write_additions(self) -> None:
        """Now: a row of the ORM refers to one of them."""
        self._additions.write()

    def request(self, row: outbox.Row) -> None:
        self._requested.append(row)

    def after_commit(self, hook: Callable[[], None]) -> None:
        """Run `hook` once the transaction is committed; it must not fail and may not touch the database."""
        self._after_commit.append(hook)

    def commit(self) -> None:
        """Write the requests, commit, then take the fast path."""
        self._additions.add_columns(outbox.OutboxRow, outbox.columns_of(self._requested))
        self._additions.write(commits=True)
        self.db_session.commit()
        requested, self._requested = self._requested, []
        hooks, self._after_commit = self._after_commit, []
        for hook in hooks:
            hook()
        self._deliver([row for row in requested if row.is_due_at_once])

    def rollback(self) -> None:
        self._requested.clear()
        self._after_commit.clear()
        self._additions.forget()
        self.db_session.rollback()

    def __enter__(self) -> Self:
        self._token = _current.set(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self.commit()
            else:
                self.rollback()
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
