"""Which account a database session works for.

Each transaction sets `app.account_id` locally when it begins; the policies of every tenant table read it.
Unset is the empty string, for which the policies show nothing.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, SessionTransaction

from models.core.engine import driver_of

_ACCOUNT = "account_id"


class TenantMismatch(RuntimeError):
    """One database session was asked to serve two accounts; its identity map would mix them."""


def account_of(db_session: Session) -> UUID | None:
    """The account that this session works for, or None before it is known."""
    return db_session.info.get(_ACCOUNT)


def enter(db_session: Session, account_id: UUID, *, is_announced: bool = False) -> None:
    """Work for `account_id` from here to the session's end.  Raises TenantMismatch if it serves another.

    `is_announced`: this transaction has set `app.account_id` to it already.
    """
    current = account_of(db_session)
    if current not in (None, account_id):
        raise TenantMismatch(f"session of account {current} asked to serve {account_id}")
    db_session.info[_ACCOUNT] = account_id
    if db_session.in_transaction() and not is_announced:
        _announce(db_session.connection(), account_id)


def leave(db_session: Session) -> None:
    """Forget the account and every loaded row; for the end of a unit of work."""
    db_session.close()
    db_session.info.pop(_ACCOUNT, None)


@event.listens_for(Session, "after_begin")
def _announce_account(db_session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if transaction.nested:
        return
    _announce(connection, account_of(db_session))


def _announce(connection: Connection, account_id: UUID | None) -> None:
    """Tell the database before this transaction's next statement; in one message with it, as every transaction does.

    Local: a value that outlived its transaction would reach the connection's next borrower.  Raises TypeError for
    anything but a UUID, which is the one thing that may be written into a statement.
    """
    if account_id is not None and type(account_id) is not UUID:
        raise TypeError("an account is known by its UUID")
    setting = f"set local app.account_id = '{account_id or ''}'"
    if driver := driver_of(connection):
        driver.say_first(setting)
    else:
        connection.exec_driver_sql(setting)
