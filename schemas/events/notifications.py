"""The events of notifications."""

from __future__ import annotations

from marshmallow import fields

from models.events import EventType
from schemas.events.base import EventSchema, named


class NotificationCreatedSchema(EventSchema):
    """The user has a new notification"""

    type = named(EventType.NOTIFICATION_CREATED)
    notification_id = fields.UUID(required=True)
    title = fields.String(required=True)
    link = fields.String(required=True)
