"""Look-ups that run before the account is known: who signs in with an address, and what a mailed link belongs to.

`credentials` does the same for the secret that comes with each request.

Without an account, row-level security hides every row, so the statements of `models.core.database.lookups` do the work;
this module gives their results a type.  The caller then enters the account.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from models.core import ids
from models.core.database import lookups
from models.core.unit_of_work import db_session
from models.user import normalise_address


@dataclass(frozen=True)
class FoundUser:
    account_id: UUID
    user_id: UUID
    password_hash: str


@dataclass(frozen=True)
class FoundRow:
    """`id`: of the row that holds the token's fingerprint, or the id in a webhook's address."""

    account_id: UUID
    id: UUID


def user_by_address(address: str) -> FoundUser | None:
    """The active person who signs in with this address."""
    found = lookups.user_by_address(db_session(), normalise_address(address))
    return FoundUser(**found) if found else None


def invitation_by_token(token: str) -> FoundRow | None:
    """The invitation of a mailed link, in whatever state it is."""
    return _by_token(lookups.invitation, token)


def password_reset_by_token(token: str) -> FoundRow | None:
    """The password reset of a mailed link, in whatever state it is."""
    return _by_token(lookups.password_reset, token)


def share_by_token(token: str) -> FoundRow | None:
    """The share of a link, in whatever state it is."""
    return _by_token(lookups.share, token)


def psa_connection_by_webhook(webhook_id: UUID) -> FoundRow | None:
    """The connection whose PSA calls this address."""
    found = lookups.psa_connection(db_session(), webhook_id)
    return FoundRow(account_id=found["account_id"], id=found["id"]) if found else None


def _by_token(look_up: Callable[[Session, bytes], RowMapping | None], token: str) -> FoundRow | None:
    found = look_up(db_session(), ids.fingerprint(token))
    return FoundRow(account_id=found["account_id"], id=found["id"]) if found else None
