"""Invite somebody to the account, and accept."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from models.audit_entry import AuditAction
from models.core import clock, ids
from models.core.errors import Conflict, Forbidden, NotFound
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.invitation import Invitation
from models.operations import audit
from models.operations.accounts import NewUser, add_user
from models.user import Role, User, normalise_address

_BY_TOKEN = text("select * from invitation_by_token(:fingerprint)")


class InvitationClosed(Conflict):
    code, message = "invitation_closed", "This invitation was used or has expired. Ask for a new one."


class OwnerRoleRequired(Forbidden):
    code, message = "role_required", "Only an owner grants the role owner."


@dataclass(frozen=True)
class SentInvitation:
    invitation: Invitation
    token: str


def invite_member(email: str, role: Role, *, by: User) -> SentInvitation:
    """A link for one person, good for a week.  Raises OwnerRoleRequired (403) when an admin offers role owner."""
    if role == Role.OWNER and by.role != Role.OWNER:
        raise OwnerRoleRequired
    token = ids.new_secret()
    invitation = Invitation(
        account_id=by.account_id,
        email=normalise_address(email),
        role=role,
        token_fingerprint=ids.fingerprint(token),
        invited_by_id=by.id,
    )
    db_session().add(invitation)
    db_session().flush()
    audit.record(AuditAction.MEMBER_INVITED, invitation, by=by, role=role)
    return SentInvitation(invitation, token)


def accept_invitation(token: str, *, name: str, password: str) -> User:
    """Join the account that invited; a link is worth no more than the person who made it is today.

    Raises NotFound, InvitationClosed (409), AddressTaken (409).
    """
    found = db_session().execute(_BY_TOKEN, {"fingerprint": ids.fingerprint(token)}).mappings().one_or_none()
    if found is None:
        raise NotFound("This invitation does not exist.")
    current().enter_account(found["account_id"])
    invitation = locked(Invitation, found["invitation_id"])
    if not invitation.is_open or not _may_still_invite(locked(User, invitation.invited_by_id), Role(invitation.role)):
        raise InvitationClosed
    invitation.accepted_at = clock.now()
    joined = add_user(NewUser(name=name, email=invitation.email, password=password, role=Role(invitation.role)))
    audit.record(AuditAction.MEMBER_JOINED, joined, by=joined, role=joined.role, invitation_id=str(invitation.id))
    return joined


def _may_still_invite(inviter: User, role: Role) -> bool:
    return not inviter.is_gone and inviter.is_admin and (role != Role.OWNER or inviter.role == Role.OWNER)
