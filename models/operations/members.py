"""Changes a member's role, and deactivates, activates or deletes members."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from models import events
from models.account import Account
from models.audit_entry import AuditAction
from models.core import clock
from models.core.errors import Conflict, NotFound
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.operations import audit, personal_tokens
from models.operations.account_lock import lock_account
from models.operations.deliveries import cancel_planned
from models.operations.invitations import OwnerRoleRequired
from models.operations.logins import end_logins
from models.operations.open_invitations import close_created_by, close_for
from models.operations.passwords import close_links
from models.operations.reassignments import Reassignment, reassign_sessions
from models.operations.shares import revoke_shares_of
from models.queries import account_lookups
from models.user import Role, User


class LastOwner(Conflict):
    code = "last_owner"
    message = "This is the account's last owner. Make somebody else an owner first."


@dataclass(frozen=True, kw_only=True)
class Change:
    """The new role and state of a member; None changes nothing."""

    role: Role | None = None
    is_active: bool | None = None


def change_member(user_id: UUID, change: Change, *, reassignment: Reassignment, by: User) -> User:
    """Change a member's role, or (de)activate them.  The change takes effect with the member's next request.

    If the member can no longer work, their open sessions are reassigned.
    Raises NotFound, OwnerRoleRequired (403, an admin changes an owner), LastOwner (409), InvalidTarget (422).
    """
    member = _member(user_id, by=by)
    could_work = member.can_work
    if change.role is not None and change.role != member.role:
        _give_role(member, change.role, by=by)
    if change.is_active is not None and change.is_active != member.is_active:
        _set_active(member, change.is_active, by=by)
    if could_work and not member.can_work:
        reassign_sessions(member, reassignment, by=by)
    if member.is_gone:
        _tell_nothing_more(member)
    return member


def delete_member(user_id: UUID, *, reassignment: Reassignment, by: User) -> None:
    """Delete a member: what they did keeps their name, and their address can be used again.

    Their open sessions are reassigned.
    Raises NotFound, OwnerRoleRequired (403), LastOwner (409), InvalidTarget (422).
    """
    member = _member(user_id, by=by)
    _check_may_lose(member, by=by)
    member.is_active, member.deleted_at = False, clock.now()
    _end_credentials(member, by=by, reason="deleted")
    audit.record(AuditAction.MEMBER_DELETED, member, by=by)
    reassign_sessions(member, reassignment, by=by)
    _tell_nothing_more(member)


def promote(email: str, role: Role, *, reassignment: Reassignment) -> User:
    """For operators: change the role of the person with this address.  Raises NotFound, LastOwner (409)."""
    found = account_lookups.user_by_address(email)
    if found is None:
        raise NotFound("Nobody signs in with this address.")
    current().enter_account(found.account_id)
    locked(Account, found.account_id)
    member = locked(User, found.user_id)
    if role != member.role:
        _check_another_owner(member, stays=role == Role.OWNER)
        could_work = member.can_work
        _write_role(member, role, by=audit.OPERATOR)
        if could_work and not member.can_work:
            reassign_sessions(member, reassignment, by=audit.OPERATOR)
    return member


def _member(user_id: UUID, *, by: User) -> User:
    """The member with the row locked.

    The account's row is locked first, so that two owners cannot remove each other at the same moment.
    Raises NotFound, RoleRequired (403, `by` lost the right during the wait).
    """
    lock_account(by=by)
    query = select(User).where(User.id == user_id, User.account_id == current().account_id, User.deleted_at.is_(None))
    member = (
        db_session()
        .scalars(query.with_for_update(key_share=True).execution_options(populate_existing=True))
        .one_or_none()
    )
    if member is None:
        raise NotFound
    return member


def _give_role(member: User, role: Role, *, by: User) -> None:
    if Role.OWNER in (role, member.role) and by.role != Role.OWNER:
        raise OwnerRoleRequired
    _check_another_owner(member, stays=role == Role.OWNER)
    _write_role(member, role, by=by)


def _write_role(member: User, role: Role, *, by: User | str) -> None:
    before, member.role = member.role, role
    events.rights_changed(member)
    audit.record(AuditAction.ROLE_CHANGED, member, by=by, before=before, role=role)
    _close_invitations(member, by=by, reason=f"the role became {role}")


def _set_active(member: User, is_active: bool, *, by: User) -> None:  # noqa: FBT001 -- the value that is set
    if is_active:
        if member.role == Role.OWNER and by.role != Role.OWNER:
            raise OwnerRoleRequired
        member.is_active = True
        audit.record(AuditAction.MEMBER_ACTIVATED, member, by=by)
        return
    _check_may_lose(member, by=by)
    member.is_active = False
    _end_credentials(member, by=by, reason="deactivated")
    audit.record(AuditAction.MEMBER_DEACTIVATED, member, by=by)


def _check_may_lose(member: User, *, by: User) -> None:
    if member.role == Role.OWNER and by.role != Role.OWNER:
        raise OwnerRoleRequired
    _check_another_owner(member, stays=False)


def _check_another_owner(member: User, *, stays: bool) -> None:
    """Raises LastOwner if the account would have no owner left."""
    if stays or member.role != Role.OWNER or member.is_gone:
        return
    others = select(func.count()).where(
        User.account_id == member.account_id,
        User.role == Role.OWNER,
        User.is_active,
        User.deleted_at.is_(None),
        User.id != member.id,
    )
    if not db_session().scalar(others):
        raise LastOwner


def _end_credentials(member: User, *, by: User, reason: str) -> None:
    """End everything that lets the person in, could let them in again, or shows others what they shared."""
    end_logins(member)
    personal_tokens.revoke_all(member)
    close_links(member)
    revoke_shares_of(member, by=by)
    _close_invitations(member, by=by, reason=reason)


def _tell_nothing_more(member: User) -> None:
    """Last, because whoever waits for both locks a handoff before its deliveries, and reassigning locks handoffs."""
    cancel_planned(member)


def _close_invitations(member: User, *, by: User | str, reason: str) -> None:
    """Close the open invitations to the member's address, and those from the member that they may no longer send."""
    close_for(member.email, by=by, reason=reason)
    close_created_by(member, by=by, reason=reason)
