"""What every event has."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from schemas.fields import Time


class EventSchema(Schema):
    """`id` is the event's own id, not the SSE id, which is a position in the stream."""

    class Meta:
        unknown = RAISE

    id = fields.UUID(required=True)
    type = fields.String(required=True)
    occurred_at = Time(required=True)


class SessionEventSchema(EventSchema):
    """An event of one session."""

    session_id = fields.UUID(required=True)


def named(event_type: str) -> fields.String:
    """The field `type` of the schema of this event.  It has one value, by which a program tells events apart."""
    return fields.String(required=True, validate=validate.OneOf([event_type]))
