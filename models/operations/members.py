"""Change what a person of the account may do, and let them go."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select, text

from models.account import Account
from models.audit_entry import AuditAction
from models.core import clock
from models.core.errors import Conflict, NotFound
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.operations import audit, personal_tokens
from models.operations.invitations import OwnerRoleRequired
from models.operations.logins import end_logins
from models.user import Role, User, normalise_address

_USER_BY_ADDRESS = text("select user_id, account_id from login_by_address(:address)")


class LastOwner(Conflict):
    code = "last_owner"
    message = "This is the account's last owner. Make somebody else an owner first."


def change_member(user_id: UUID, *, role: Role | None, is_active: bool | None, by: User) -> User:
    """Another role, or (de)activation; None leaves it.  Holds from the person's next request.

    Raises NotFound, OwnerRoleRequired (403) where an admin touches role owner, LastOwner (409).
    """
    member = _member(user_id, by=by)
    if role is not None and role != member.role:
        _give_role(member, role, by=by)
    if is_active is not None and is_active != member.is_active:
        _set_active(member, is_active, by=by)
    return member


def delete_member(user_id: UUID, *, by: User) -> None:
    """Let somebody go for good: their work keeps their name, their address is free again.

    Raises NotFound, OwnerRoleRequired (403), LastOwner (409).
    """
    member = _member(user_id, by=by)
    _check_may_lose(member, by=by)
    member.is_active, member.deleted_at = False, clock.now()
    _end_credentials(member)
    audit.record(AuditAction.MEMBER_DELETED, member, by=by)


def promote(email: str, role: Role) -> User:
    """For operators: another role for whoever signs in with this address.  Raises NotFound, LastOwner (409)."""
    found = db_session().execute(_USER_BY_ADDRESS, {"address": normalise_address(email)}).mappings().one_or_none()
    if found is None:
        raise NotFound("Nobody signs in with this address.")
    current().enter_account(found["account_id"])
    locked(Account, found["account_id"])
    member = locked(User, found["user_id"])
    if role != member.role:
        _check_another_owner(member, stays=role == Role.OWNER)
        _write_role(member, role, by=audit.OPERATOR)
    return member


def _member(user_id: UUID, *, by: User) -> User:
    """The person with the row locked, after the account's: what is asked of owners is asked one after the other."""
    locked(Account, current().account_id)
    db_session().refresh(by)
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
    audit.record(AuditAction.ROLE_CHANGED, member, by=by, before=before, role=role)


def _set_active(member: User, is_active: bool, *, by: User) -> None:  # noqa: FBT001 -- the value that is set
    if is_active:
        if member.role == Role.OWNER and by.role != Role.OWNER:
            raise OwnerRoleRequired
        member.is_active = True
        audit.record(AuditAction.MEMBER_ACTIVATED, member, by=by)
        return
    _check_may_lose(member, by=by)
    member.is_active = False
    _end_credentials(member)
    audit.record(AuditAction.MEMBER_DEACTIVATED, member, by=by)


def _check_may_lose(member: User, *, by: User) -> None:
    if member.role == Role.OWNER and by.role != Role.OWNER:
        raise OwnerRoleRequired
    _check_another_owner(member, stays=False)


def _check_another_owner(member: User, *, stays: bool) -> None:
    """Raises LastOwner where nobody would be left who may grant the role."""
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


def _end_credentials(member: User) -> None:
    end_logins(member)
    personal_tokens.revoke_all(member)
