"""/account: the account, its members and its invitations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app

from models.account import Account
from models.core.errors import NotFound, TooManyRequests
from models.core.paging import Page
from models.handoff import InvalidTarget
from models.invitation import Invitation
from models.operations import accounts, invitations, members as operations
from models.operations.invitations import AlreadyMember, InvitationClosed, OwnerRoleRequired, SentInvitation
from models.operations.members import LastOwner
from models.operations.reassignments import Reassignment
from models.queries.invitations import invitations as invitations_of_account
from models.queries.members import members as members_of_account
from models.user import Role, User
from schemas.account import (
    QUEUE,
    AccountWithSettingsSchema,
    ChangeAccountSchema,
    ChangeMemberSchema,
    DeleteMemberQuery,
    InvitationSchema,
    InvitationsSchema,
    InviteSchema,
    MembersSchema,
    SentInvitationSchema,
    UserSchema,
)
from schemas.fields import PageQuery
from web.edge import identity
from web.edge.access import ADMIN_LOGINS_UNGATED, ADMINS_UNGATED, MEMBERS_UNGATED
from web.edge.resource import Resource

account = Resource("account", __name__, url_prefix="/account", description="The account and its members.")


@account.route("", access=MEMBERS_UNGATED)
@account.response(200, AccountWithSettingsSchema)
def read_account() -> Account:
    """Read the account"""
    return identity.current().account


@account.route("", methods=["PATCH"], access=ADMINS_UNGATED)
@account.arguments(ChangeAccountSchema)
@account.response(200, AccountWithSettingsSchema)
def change_account(given: dict[str, Any]) -> Account:
    """Change the name or settings of the account"""
    changed = accounts.Changes(name=given.get("name"), settings=given.get("settings", {}))
    return accounts.change_account(identity.current().account, changed, by=identity.current_user())


@account.route("/members", access=MEMBERS_UNGATED)
@account.arguments(PageQuery, location="query")
@account.response(200, MembersSchema)
def list_members(page: dict[str, Any]) -> Page[User]:
    """List the members with role and state"""
    return members_of_account(**page)


_MEMBER_ERRORS = [OwnerRoleRequired, LastOwner, NotFound, InvalidTarget]


@account.route("/members/<uuid:user_id>", methods=["PATCH"], access=ADMIN_LOGINS_UNGATED, errors=_MEMBER_ERRORS)
@account.arguments(ChangeMemberSchema)
@account.response(200, UserSchema)
def change_member(given: dict[str, Any], user_id: UUID) -> User:
    """Change a member's role, or activate or deactivate them, effective from their next request

    If the member is deactivated or becomes a viewer, `work` says who takes over their open sessions.
    """
    change = operations.Change(role=Role(given["role"]) if given["role"] else None, is_active=given["is_active"])
    return operations.change_member(
        user_id, change, reassignment=_reassignment(given["work"]), by=identity.current_user()
    )


@account.route("/members/<uuid:user_id>", methods=["DELETE"], access=ADMIN_LOGINS_UNGATED, errors=_MEMBER_ERRORS)
@account.arguments(DeleteMemberQuery, location="query")
@account.response(204)
def delete_member(query: dict[str, str], user_id: UUID) -> None:
    """Delete a member; records keep their name, and `work` says who takes over their open sessions"""
    operations.delete_member(user_id, reassignment=_reassignment(query["work"]), by=identity.current_user())


@account.route("/invitations", access=ADMINS_UNGATED)
@account.arguments(PageQuery, location="query")
@account.response(200, InvitationsSchema)
def list_invitations(page: dict[str, Any]) -> Page[Invitation]:
    """List all invitations with their state, newest first, without their links"""
    return invitations_of_account(**page)


_INVITE_ERRORS = [OwnerRoleRequired, AlreadyMember, TooManyRequests]


@account.route("/invitations", methods=["POST"], access=ADMIN_LOGINS_UNGATED, errors=_INVITE_ERRORS)
@account.arguments(InviteSchema)
@account.response(201, SentInvitationSchema)
def invite(given: dict[str, str]) -> dict[str, Any]:
    """Invite somebody; the link is mailed and shown only in this response"""
    current_app.extensions["invitations"].count(identity.current_user())
    role, key_ring = Role(given["role"]), current_app.extensions["key_ring"]
    return _sent(invitations.invite_member(given["email"], role, by=identity.current_user(), key_ring=key_ring))


@account.route(
    "/invitations/<uuid:invitation_id>/resend",
    methods=["POST"],
    access=ADMIN_LOGINS_UNGATED,
    errors=[*_INVITE_ERRORS, InvitationClosed],
)
@account.response(200, SentInvitationSchema)
def resend_invitation(invitation_id: UUID) -> dict[str, Any]:
    """Mail a new link, valid for another week; the old one stops working"""
    current_app.extensions["invitations"].count(identity.current_user())
    key_ring = current_app.extensions["key_ring"]
    return _sent(invitations.resend_invitation(invitation_id, by=identity.current_user(), key_ring=key_ring))


@account.route(
    "/invitations/<uuid:invitation_id>", methods=["DELETE"], access=ADMIN_LOGINS_UNGATED, errors=[InvitationClosed]
)
@account.response(204)
def revoke_invitation(invitation_id: UUID) -> None:
    """Revoke an invitation; its link stops working"""
    invitations.revoke_invitation(invitation_id, by=identity.current_user())


def _sent(sent: SentInvitation) -> dict[str, Any]:
    shown = {name: getattr(sent.invitation, name) for name in InvitationSchema().fields}
    return shown | {"accept_url": f"{current_app.extensions['settings'].public_url}/invite?token={sent.token}"}


def _reassignment(work: str) -> Reassignment:
    budget = current_app.extensions["settings"].assessment_budget
    return Reassignment(assignee_id=None if work == QUEUE else UUID(work), assessment_budget=budget)
