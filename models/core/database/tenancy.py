"""Which account a database session works for.

Each transaction sets `app.account_id` locally when it begins, and the policies of every tenant table read it.  While
the account is unknown, the setting is the empty string and the policies show no rows.  `migrations.tenant_policies`
creates the policies.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, SessionTransaction

from models.core.database.engine import driver_of

_ACCOUNT = "account_id"
_ONLY_READS = "only_reads"


class TenantMismatch(RuntimeError):
    """One database session was asked to serve two accounts; its identity map would mix them."""


def account_of(db_session: Session) -> UUID | None:
    """The account that this session works for, or None before it is known."""
    return db_session.info.get(_ACCOUNT)


def enter(db_session: Session, account_id: UUID, *, is_announced: bool = False) -> None:
    """Work for `account_id` until the session ends.  Raises TenantMismatch if it serves another account.

    `is_announced`: the transaction has already set `app.account_id`.
    """
    current = account_of(db_session)
    if current not in (None, account_id):
        raise TenantMismatch(f"session of account {current} asked to serve {account_id}")
    db_session.info[_ACCOUNT] = account_id
    if db_session.in_transaction() and not (is_announced and may_write(db_session)):
        _announce(db_session, db_session.connection())


def only_read(db_session: Session) -> None:
    """Until `write` or `leave`, each statement is a read-only transaction of its own (see `connection`)."""
    db_session.info[_ONLY_READS] = True


def write(db_session: Session) -> None:
    """Let the following statements be one transaction that may write.  A flush calls this by itself."""
    if db_session.info.pop(_ONLY_READS, False) and db_session.in_transaction():
        driver = driver_of(db_session.connection())
        if driver:
            driver.write()


def may_write(db_session: Session) -> bool:
    return _ONLY_READS not in db_session.info


def leave(db_session: Session) -> None:
    """Forget the account and all loaded rows, at the end of a unit of work."""
    db_session.close()
    db_session.info.pop(_ACCOUNT, None)
    db_session.info.pop(_ONLY_READS, None)


@event.listens_for(Session, "after_begin")
def _announce_account(db_session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if transaction.nested:
        return
    _announce(db_session, connection)


@event.listens_for(Session, "before_flush")
def _write_what_changed(db_session: Session, *_: object) -> None:
    write(db_session)


def _announce(db_session: Session, connection: Connection) -> None:
    """Set `app.account_id` for this transaction; it is sent together with the next statement.

    The setting is local, because otherwise the next user of the pooled connection would inherit it.  Raises TypeError
    unless the id is a UUID, because it becomes part of the statement's text.
    """
    account_id = account_of(db_session)
    if account_id is not None and type(account_id) is not UUID:
        raise TypeError("an account is known by its UUID")
    setting = f"set local app.account_id = '{account_id or ''}'"
    if driver := driver_of(connection):
        announce = driver.say_first if may_write(db_session) else driver.only_read
        announce(setting)
    else:
        connection.exec_driver_sql(setting)
