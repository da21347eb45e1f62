"""Revoke open invitations when the invited or the inviting person changes, so that their links stop working."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, select

from models.audit_entry import AuditAction
from models.core.unit_of_work import current, db_session
from models.invitation import Invitation
from models.operations import audit
from models.user import Role, User


def close_for(address: str, *, by: User | str, reason: str) -> None:
    """Revoke every open invitation to this address.  The caller must have locked the account's row.

    `reason` goes into the audit log and says what happened to the person.
    """
    _close(Invitation.email == address, lambda _: True, by=by, reason=reason)


def close_created_by(inviter: User, *, by: User | str, reason: str) -> None:
    """Revoke the invitations that `inviter` may no longer send.  The caller must have locked the account's row."""
    is_theirs = Invitation.invited_by_id == inviter.id
    _close(is_theirs, lambda invitation: not may_invite(inviter, Role(invitation.role)), by=by, reason=reason)


def may_invite(inviter: User, role: Role) -> bool:
    return not inviter.is_gone and inviter.is_admin and (role != Role.OWNER or inviter.role == Role.OWNER)


def _close(which: ColumnElement[bool], ends: Callable[[Invitation], bool], *, by: User | str, reason: str) -> None:
    still_open = select(Invitation).where(
        Invitation.account_id == current().account_id,
        which,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
    for invitation in db_session().scalars(still_open.execution_options(populate_existing=True)):
        if invitation.is_open and ends(invitation):
            invitation.revoke()
            audit.record(AuditAction.INVITATION_REVOKED, invitation, by=by, reason=reason)
