"""/account: the account, its members, invitations."""

from __future__ import annotations

from typing import Any

from flask import current_app

from models.account import Account
from models.audit_entry import AuditEntry
from models.core.paging import Page
from models.operations import invitations
from models.queries.audit import audit_log
from models.queries.members import members as members_of_account
from models.user import Role, User
from schemas.account import AccountSchema, InvitationSchema, InviteSchema, MembersSchema
from schemas.audit import AuditLogSchema
from schemas.fields import PageQuery
from web.edge import identity
from web.edge.access import ADMINS_UNGATED, MEMBERS_UNGATED
from web.edge.resource import Resource

account = Resource("account", __name__, url_prefix="/account", description="The account and its people.")


@account.route("", access=MEMBERS_UNGATED)
@account.response(200, AccountSchema)
def read_account() -> Account:
    """The account"""
    return identity.current().account


@account.route("/members", access=MEMBERS_UNGATED)
@account.arguments(PageQuery, location="query")
@account.response(200, MembersSchema)
def list_members(page: dict[str, Any]) -> Page[User]:
    """Members with role and state"""
    return members_of_account(**page)


@account.route("/audit-log", access=ADMINS_UNGATED)
@account.arguments(PageQuery, location="query")
@account.response(200, AuditLogSchema)
def read_audit_log(page: dict[str, Any]) -> Page[AuditEntry]:
    """Who changed access, money, settings or hands, newest first"""
    return audit_log(**page)


@account.route("/invitations", methods=["POST"], access=ADMINS_UNGATED)
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
