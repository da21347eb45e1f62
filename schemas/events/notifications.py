"""The events of notifications."""

from __future__ import annotations

from marshmallow import fields

from models.events import EventType
from models.notice_event import NoticeEvent
from schemas.events.base import EventSchema, named
from schemas.fields import one_of


class ChannelTestedSchema(EventSchema):
    """A notification channel that the user had tested has answered, or has not"""

    type = named(EventType.CHANNEL_TESTED)
    channel_id = fields.UUID(required=True)
    result = fields.String(required=True, metadata={"description": "`ok`, or the code of what went wrong."})
    message = fields.String(required=True, metadata={"description": "The result in words."})


class NotificationCreatedSchema(EventSchema):
    """The user has a new notification"""

    type = named(EventType.NOTIFICATION_CREATED)
    notification_id = fields.UUID(required=True)
    event = fields.String(
        required=True,
        validate=one_of(NoticeEvent),
        metadata={"description": "What it is in the person's preferences."},
    )
    title = fields.String(required=True)
    link = fields.String(required=True)
