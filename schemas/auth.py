"""Login, registration, and what the signed-in person sees of themselves."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from models.core.passwords import LONGEST, SHORTEST
from schemas.account import AccountSchema, SubscriptionSchema, UserSchema
from schemas.fields import Email, Line, Str


def _new_password() -> Str:
    return Str(
        required=True,
        longest=LONGEST,
        load_only=True,
        validate=validate.Length(min=SHORTEST, error="Use at least {min} characters."),
    )


class RegisterSchema(Schema):
    account_name = Line(required=True, longest=200, blank=False)
    name = Line(required=True, longest=200, blank=False)
    email = Email(required=True)
    password = _new_password()


class CreateUserSchema(Schema):
    """What an operator gives with `user create`."""

    name = Line(required=True, longest=200, blank=False)
    email = Email(required=True)
    password = _new_password()


class LoginSchema(Schema):
    email = Email(required=True)
    password = Str(required=True, longest=LONGEST, load_only=True)


class AcceptInvitationSchema(Schema):
    token = Str(required=True, longest=200)
    name = Line(required=True, longest=200, blank=False)
    password = _new_password()


class ChangePasswordSchema(Schema):
    current = Str(required=True, longest=LONGEST, load_only=True)
    new = _new_password()


class ForgotPasswordSchema(Schema):
    email = Email(required=True)


class ResetPasswordSchema(Schema):
    token = Str(required=True, longest=200)
    password = _new_password()


class SignedInSchema(Schema):
    user = fields.Nested(UserSchema, required=True)
    account = fields.Nested(AccountSchema, required=True)
    csrf_token = fields.String(required=True, metadata={"description": "Send it back as X-CSRF-Token."})


class AssistantSchema(Schema):
    demo = fields.Boolean(required=True, metadata={"description": "True: the built-in Demo AI answers."})


class MeSchema(SignedInSchema):
    subscription = fields.Nested(SubscriptionSchema, required=True, allow_none=True)
    assistant = fields.Nested(AssistantSchema, required=True)
