"""Which account a database session works for.

Each transaction sets `app.account_id` locally when it begins; the policies of every tenant table read it.
Unset is the empty string, for which the policies show nothing.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, SessionTransaction

_ACCOUNT = "account_id"
# Local (`true`): a value that outlived its transaction would reach the connection's next borrower.
_ANNOUNCE = "select set_config('app.account_id', %s, true)"


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
        db_session.connection().exec_driver_sql(_ANNOUNCE, (str(account_id),))


def leave(db_session: Session) -> None:
    """Forget the account and every loaded row; for the end of a unit of work."""
    db_session.close()
    db_session.info.pop(_ACCOUNT, None)


@event.listens_for(Session, "after_begin")
def _announce_account(db_session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if transaction.nested:
        return
    account_id = account_of(db_session)
    # Past SQLAlchemy's compiler: every transaction there is begins with it.
    connection.exec_driver_sql(_ANNOUNCE, (str(account_id) if account_id else "",))
