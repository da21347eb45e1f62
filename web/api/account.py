"""/account: the account, its members, invitations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app

from models.account import Account
from models.audit_entry import AuditEntry
from models.core.paging import Page
from models.operations import accounts, invitations, members as operations
from models.operations.invitations import OwnerRoleRequired
from models.operations.members import LastOwner
from models.queries.audit import audit_log
from models.queries.members import members as members_of_account
from models.user import Role, User
from schemas.account import (
    AccountSchema,
    ChangeAccountSchema,
    ChangeMemberSchema,
    InvitationSchema,
    InviteSchema,
    MembersSchema,
    UserSchema,
)
from schemas.audit import AuditLogSchema
from schemas.fields import PageQuery
from web.edge import identity
from web.edge.access import ADMIN_LOGINS_UNGATED, ADMINS_UNGATED, MEMBERS_UNGATED
from web.edge.resource import Resource

account = Resource("account", __name__, url_prefix="/account", description="The account and its people.")


@account.route("", access=MEMBERS_UNGATED)
@account.response(200, AccountSchema)
def read_account() -> Account:
    """The account"""
    return identity.current().account


@account.route("", methods=["PATCH"], access=ADMINS_UNGATED)
@account.arguments(ChangeAccountSchema)
@account.response(200, AccountSchema)
def change_account(given: dict[str, str]) -> Account:
    """Give the account another name"""
    return accounts.rename_account(identity.current().account, given["name"], by=identity.current_user())


@account.route("/members", access=MEMBERS_UNGATED)
@account.arguments(PageQuery, location="query")
@account.response(200, MembersSchema)
def list_members(page: dict[str, Any]) -> Page[User]:
    """Members with role and state"""
    return members_of_account(**page)


@account.route(
    "/members/<uuid:user_id>", methods=["PATCH"], access=ADMIN_LOGINS_UNGATED, errors=[OwnerRoleRequired, LastOwner]
)
@account.arguments(ChangeMemberSchema)
@account.response(200, UserSchema)
def change_member(given: dict[str, Any], user_id: UUID) -> User:
    """Another role, or (de)activation; it holds from the person's next request"""
    role = Role(given["role"]) if given["role"] else None
    return operations.change_member(user_id, role=role, is_active=given["is_active"], by=identity.current_user())


@account.route(
    "/members/<uuid:user_id>", methods=["DELETE"], access=ADMIN_LOGINS_UNGATED, errors=[OwnerRoleRequired, LastOwner]
)
@account.response(204)
def delete_member(user_id: UUID) -> None:
    """Let somebody go; their work keeps their name"""
    operations.delete_member(user_id, by=identity.current_user())


@account.route("/audit-log", access=ADMINS_UNGATED)
@account.arguments(PageQuery, location="query")
@account.response(200, AuditLogSchema)
def read_audit_log(page: dict[str, Any]) -> Page[AuditEntry]:
    """Who changed access, money, settings or hands, newest first"""
    return audit_log(**page)


@account.route("/invitations", methods=["POST"], access=ADMIN_LOGINS_UNGATED, errors=[OwnerRoleRequired])
@account.arguments(InviteSchema)
@account.response(201, InvitationSchema)
def invite(given: dict[str, str]) -> dict[str, Any]:
    """Invite somebody; the link is shown this once"""
    sent = invitations.invite_member(given["email"], Role(given["role"]), by=identity.current_user())
    made = sent.invitation
    return {
        "id": made.id,
        "email": made.email,
        "role": made.role,
        "expires_at": made.expires_at,
        "accept_url": f"{current_app.extensions['settings'].public_url}/invite?token={sent.token}",
    }
