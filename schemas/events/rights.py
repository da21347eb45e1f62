"""The event that processes send each other; no browser receives it."""

from __future__ import annotations

from marshmallow import fields

from models.events import EventType
from schemas.events.base import EventSchema, named


class RightsChangedSchema(EventSchema):
    """Streams check whether they may go on"""

    type = named(EventType.RIGHTS_CHANGED)
    user_id = fields.UUID(required=True, allow_none=True, metadata={"description": "Null: all users of the account."})
