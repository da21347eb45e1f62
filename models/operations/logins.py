"""Log in, stay logged in, log out."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text, update

from models.account import Account
from models.audit_entry import AuditAction
from models.core import clock, ids, passwords
from models.core.errors import Unauthenticated, WrongCredentials
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.login import Login
from models.operations import audit, login_limit
from models.personal_token import PersonalToken
from models.user import User, normalise_address

_BY_ADDRESS = text("select * from login_by_address(:address)")
# The login and its account in one round trip: the function's row says which, and this transaction is theirs.
_BY_TOKEN = text("select *, set_config('app.account_id', account_id::text, true) from login_by_token(:fingerprint)")


@dataclass(frozen=True)
class OpenedLogin:
    """A new login; `token` is the cookie's value, shown this once."""

    login: Login
    token: str


def log_in(email: str, password: str, *, client: str, allow_demo: bool) -> User:
    """The person with this address and password; the unit of work enters their account.

    `client` is the caller's IP address.  Raises WrongCredentials (401, one message and one duration whether the
    address is known or not) and TooManyRequests (429) by the login limit.
    """
    attempt = login_limit.begin(normalise_address(email), client=client)
    found = db_session().execute(_BY_ADDRESS, {"address": normalise_address(email)}).mappings().one_or_none()
    if not passwords.verify(password, found["password_hash"] if found else None) or found is None:
        login_limit.count_failure(attempt)
        raise WrongCredentials
    user = _enter(found["account_id"], found["user_id"], allow_demo=allow_demo)
    if user.is_gone or user.password_hash != found["password_hash"]:
        raise WrongCredentials  # changed, or let go, while the hash was made
    if passwords.needs_rehash(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    login_limit.forget_failures(attempt)
    return user


def _enter(account_id: UUID, user_id: UUID, *, allow_demo: bool) -> User:
    current().enter_account(account_id)
    account = db_session().get(Account, account_id)
    if account is None or (account.is_demo and not allow_demo):
        raise WrongCredentials
    # Whoever ends a person's logins holds this row meanwhile, and sees the new login or is seen by it.
    return locked(User, user_id)


def open_login(user: User) -> OpenedLogin:
    """A new browser of `user`."""
    token = ids.new_secret()
    login = Login(account_id=user.account_id, user_id=user.id, token_fingerprint=ids.fingerprint(token))
    db_session().add(login)
    db_session().flush()
    audit.record(AuditAction.LOGGED_IN, user, by=user, login_id=str(login.id))
    return OpenedLogin(login, token)


def resume_login(token: str) -> Login | None:
    """The login behind a cookie, its account entered; None when it is unknown, ended, expired or its person gone."""
    found = db_session().execute(_BY_TOKEN, {"fingerprint": ids.fingerprint(token)}).mappings().one_or_none()
    if found is None:
        return None
    current().enter_account(found["account_id"], is_announced=True)
    login = db_session().get(Login, found["login_id"])
    return None if login is None or login.user.is_gone else login


def still_open(login_id: UUID) -> Login:
    """The login of an open stream; the unit of work has entered the account.  Raises Unauthenticated."""
    login = db_session().get(Login, login_id)
    if login is None or login.ended_at or login.expires_at <= clock.now() or login.user.is_gone:
        raise Unauthenticated
    return login


def account_of(credential: Login | PersonalToken) -> Account:
    account = db_session().get(Account, credential.account_id)
    if account is None:
        raise Unauthenticated
    return account


def end_logins(user: User, *, but: UUID | None = None) -> None:
    """End every login of `user`, except `but`; their cookies are worth nothing from the next request on."""
    theirs = update(Login).where(
        Login.account_id == user.account_id, Login.user_id == user.id, Login.ended_at.is_(None)
    )
    if but is not None:
        theirs = theirs.where(Login.id != but)
    db_session().execute(theirs.values(ended_at=clock.now()))


def renew_token(login: Login) -> str:
    """Another cookie for this login, whose old one is worth nothing any more."""
    token = ids.new_secret()
    login.token_fingerprint = ids.fingerprint(token)
    return token


def log_out(login_id: UUID) -> None:
    """End this login; its cookie is worth nothing from now on."""
    login = db_session().get(Login, login_id)
    if login:
        login.end()
        audit.record(AuditAction.LOGGED_OUT, login.user, by=login.user, login_id=str(login.id))
