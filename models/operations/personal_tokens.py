"""Make a personal token, use it, take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, text, update

from models.audit_entry import AuditAction
from models.core import clock, ids
from models.core.errors import Conflict, Unauthenticated
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.operations import audit
from models.personal_token import MOST_OF_A_USER, PREFIX, PersonalToken
from models.queries.personal_tokens import valid_tokens
from models.user import User

_BY_TOKEN = text("select * from personal_token_by_token(:fingerprint)")


class TokenLimit(Conflict):
    code = "token_limit"
    message = f"You have {MOST_OF_A_USER} personal tokens. Delete one that is no longer used."


@dataclass(frozen=True)
class MadeToken:
    """A new token; `secret` is shown this once."""

    row: PersonalToken
    secret: str


def create_token(name: str, *, lifetime: timedelta | None, by: User) -> MadeToken:
    """A token of `by`; without `lifetime` it is good until it is revoked.  Raises TokenLimit (409)."""
    # Two at once count one after the other.
    user = locked(User, by.id)
    if user.is_gone:
        raise Unauthenticated
    if (db_session().scalar(select(func.count()).select_from(valid_tokens(user).subquery())) or 0) >= MOST_OF_A_USER:
        raise TokenLimit
    secret = PREFIX + ids.new_secret()
    token = PersonalToken(
        account_id=user.account_id,
        user_id=user.id,
        name=name,
        token_fingerprint=ids.fingerprint(secret),
        expires_at=clock.now() + lifetime if lifetime else None,
    )
    db_session().add(token)
    db_session().flush()
    audit.record(AuditAction.TOKEN_CREATED, token, by=by)
    return MadeToken(token, secret)


def revoke_token(token: PersonalToken, *, by: User) -> None:
    """From the next request on it is worth nothing."""
    if token.revoked_at is None:
        token.revoke()
        audit.record(AuditAction.TOKEN_REVOKED, token, by=by)


def revoke_all(user: User) -> None:
    """The person is gone: so are their programs."""
    theirs = update(PersonalToken).where(
        PersonalToken.account_id == user.account_id,
        PersonalToken.user_id == user.id,
        PersonalToken.revoked_at.is_(None),
    )
    db_session().execute(theirs.values(revoked_at=clock.now()))


def use_token(secret: str) -> PersonalToken | None:
    """The token with this secret, its account entered; None when it is unknown, revoked, expired or its person gone."""
    found = db_session().execute(_BY_TOKEN, {"fingerprint": ids.fingerprint(secret)}).mappings().one_or_none()
    if found is None:
        return None
    current().enter_account(found["account_id"])
    token = db_session().get(PersonalToken, found["token_id"])
    if token is None or not token.is_valid:
        return None
    token.note_use()
    return token


def still_valid(token_id: UUID) -> PersonalToken:
    """The token of an open stream; the unit of work has entered the account.  Raises Unauthenticated."""
    token = db_session().get(PersonalToken, token_id)
    if token is None or not token.is_valid:
        raise Unauthenticated
    return token
