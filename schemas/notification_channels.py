"""Notification channels: Slack, Teams and signed webhooks, and the log of the calls to each."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from models.core.addresses import LONGEST_ADDRESS
from models.notice_event import DEFAULTS, Default
from models.notification_channel import ChannelKind, OffReason
from schemas.fields import Line, Str, Time, one_of
from schemas.quick import QuickSchema

CHANNEL_EVENTS = [str(event) for event, defaults in DEFAULTS.items() if defaults.channels != Default.NEVER]
USUAL_EVENTS = [str(event) for event, defaults in DEFAULTS.items() if defaults.channels == Default.ON]
_URL = {"examples": ["https://hooks.slack.com/services/T0/B0/secret"], "description": "Never returned in full."}


def _events(**options: Any) -> fields.List[Any]:
    return fields.List(
        Str(validate=one_of(CHANNEL_EVENTS)),
        validate=validate.Length(max=len(CHANNEL_EVENTS)),
        metadata={"description": "What the channel is told of.", "examples": [USUAL_EVENTS]},
        **options,
    )


class CreateChannelSchema(Schema):
    kind = Str(required=True, validate=one_of(ChannelKind))
    name = Line(required=True, longest=100, blank=False)
    url = Str(required=True, longest=LONGEST_ADDRESS, trimmed=True, load_only=True, metadata=_URL)
    events = _events(load_default=lambda: list(USUAL_EVENTS))


class ChangeChannelSchema(Schema):
    """Only the fields that are sent are changed."""

    name = Line(longest=100, blank=False)
    url = Str(longest=LONGEST_ADDRESS, trimmed=True, load_only=True, metadata=_URL)
    events = _events()
    is_active = fields.Boolean(
        truthy={True}, falsy={False}, metadata={"description": "Switching it on forgets its failures."}
    )

    @validates_schema
    def refuse_nothing(self, data: dict[str, Any], **_: Any) -> None:
        if not data:
            raise ValidationError({"name": ["Send what is to be changed."]})


class ChannelSchema(QuickSchema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=one_of(ChannelKind))
    name = fields.String(required=True)
    url_hint = fields.String(
        required=True, metadata={"description": "The address's host and its last four characters."}
    )
    events = fields.List(fields.String(validate=one_of(CHANNEL_EVENTS)), required=True)
    is_active = fields.Boolean(required=True)
    off_reason = fields.String(
        required=True,
        allow_none=True,
        validate=one_of(OffReason),
        metadata={"description": "Why FlowPilot switched it off; null if it is on, or if an admin did."},
    )


class MadeChannelSchema(ChannelSchema):
    secret = fields.String(
        metadata={"description": "Only of a webhook: signs its messages. Shown in this answer alone."}
    )


class ChannelsSchema(QuickSchema):
    items = fields.List(fields.Nested(ChannelSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ChannelCallSchema(QuickSchema):
    id = fields.UUID(required=True)
    event = fields.String(required=True, metadata={"description": "The event that was told, or `test`."})
    at = Time(required=True)
    status = fields.Raw(
        required=True,
        attribute="status_or_code",
        metadata={
            "description": "The HTTP status, or the code of what went wrong if there was no answer.",
            "type": ["integer", "string"],
            "examples": [200],
        },
    )
    duration_ms = fields.Integer(required=True)


class ChannelCallsSchema(QuickSchema):
    items = fields.List(fields.Nested(ChannelCallSchema), required=True)
