"""The account, its members and its invitations."""

from __future__ import annotations

from marshmallow import Schema, fields

from models.account import SubscriptionStatus
from models.user import Role
from schemas.fields import Email, Line, Str, Time, one_of
from schemas.quick import QuickSchema


class UserSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    role = fields.String(required=True, validate=one_of(Role))
    is_active = fields.Boolean(required=True)


class AccountSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class ChangeAccountSchema(Schema):
    name = Line(required=True, longest=200, blank=False)


class ChangeMemberSchema(Schema):
    role = Str(load_default=None, validate=one_of(Role))
    is_active = fields.Boolean(load_default=None, truthy={True}, falsy={False})


class SubscriptionSchema(Schema):
    plan = fields.String(required=True)
    status = fields.String(required=True, validate=one_of(SubscriptionStatus))


class MembersSchema(QuickSchema):
    items = fields.List(fields.Nested(UserSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class InviteSchema(Schema):
    email = Email(required=True)
    role = Str(required=True, validate=one_of(Role))


class InvitationSchema(Schema):
    id = fields.UUID(required=True)
    email = fields.String(required=True)
    role = fields.String(required=True, validate=one_of(Role))
    accept_url = fields.String(required=True, metadata={"description": "Shown this once; carries ?token=."})
    expires_at = Time(required=True)
