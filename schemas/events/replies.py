"""The events of the copilot's replies."""

from __future__ import annotations

from marshmallow import fields, validate

from models.events import EventType
from schemas.events.base import SessionEventSchema, named


class ReplyEventSchema(SessionEventSchema):
    session_id = fields.UUID(
        required=True,
        metadata={"description": "The session; on a topic `script:{id}`, the session of the script builder."},
    )
    reply_id = fields.UUID(required=True)


class ReplyAttemptSchema(ReplyEventSchema):
    attempt = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))


class ReplyStartedSchema(ReplyAttemptSchema):
    """An attempt to write a reply begins; the text of an earlier attempt is void"""

    type = named(EventType.REPLY_STARTED)


class ReplyDeltaSchema(ReplyAttemptSchema):
    """A piece of a reply's text; not replayed, because a snapshot or the saved step makes up for a lost one"""

    type = named(EventType.REPLY_DELTA)
    index = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=0),
        metadata={"description": "Counts the pieces of one attempt from 0."},
    )
    text = fields.String(required=True)
    snapshot = fields.Boolean(
        required=True, metadata={"description": "True: `text` is the attempt's whole text up to `index`."}
    )


class ReplyFinishedSchema(ReplyEventSchema):
    """A reply is complete and saved as a step, or as a message of the script builder"""

    type = named(EventType.REPLY_FINISHED)
    step_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Null in the script builder, where the reply is the message `reply_id`."},
    )


class ReplyFailedSchema(ReplyEventSchema):
    """A reply failed or was stopped; what was written by then is saved as a step"""

    type = named(EventType.REPLY_FAILED)
    step_id = fields.UUID(required=True, allow_none=True)
    code = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why it failed; `cancelled` if it was stopped.", "examples": ["cancelled"]},
    )
