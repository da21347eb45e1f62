"""Log in, resume a login by its cookie, end logins."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update

from models import events
from models.account import Account
from models.audit_entry import AuditAction
from models.core import clock, ids, passwords
from models.core.errors import Unauthenticated, WrongCredentials
from models.core.locking import locked
from models.core.passwords import Match
from models.core.unit_of_work import current, db_session
from models.login import Device, Login
from models.operations import audit, login_limit
from models.operations.new_devices import is_new_device, tell_of_new_device
from models.personal_token import PersonalToken
from models.queries import account_lookups, credentials
from models.user import User, normalise_address


@dataclass(frozen=True)
class OpenedLogin:
    """A new login; `token` is the cookie's value and is shown only here."""

    login: Login
    token: str


def log_in(email: str, password: str, *, client: str, allow_demo: bool) -> User:
    """Check this address and password, enter the user's account and return the user.

    `client` is the caller's IP address.  Raises WrongCredentials (401, one message and one duration whether the
    address is known or not) and TooManyRequests (429) by the login limit.
    """
    attempt = login_limit.begin(normalise_address(email), client=client)
    found = account_lookups.user_by_address(email)
    matching = passwords.match(password, found.password_hash if found else None)
    if matching is Match.NONE or found is None:
        login_limit.count_failure(attempt)
        raise WrongCredentials
    user = _enter(found.account_id, found.user_id, allow_demo=allow_demo)
    if user.is_gone or user.password_hash != found.password_hash:
        raise WrongCredentials  # deactivated, or the password changed, while the hash was computed
    if matching is Match.OUTDATED:
        user.password_hash = passwords.hash_password(password)
    login_limit.forget_failures(attempt)
    return user


def _enter(account_id: UUID, user_id: UUID, *, allow_demo: bool) -> User:
    current().enter_account(account_id)
    account = db_session().get(Account, account_id)
    if account is None or (account.is_demo and not allow_demo):
        raise WrongCredentials
    # Code that ends a user's logins locks this row too: it either ends the new login, or has finished before it.
    return locked(User, user_id)


def open_login(user: User, *, device: Device | None = None) -> OpenedLogin:
    """Create a login for a browser in which `user` has just logged in.

    If the user has logged in before and never in this browser, they are told by mail.
    """
    token = ids.new_secret()
    login = Login(account_id=user.account_id, user_id=user.id, token_fingerprint=ids.fingerprint(token))
    is_new = device is not None and is_new_device(user, device)
    if device is not None:
        login.device_fingerprint, login.client = device.fingerprint, device.client
    db_session().add(login)
    db_session().flush()
    if device is not None and is_new:
        tell_of_new_device(user, login, device)
    audit.record(AuditAction.LOGGED_IN, user, by=user, login_id=str(login.id))
    return OpenedLogin(login, token)


def resume_login(token: str) -> Login | None:
    """Find the login that belongs to a cookie and enter its account.

    Returns None if the login is unknown, ended or expired, or if its user is gone.
    """
    login = credentials.login_with_token(token)
    return None if login is None or login.user.is_gone else login


def still_open(login_id: UUID) -> Login:
    """The login of an open stream, if it is still open.  Raises Unauthenticated.

    The unit of work must already have entered the account.
    """
    login = db_session().get(Login, login_id)
    if login is None or login.ended_at or login.expires_at <= clock.now() or login.user.is_gone:
        raise Unauthenticated
    return login


def locked_person(login: Login) -> User:
    """Lock and reload the row of this login's user.  Raises Unauthenticated if the login has ended.

    Code that ends a user's logins locks the same row, so a caller that had to wait sees that its login has ended.
    """
    user = locked(User, login.user_id)
    db_session().refresh(login)
    still_open(login.id)
    return user


def account_of(credential: Login | PersonalToken) -> Account:
    account = db_session().get(Account, credential.account_id)
    if account is None:
        raise Unauthenticated
    return account


def end_logins(user: User, *, but: UUID | None = None) -> None:
    """End every login of `user` except `but`: their cookies become invalid and their streams end."""
    theirs = update(Login).where(
        Login.account_id == user.account_id, Login.user_id == user.id, Login.ended_at.is_(None)
    )
    if but is not None:
        theirs = theirs.where(Login.id != but)
    db_session().execute(theirs.values(ended_at=clock.now()))
    events.rights_changed(user)


def renew_token(login: Login) -> str:
    """Give this login a new cookie value and return it; the old one becomes invalid."""
    token = ids.new_secret()
    login.token_fingerprint = ids.fingerprint(token)
    return token


def log_out(login_id: UUID) -> None:
    """End this login; its cookie becomes invalid."""
    login = db_session().get(Login, login_id)
    if login:
        login.end()
        events.rights_changed(login.user)
        audit.record(AuditAction.LOGGED_OUT, login.user, by=login.user, login_id=str(login.id))
