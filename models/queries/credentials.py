"""The login or personal token behind a secret, with its person, account and subscription, in one round trip.

Row-level security needs the account, which is not known yet.  So one message carries two statements: the first finds
the account through a lookup function and sets it for the transaction, the second reads the rows.  PostgreSQL runs both
in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import LargeBinary, bindparam, select
from sqlalchemy.orm import class_mapper

from models.account import Account, Subscription
from models.core import ids
from models.core.database import lookups
from models.core.database.loading import loaded
from models.core.database.tables import Base, set_loaded
from models.core.unit_of_work import current, db_session
from models.login import Login
from models.personal_token import PersonalToken
from models.user import User

Credential = TypeVar("Credential", Login, PersonalToken)

_ENTERING = {Login: lookups.ENTER_BY_LOGIN, PersonalToken: lookups.ENTER_BY_BEARER}


def login_with_token(token: str) -> Login | None:
    """The login with this token, unless it has ended or expired; the unit of work enters its account."""
    return _credential(Login, token)


def personal_token_with_secret(secret: str) -> PersonalToken | None:
    """The personal token with this secret, unless it was revoked; the unit of work enters its account."""
    return _credential(PersonalToken, secret)


def _credential(kind: type[Credential], secret: str) -> Credential | None:
    statement = db_session().connection().exec_driver_sql(_statement(kind), {"fingerprint": ids.fingerprint(secret)})
    found = statement.one_or_none()
    if found is None:
        return None
    credential: Credential
    credential, user, account, subscription = _objects(kind, tuple(found))
    set_loaded(account, subscription=subscription)
    set_loaded(credential, user=user, **({"account": account} if kind is Login else {}))
    current().enter_account(account.id, is_announced=True)
    return credential


def _objects(kind: type[Credential], values: Sequence[Any]) -> list[Any]:
    """One object per table; None for the subscription if the account has none."""
    objects, end = [], 0
    for table in (kind, User, Account, Subscription):
        names = _names(table)
        begin, end = end, end + len(names)
        of_table = dict(zip(names, values[begin:end], strict=True))
        is_missing = table is Subscription and of_table["account_id"] is None
        objects.append(None if is_missing else loaded(db_session(), table, of_table))
    return objects


@lru_cache
def _statement(kind: type[Credential]) -> str:
    """Both statements in one string, in the driver's parameter style."""
    tables = (kind, User, Account, Subscription)
    rows = (
        select(
            *(getattr(table, name).label(f"{table.__tablename__}_{name}") for table in tables for name in _names(table))
        )
        .join(User, (User.account_id == kind.account_id) & (User.id == kind.user_id))
        .join(Account, Account.id == kind.account_id)
        .outerjoin(Subscription, Subscription.account_id == kind.account_id)
        .where(kind.token_fingerprint == bindparam("fingerprint"))
    )
    return f"{_ENTERING[kind]}; {rows.compile(db_session().connection())}"


@lru_cache
def _names(table: type[Base]) -> tuple[str, ...]:
    """The attributes of the table's columns, except the fingerprint, which nothing reads."""
    attributes = class_mapper(table).column_attrs
    return tuple(one.key for one in attributes if not isinstance(one.columns[0].type, LargeBinary))
