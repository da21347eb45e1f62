"""Create, use and revoke personal tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from models import events
from models.audit_entry import AuditAction
from models.core import clock, ids
from models.core.errors import Conflict, Unauthenticated
from models.core.unit_of_work import db_session
from models.login import Login
from models.operations import audit, logins
from models.personal_token import MOST_PER_USER, PREFIX, PersonalToken
from models.queries import credentials
from models.queries.personal_tokens import valid_tokens
from models.user import User


class TokenLimit(Conflict):
    code = "token_limit"
    message = f"You have {MOST_PER_USER} personal tokens. Delete one that is no longer used."


@dataclass(frozen=True)
class CreatedToken:
    """A new token; `secret` is shown only here."""

    row: PersonalToken
    secret: str


def create_token(name: str, *, lifetime: timedelta | None, login: Login) -> CreatedToken:
    """Create a token for the user who is logged in with `login`.  Without `lifetime` it is valid until it is revoked.

    Raises TokenLimit (409), Unauthenticated (401) if the login has ended meanwhile.
    """
    # The lock makes concurrent calls count one after the other, and a login that a reset has just ended creates none.
    user = logins.locked_person(login)
    if (db_session().scalar(select(func.count()).select_from(valid_tokens(user).subquery())) or 0) >= MOST_PER_USER:
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
    audit.record(AuditAction.TOKEN_CREATED, token, by=user)
    return CreatedToken(token, secret)


def revoke_token(token: PersonalToken, *, by: User) -> None:
    """Revoke the token: the next request with it is refused, and its open streams end."""
    if token.revoked_at is None:
        token.revoke()
        events.rights_changed(token.user)
        audit.record(AuditAction.TOKEN_REVOKED, token, by=by)


def revoke_all(user: User) -> None:
    """Revoke all tokens of a user who loses access, so that their programs lose it too."""
    theirs = update(PersonalToken).where(
        PersonalToken.account_id == user.account_id,
        PersonalToken.user_id == user.id,
        PersonalToken.revoked_at.is_(None),
    )
    db_session().execute(theirs.values(revoked_at=clock.now()))
    events.rights_changed(user)


def use_token(secret: str) -> PersonalToken | None:
    """Find the token with this secret, enter its account and note the use.

    Returns None if the token is unknown, revoked or expired, or if its user is gone.
    """
    token = credentials.personal_token_with_secret(secret)
    if token is None or not token.is_valid:
        return None
    token.note_use()
    return token


def still_valid(token_id: UUID) -> PersonalToken:
    """The token of an open stream, if it is still valid.  Raises Unauthenticated.

    The unit of work must already have entered the account.
    """
    token = db_session().get(PersonalToken, token_id)
    if token is None or not token.is_valid:
        raise Unauthenticated
    return token
