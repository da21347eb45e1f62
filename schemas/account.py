"""The account, its members and its invitations."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from models.account import SubscriptionStatus
from models.invitation import InvitationState
from models.user import Role
from schemas.fields import Email, Line, PersonSchema, Str, Time, TimeZone, one_of
from schemas.quick import QuickSchema


def _whole_number(least: int, most: int, about: str) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(least, most), metadata={"description": about})


class UserSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    role = fields.String(required=True, validate=one_of(Role))
    is_active = fields.Boolean(required=True)


class AccountSettingsSchema(Schema):
    """One line for each setting of `models.account_settings`.  Only those that are sent are changed."""

    time_unit_minutes = _whole_number(1, 60, "The proposed time spent is rounded up to a multiple of this.")
    redact_contacts = fields.Boolean(
        truthy={True},
        falsy={False},
        metadata={"description": "Whether e-mail addresses and phone numbers are masked in prompts, as secrets are."},
    )
    images = fields.Boolean(
        truthy={True},
        falsy={False},
        metadata={"description": "Whether engineers may attach images, and the copilot sees them.", "examples": [True]},
    )
    ask_to_templatize = fields.Boolean(
        truthy={True},
        falsy={False},
        metadata={
            "description": "Whether an engineer who resolved a session with a script that was run once is asked, once,"
            " to make a template of it.",
            "examples": [True],
        },
    )
    time_zone = TimeZone(
        metadata={
            "description": "The time zone of people who have not chosen their own, and of the days in analytics.",
            "examples": ["Europe/Berlin"],
        }
    )
    escalation_waiting_minutes = _whole_number(
        1, 1_440, "After how many minutes without a claim the recipients of an escalation are told once more."
    )


class AccountSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class AccountWithSettingsSchema(AccountSchema):
    settings = fields.Nested(AccountSettingsSchema, required=True, attribute="effective_settings")


class ChangeAccountSchema(Schema):
    """Only the fields that are sent are changed."""

    name = Line(longest=200, blank=False)
    settings = fields.Nested(AccountSettingsSchema)

    @validates_schema
    def refuse_nothing(self, data: dict[str, Any], **_: Any) -> None:
        if not data:
            raise ValidationError({"name": ["Send a name or settings."]})


QUEUE = "queue"


def _work() -> Str:
    """Who takes over the open sessions of a member who can no longer work."""
    return Str(
        load_default=QUEUE,
        validate=validate.Regexp(
            rf"({QUEUE}|[0-9a-fA-F]{{8}}(-[0-9a-fA-F]{{4}}){{3}}-[0-9a-fA-F]{{12}})\Z",
            error="Say `queue` or the id of a member.",
        ),
        metadata={
            "description": "Who takes over the member's open sessions: `queue`, or the id of an engineer or admin.",
            "examples": [QUEUE],
        },
    )


class ChangeMemberSchema(Schema):
    role = Str(load_default=None, validate=one_of(Role))
    is_active = fields.Boolean(load_default=None, truthy={True}, falsy={False})
    work = _work()


class DeleteMemberQuery(Schema):
    work = _work()


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
    state = fields.String(required=True, validate=one_of(InvitationState))
    invited_by = fields.Nested(PersonSchema, required=True)
    created_at = Time(required=True)
    expires_at = Time(required=True)


class SentInvitationSchema(InvitationSchema):
    accept_url = fields.String(required=True, metadata={"description": "Contains `?token=`; shown only here."})


class InvitationsSchema(QuickSchema):
    items = fields.List(fields.Nested(InvitationSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
