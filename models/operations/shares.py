"""Makes, ends and opens links that show a session without a login."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from models.account import Account
from models.ai_session import AiSession
from models.audit_entry import AuditAction
from models.core import clock, ids
from models.core.database.tables import set_loaded
from models.core.errors import Conflict, NotFound
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.operations import audit
from models.queries import account_lookups
from models.share import MOST_OPEN, Share, SharePart
from models.user import User


class ShareLimit(Conflict):
    code = "share_limit"
    message = f"This session has {MOST_OPEN} open links. Revoke one that is no longer needed."


class LinkClosed(NotFound):
    """The same for a link that is unknown, expired or revoked, so that nobody learns which it is."""

    message = "This link does not exist or has ended. Ask the person who gave it to you for a new one."


@dataclass(frozen=True)
class CreatedShare:
    """A new share; `token` is shown only here."""

    row: Share
    token: str


def create_share(ai_session: AiSession, parts: Collection[SharePart], *, lifetime: timedelta, by: User) -> CreatedShare:
    """Make a link that shows these parts of the session for `lifetime`.  Raises ShareLimit (409)."""
    # The lock makes concurrent calls count one after the other.
    locked(AiSession, ai_session.id)
    if _open_links(ai_session) >= MOST_OPEN:
        raise ShareLimit
    token = ids.new_secret()
    share = Share(
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        created_by_id=by.id,
        token_fingerprint=ids.fingerprint(token),
        include=[str(part) for part in SharePart if part in parts],
        expires_at=clock.now() + lifetime,
    )
    db_session().add(share)
    db_session().flush()
    set_loaded(share, created_by=by)
    expires_at = clock.rfc3339(share.expires_at)
    _record(AuditAction.SHARE_CREATED, share, by=by, include=share.include, expires_at=expires_at)
    return CreatedShare(share, token)


def revoke_share(share: Share, *, by: User) -> None:
    """End the link at once.  A repeated call, and one for an expired link, changes nothing."""
    if share.is_open:
        share.revoke()
        _record(AuditAction.SHARE_REVOKED, share, by=by)


def revoke_shares_of(member: User, *, by: User | str) -> None:
    """End every link that a member who loses access has made: they still have it."""
    theirs = (Share.account_id == member.account_id, Share.created_by_id == member.id, Share.revoked_at.is_(None))
    for share in db_session().scalars(select(Share).where(*theirs, Share.expires_at > clock.now())):
        share.revoke()
        _record(AuditAction.SHARE_REVOKED, share, by=by)


def open_share(token: str, *, allow_demo: bool) -> Share:
    """The share of this link, and enter its account.  Counts the opening.  Raises LinkClosed (404).

    The first opening in each hour is a line of the audit log, because whoever has the link could fill the log.
    """
    share = share_to_read(token, allow_demo=allow_demo)
    if share is None:
        raise LinkClosed
    if not share.was_opened_this_hour:
        _record(AuditAction.SHARE_OPENED, share, by=audit.NOT_SIGNED_IN)
    share.count_opening()
    db_session().flush()
    return share


def share_to_read(token: str, *, allow_demo: bool) -> Share | None:
    """The share of this link if it is open, and enter its account.  Counts nothing."""
    found = account_lookups.share_by_token(token)
    if found is None:
        return None
    current().enter_account(found.account_id)
    if db_session().get_one(Account, found.account_id).is_demo and not allow_demo:
        return None
    share = db_session().get_one(Share, found.id)
    return share if share.is_open else None


def _open_links(ai_session: AiSession) -> int:
    theirs = (Share.ai_session_id == ai_session.id, Share.revoked_at.is_(None), Share.expires_at > clock.now())
    return db_session().scalar(select(func.count()).select_from(Share).where(*theirs)) or 0


def _record(action: AuditAction, share: Share, *, by: User | str, **detail: object) -> None:
    """A line about the session, because the log has to tell who could read it and who did."""
    ai_session = db_session().get_one(AiSession, share.ai_session_id)
    audit.record(action, ai_session, by=by, share_id=str(share.id), **detail)
