"""Creates, resends, revokes and accepts invitations to the account.

Each operation here, and each that changes a member, locks the account's row first (`account_lock`), so that it sees
what the one before it has done.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.exc import NoResultFound

from models.account import Account
from models.audit_entry import AuditAction
from models.core import clock, ids
from models.core.crypto import KeyRing
from models.core.errors import Conflict, Forbidden, NotFound
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.invitation import Invitation, InvitationState
from models.notice import SubjectKind
from models.notice_event import NoticeEvent
from models.operations import audit
from models.operations.account_lock import lock_account
from models.operations.accounts import NewUser, add_user
from models.operations.notice_secrets import sealed
from models.operations.notices import NewNotice, give_notice_to_address
from models.operations.open_invitations import close_for, may_invite
from models.queries import account_lookups
from models.user import Role, User, normalise_address

COLUMN = "invitations.sealed_token"


class InvitationClosed(Conflict):
    code, message = "invitation_closed", "This invitation was used, revoked or has expired. Ask for a new one."


class AlreadyMember(Conflict):
    code, message = "already_member", "This person is already a member of your account."


class OwnerRoleRequired(Forbidden):
    code, message = "role_required", "Only an owner grants the role owner."


@dataclass(frozen=True)
class SentInvitation:
    """An invitation and the token of its link.  The token is shown only now."""

    invitation: Invitation
    token: str


def invite_member(email: str, role: Role, *, by: User, key_ring: KeyRing) -> SentInvitation:
    """Create an invitation for one person, valid for a week, and have its link mailed.

    Raises OwnerRoleRequired (403) when an admin offers role owner, AlreadyMember (409).  The answer does
    not reveal whether a user of another account has the address.
    """
    lock_account(by=by)
    address, token = normalise_address(email), ids.new_secret()
    _check_may_invite(address, role, by=by)
    invitation = Invitation(
        id=ids.new_id(),
        account_id=by.account_id,
        email=address,
        role=role,
        token_fingerprint=ids.fingerprint(token),
        invited_by_id=by.id,
    )
    db_session().add(invitation)
    db_session().flush()
    mail_link(invitation, token, key_ring)
    audit.record(AuditAction.MEMBER_INVITED, invitation, by=by, role=role)
    return SentInvitation(invitation, token)


def resend_invitation(invitation_id: UUID, *, by: User, key_ring: KeyRing) -> SentInvitation:
    """Mail a new link that is valid for another week; the old link stops working.  This also reopens an expired one.

    Raises NotFound, InvitationClosed (409, accepted or revoked), AlreadyMember (409), OwnerRoleRequired (403).
    """
    lock_account(by=by)
    invitation = _invitation(invitation_id)
    if invitation.state not in (InvitationState.OPEN, InvitationState.EXPIRED):
        raise InvitationClosed
    _check_may_invite(invitation.email, Role(invitation.role), by=by)
    token = ids.new_secret()
    invitation.renew(token_fingerprint=ids.fingerprint(token), by=by)
    db_session().flush()
    db_session().refresh(invitation)
    mail_link(invitation, token, key_ring)
    audit.record(AuditAction.INVITATION_RESENT, invitation, by=by, role=invitation.role)
    return SentInvitation(invitation, token)


def revoke_invitation(invitation_id: UUID, *, by: User) -> None:
    """Revoke the invitation, so that its link stops working.  A repeated call changes nothing.

    Raises NotFound, InvitationClosed (409, accepted).
    """
    lock_account(by=by)
    invitation = _invitation(invitation_id)
    if invitation.state == InvitationState.ACCEPTED:
        raise InvitationClosed("This person has joined already. Remove the member instead.")
    if invitation.state != InvitationState.REVOKED:
        invitation.revoke()
        audit.record(AuditAction.INVITATION_REVOKED, invitation, by=by, role=invitation.role)


def accept_invitation(token: str, *, name: str, password: str) -> User:
    """Create a user in the account that invited them, if the inviting person may still invite for this role.

    Every other open invitation to the address is closed.
    Raises NotFound, InvitationClosed (409), AddressTaken (409).
    """
    found = account_lookups.invitation_by_token(token)
    if found is None:
        raise NotFound("This invitation does not exist.")
    current().enter_account(found.account_id)
    locked(Account, found.account_id)
    invitation = locked(Invitation, found.id)
    # The link may have been replaced by a newer one while this request waited.
    if not _can_be_accepted(invitation) or invitation.token_fingerprint != ids.fingerprint(token):
        raise InvitationClosed
    invitation.accept()
    joined = add_user(NewUser(name=name, email=invitation.email, password=password, role=Role(invitation.role)))
    close_for(invitation.email, by=joined, reason="joined")
    audit.record(AuditAction.MEMBER_JOINED, joined, by=joined, role=joined.role, invitation_id=str(invitation.id))
    return joined


def invitation_by_id(invitation_id: UUID) -> Invitation:
    """The invitation with this id, its row locked.  Raises NoResultFound."""
    return locked(Invitation, invitation_id)


def token_of(invitation: Invitation, key_ring: KeyRing) -> str:
    """The link's token, which is stored until the link is mailed.  Raises CannotOpen."""
    assert invitation.sealed_token is not None
    return key_ring.open(invitation.sealed_token, account_id=invitation.account_id, column=COLUMN).decode()


def _invitation(invitation_id: UUID) -> Invitation:
    try:
        return locked(Invitation, invitation_id)
    except NoResultFound as error:
        raise NotFound from error


def _check_may_invite(address: str, role: Role, *, by: User) -> None:
    """Expects the account's row to be locked."""
    if not may_invite(by, role):
        raise OwnerRoleRequired
    present = exists().where(User.account_id == current().account_id, User.email == address, User.deleted_at.is_(None))
    if db_session().scalar(select(present)):
        raise AlreadyMember


def _can_be_accepted(invitation: Invitation) -> bool:
    return invitation.is_open and may_invite(locked(User, invitation.invited_by_id), Role(invitation.role))


def mail_link(invitation: Invitation, token: str, key_ring: KeyRing) -> None:
    """Plan the mail with the link.  A newer link is another notice, and makes this one pointless."""
    new = NewNotice(
        event=NoticeEvent.INVITATION,
        subject_kind=SubjectKind.INVITATION,
        subject_id=invitation.id,
        occasion=str(invitation.link_number),
        title=f"Join {db_session().get_one(Account, invitation.account_id).name} on FlowPilot",
        link="/invite?token=",
        more={"inviter": invitation.invited_by.name, "expires_at": clock.rfc3339(invitation.expires_at)},
        sealed=sealed(token, key_ring),
    )
    give_notice_to_address(new, invitation.email)
