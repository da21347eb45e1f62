"""Changes a password, and resets a forgotten one by a mailed link."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from sqlalchemy import delete, select, update

from models.account import Account
from models.audit_entry import AuditAction
from models.core import clock, ids, passwords
from models.core.crypto import CannotOpen, KeyRing
from models.core.errors import Conflict, Invalid, NotFound
from models.core.locking import locked
from models.core.observing import origin
from models.core.passwords import Match
from models.core.unit_of_work import current, db_session
from models.login import Login
from models.notice import SubjectKind
from models.notice_event import NoticeEvent
from models.operations import audit, login_limit, logins
from models.operations.notice_secrets import sealed
from models.operations.notices import NewNotice, give_notice
from models.password_reset import PasswordReset
from models.queries import account_lookups
from models.reset_request import KEPT, ResetRequest
from models.user import User, normalise_address

COLUMN = "password_resets.sealed_token"
_ADDRESS_COLUMN = "reset_requests.sealed_address"
_NOBODY = UUID(int=0)
"""Used as account id to encrypt a request's address, because its account is not known yet."""


class WrongCurrentPassword(Invalid):
    """It counts as a failed login, so that nobody can guess a password in a browser that was left open."""

    keeps_writes = True

    def __init__(self) -> None:
        super().__init__(detail={"current": ["This is not your password."]})


class ResetClosed(Conflict):
    code, message = "reset_closed", "This link was used or has expired. Ask for a new one."


def change_password(login: Login, given: str, new: str, *, client: str) -> str:
    """Set a new password.  All other logins end, and this one gets the new cookie value that is returned.

    `client` is the caller's IP address.  Raises Unauthenticated (401) if another change or a reset has ended this
    login meanwhile, WrongCurrentPassword (422), TooManyRequests (429) by the login limit.
    """
    attempt = login_limit.begin(login.user.email, client=client)
    # Lock first, so that the password is compared with the current hash and not with one from before the wait.
    user = logins.locked_person(login)
    if passwords.match(given, user.password_hash) is Match.NONE:
        login_limit.count_failure(attempt)
        raise WrongCurrentPassword
    login_limit.forget_failures(attempt)
    user.password_hash = passwords.hash_password(new)
    close_links(user)
    logins.end_logins(user, but=login.id)
    audit.record(AuditAction.PASSWORD_CHANGED, user, by=user)
    return logins.renew_token(login)


def request_reset(email: str, *, key_ring: KeyRing) -> None:
    """Store a request to mail a reset link to this address.  The relay looks up later whether a user has the address.

    The work is the same for every address, so that the response time does not reveal whether the address is known.
    """
    came_from = origin.current()
    sealed = key_ring.seal(normalise_address(email).encode(), account_id=_NOBODY, column=_ADDRESS_COLUMN)
    asked = ResetRequest(sealed_address=sealed, request_id=came_from.request_id, client=came_from.client)
    db_session().add(asked)


def waiting_requests(most: int) -> list[UUID]:
    """The ids of the requests that are not answered yet, oldest first.  Requests that are too old are deleted."""
    db_session().execute(delete(ResetRequest).where(ResetRequest.requested_at < clock.now() - KEPT))
    return list(db_session().scalars(select(ResetRequest.id).order_by(ResetRequest.requested_at).limit(most)))


def answer_request(request_id: UUID, *, key_ring: KeyRing, allow_demo: bool) -> None:
    """Delete the request and, if a user has its address, have the link mailed.  A second call does nothing.

    If the address was encrypted with a key that we no longer have, the request is dropped and the person has to ask
    again.
    """
    taken = delete(ResetRequest).where(ResetRequest.id == request_id).returning(ResetRequest)
    asked = db_session().scalars(taken).one_or_none()
    if asked is None:
        return
    with suppress(CannotOpen), origin.working_for(asked.request_id, client=asked.client):
        address = key_ring.open(asked.sealed_address, account_id=_NOBODY, column=_ADDRESS_COLUMN).decode()
        _make_reset(address, key_ring=key_ring, allow_demo=allow_demo)


def _make_reset(address: str, *, key_ring: KeyRing, allow_demo: bool) -> None:
    found = account_lookups.user_by_address(address)
    if found is None:
        return
    current().enter_account(found.account_id)
    if db_session().get_one(Account, found.account_id).is_demo and not allow_demo:
        return
    token = ids.new_secret()
    user = db_session().get_one(User, found.user_id)
    reset = PasswordReset(account_id=user.account_id, user_id=user.id, token_fingerprint=ids.fingerprint(token))
    db_session().add(reset)
    db_session().flush()
    audit.record(AuditAction.PASSWORD_RESET_REQUESTED, user, by=audit.NOT_SIGNED_IN)
    mail_link(reset, token, key_ring)


def mail_link(reset: PasswordReset, token: str, key_ring: KeyRing) -> None:
    """Plan the mail with the link."""
    new = NewNotice(
        event=NoticeEvent.PASSWORD_RESET,
        subject_kind=SubjectKind.PASSWORD_RESET,
        subject_id=reset.id,
        title="Set another FlowPilot password",
        link="/reset-password?token=",
        more={"expires_at": clock.rfc3339(reset.expires_at)},
        sealed=sealed(token, key_ring),
    )
    give_notice(new, people=[db_session().get_one(User, reset.user_id)])


def reset_password(token: str, new: str) -> None:
    """Set a new password by a mailed link, and end every login of the user.

    If the password is changed at the same moment, the reset wins, whichever waits for the other: only the user reads
    their mail, but a thief may know the password.
    Raises NotFound for an unknown link, ResetClosed (409) for one that was used or closed or has expired.
    """
    found = account_lookups.password_reset_by_token(token)
    if found is None:
        raise NotFound("This link does not exist. Ask for a new one.")
    current().enter_account(found.account_id)
    was_open = db_session().get_one(PasswordReset, found.id).is_open
    user, reset = _lock_to_reset(found.id)
    # A password change that committed during the wait has closed the link; the reset still wins, so check `was_open`.
    if not (was_open and reset.is_unused):
        raise ResetClosed
    user.password_hash = passwords.hash_password(new)
    reset.use()
    close_links(user)
    logins.end_logins(user)
    login_limit.forget_address(user.email)
    audit.record(AuditAction.PASSWORD_RESET, user, by=user)


def token_of(reset: PasswordReset, key_ring: KeyRing) -> str:
    """The link's token, which is stored until the link is mailed.  Raises CannotOpen."""
    assert reset.sealed_token is not None
    return key_ring.open(reset.sealed_token, account_id=reset.account_id, column=COLUMN).decode()


def close_links(user: User) -> None:
    """Close every open reset link of the user.  Expects the user's row to be locked."""
    theirs = update(PasswordReset).where(
        PasswordReset.account_id == user.account_id,
        PasswordReset.user_id == user.id,
        PasswordReset.used_at.is_(None),
        PasswordReset.closed_at.is_(None),
    )
    db_session().execute(theirs.values(closed_at=clock.now(), sealed_token=None))


def _lock_to_reset(reset_id: UUID) -> tuple[User, PasswordReset]:
    """Lock the user's row and then the link's, in the order of `change_password`, to avoid a deadlock."""
    person = db_session().get_one(PasswordReset, reset_id).user_id
    return locked(User, person), locked(PasswordReset, reset_id)


def reset_by_id(reset_id: UUID) -> PasswordReset:
    """The reset with this id, its row locked.  Raises NoResultFound."""
    return locked(PasswordReset, reset_id)
