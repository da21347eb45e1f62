"""Login, registration, passwords, and the signed-in user."""

from __future__ import annotations

from marshmallow import Schema, fields

from models.preferences import Theme
from models.psa_kinds import Provider
from schemas.account import AccountSchema, SubscriptionSchema, UserSchema
from schemas.fields import Email, Line, NewPassword, Password, Str, one_of
from schemas.quick import QuickSchema


class RegisterSchema(Schema):
    account_name = Line(required=True, longest=200, blank=False)
    name = Line(required=True, longest=200, blank=False)
    email = Email(required=True)
    password = NewPassword(required=True)


class CreateUserSchema(Schema):
    """The input of the command `user create`."""

    name = Line(required=True, longest=200, blank=False)
    email = Email(required=True)
    password = NewPassword(required=True)


class LoginSchema(Schema):
    email = Email(required=True)
    password = Password(required=True)


class AcceptInvitationSchema(Schema):
    token = Str(required=True, longest=200)
    name = Line(required=True, longest=200, blank=False)
    password = NewPassword(required=True)


class ChangePasswordSchema(Schema):
    current = Password(required=True)
    new = NewPassword(required=True)


class ForgotPasswordSchema(Schema):
    email = Email(required=True)


class ResetPasswordSchema(Schema):
    token = Str(required=True, longest=200)
    password = NewPassword(required=True)


class SignedInSchema(QuickSchema):
    user = fields.Nested(UserSchema, required=True)
    account = fields.Nested(AccountSchema, required=True)
    csrf_token = fields.String(required=True, metadata={"description": "Send it back as X-CSRF-Token."})


class AssistantSchema(Schema):
    demo = fields.Boolean(required=True, metadata={"description": "True: the built-in Demo AI answers."})


class OwnChoicesSchema(Schema):
    """What every page needs of the person's preferences; null if never chosen, so that each browser keeps its own."""

    theme = fields.String(required=True, allow_none=True, validate=one_of(Theme))
    single_key_shortcuts = fields.Boolean(required=True, allow_none=True)


class ConnectedPsaSchema(Schema):
    provider = fields.String(required=True, validate=one_of(Provider))
    is_simulated = fields.Boolean(
        required=True, metadata={"description": "It is FlowPilot's own simulator on this machine."}
    )
    is_failing = fields.Boolean(required=True, metadata={"description": "What is posted waits until it works again."})


class MeSchema(SignedInSchema):
    subscription = fields.Nested(SubscriptionSchema, required=True, allow_none=True)
    assistant = fields.Nested(AssistantSchema, required=True)
    preferences = fields.Nested(OwnChoicesSchema, required=True)
    psa = fields.Nested(
        ConnectedPsaSchema, required=True, allow_none=True, metadata={"description": "The connected ticket system."}
    )
