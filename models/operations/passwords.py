"""Change a password, and set another by a mailed link."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text, update

from models.account import Account
from models.audit_entry import AuditAction
from models.core import clock, ids, passwords
from models.core.crypto import KeyRing
from models.core.errors import Conflict, Invalid, NotFound
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.jobs import Job, request
from models.login import Login
from models.operations import audit, login_limit, logins
from models.password_reset import PasswordReset
from models.user import User, normalise_address

COLUMN = "password_resets.sealed_token"

_USER_BY_ADDRESS = text("select user_id, account_id from login_by_address(:address)")
_BY_TOKEN = text("select * from password_reset_by_token(:fingerprint)")


class WrongCurrentPassword(Invalid):
    """Counted like a failed login: a browser left open is no way to guess a password."""

    keeps_writes = True

    def __init__(self) -> None:
        super().__init__(detail={"current": ["This is not your password."]})


class ResetClosed(Conflict):
    code, message = "reset_closed", "This link was used or has expired. Ask for a new one."


def change_password(login: Login, given: str, new: str, *, client: str) -> str:
    """Set another password: all other logins end, and this one gets the new cookie value that is returned.

    `client` is the caller's IP address.  Raises WrongCurrentPassword (422), TooManyRequests (429) by the login limit.
    """
    user = login.user
    attempt = login_limit.begin(user.email, client=client)
    if not passwords.verify(given, user.password_hash):
        login_limit.count_failure(attempt)
        raise WrongCurrentPassword
    login_limit.forget_failures(attempt)
    _set(user, new)
    logins.end_logins(user, but=login.id)
    audit.record(AuditAction.PASSWORD_CHANGED, user, by=user)
    return logins.renew_token(login)


def request_reset(email: str, *, key_ring: KeyRing, allow_demo: bool) -> None:
    """Have a link mailed to this address, if somebody signs in with it.  The caller cannot tell."""
    found = db_session().execute(_USER_BY_ADDRESS, {"address": normalise_address(email)}).mappings().one_or_none()
    if found is None:
        return
    current().enter_account(found["account_id"])
    if db_session().get_one(Account, found["account_id"]).is_demo and not allow_demo:
        return
    token = ids.new_secret()
    user = db_session().get_one(User, found["user_id"])
    reset = PasswordReset(
        account_id=user.account_id,
        user_id=user.id,
        token_fingerprint=ids.fingerprint(token),
        sealed_token=key_ring.seal(token.encode(), account_id=user.account_id, column=COLUMN),
    )
    db_session().add(reset)
    db_session().flush()
    audit.record(AuditAction.PASSWORD_RESET_REQUESTED, user, by=audit.NOT_SIGNED_IN)
    request(Job.PASSWORD_SEND_RESET, reset_id=reset.id)


def reset_password(token: str, new: str) -> None:
    """Set another password by a mailed link: every login of the person ends.

    Raises NotFound for a link that never was, ResetClosed (409) for one that was used or has expired.
    """
    found = db_session().execute(_BY_TOKEN, {"fingerprint": ids.fingerprint(token)}).mappings().one_or_none()
    if found is None:
        raise NotFound("This link does not exist. Ask for a new one.")
    current().enter_account(found["account_id"])
    reset = locked(PasswordReset, found["reset_id"])
    if not reset.is_open:
        raise ResetClosed
    _set(locked(User, reset.user_id), new)
    logins.end_logins(reset.user)
    login_limit.forget_address(reset.user.email)
    audit.record(AuditAction.PASSWORD_RESET, reset.user, by=reset.user)


def token_of(reset: PasswordReset, key_ring: KeyRing) -> str:
    """The link's token, while it has not been mailed.  Raises CannotOpen."""
    assert reset.sealed_token is not None
    return key_ring.open(reset.sealed_token, account_id=reset.account_id, column=COLUMN).decode()


def _set(user: User, new: str) -> None:
    """Also closes every link that is under way."""
    user.password_hash = passwords.hash_password(new)
    theirs = update(PasswordReset).where(
        PasswordReset.account_id == user.account_id, PasswordReset.user_id == user.id, PasswordReset.used_at.is_(None)
    )
    db_session().execute(theirs.values(used_at=clock.now(), sealed_token=None))


def reset_by_id(reset_id: UUID) -> PasswordReset:
    """With its row locked.  Raises NoResultFound."""
    return locked(PasswordReset, reset_id)
