"""The shape of every event's data on the live stream: ids, never a whole row; reply text is the one exception.

A client may meet fields that it does not know; a publisher may not send one that is not here.  `EVENT_SCHEMAS[type]`
checks what was published with `.validate(data)`.
"""

from __future__ import annotations

from typing import Final

from marshmallow import RAISE, Schema, fields, validate

from models.ai_session import SessionStatus
from models.events import EventType
from models.suggested_fix import FixStatus
from schemas.fields import PersonSchema, Time, one_of

# What the stream itself says; everything else is published by the domain and named in `models.events`.
READY: Final = "ready"
RESYNC: Final = "resync"
BYE: Final = "bye"


class EventSchema(Schema):
    """What every event has; `id` is the event's own, not the SSE id (that is a position)."""

    class Meta:
        unknown = RAISE

    id = fields.UUID(required=True)
    type = fields.String(required=True)
    occurred_at = Time(required=True)


class ReadySchema(EventSchema):
    """First on each stream: which account's, or which session's, it is."""

    account_id = fields.UUID()
    session_id = fields.UUID()


class ResyncSchema(EventSchema):
    """Events were missed: read again."""


class ByeSchema(EventSchema):
    """The server ends this stream: come back."""


class HandoffEventSchema(EventSchema):
    handoff_id = fields.UUID(required=True)
    session_id = fields.UUID(required=True)


class HandoffCreatedSchema(HandoffEventSchema):
    problem = fields.String(required=True)
    created_by = fields.Nested(PersonSchema, required=True)
    psa_ticket_id = fields.String(required=True, allow_none=True)
    target_user_id = fields.UUID(required=True, allow_none=True)


class HandoffEndedSchema(HandoffEventSchema):
    """Claimed, or withdrawn: then nobody claimed it."""

    handoff_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "Null: it waited before handoffs were rows."}
    )

    claimed_by = fields.Nested(PersonSchema, required=True, allow_none=True)
    claimed_at = Time(required=True, allow_none=True)


class HandoffAssessmentReadySchema(HandoffEventSchema):
    has_assessment = fields.Boolean(required=True)


class NotificationCreatedSchema(EventSchema):
    notification_id = fields.UUID(required=True)
    title = fields.String(required=True)
    link = fields.String(required=True)


class StepCreatedSchema(EventSchema):
    step_id = fields.UUID(required=True)


class ReplyStartedSchema(EventSchema):
    reply_id = fields.UUID(required=True)


class ReplyDeltaSchema(EventSchema):
    """A piece of the reply's text; `index` counts the pieces from 0.  Not replayed: the saved step heals it."""

    reply_id = fields.UUID(required=True)
    index = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))
    text = fields.String(required=True)


class ReplyFinishedSchema(EventSchema):
    reply_id = fields.UUID(required=True)
    step_id = fields.UUID(required=True, allow_none=True)


class ReplyFailedSchema(ReplyFinishedSchema):
    """Failed or stopped; the step, where there is one, keeps what was written."""

    code = fields.String(required=True, allow_none=True)


class FixChangedSchema(EventSchema):
    fix_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of(FixStatus))


class FactChangedSchema(EventSchema):
    fact_id = fields.UUID(required=True)


class SessionChangedSchema(EventSchema):
    session_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of(SessionStatus))


EVENT_SCHEMAS: dict[str, Schema] = {
    READY: ReadySchema(),
    RESYNC: ResyncSchema(),
    BYE: ByeSchema(),
    EventType.HANDOFF_CREATED: HandoffCreatedSchema(),
    EventType.HANDOFF_CLAIMED: HandoffEndedSchema(),
    EventType.HANDOFF_WITHDRAWN: HandoffEndedSchema(),
    EventType.HANDOFF_ASSESSMENT_READY: HandoffAssessmentReadySchema(),
    EventType.NOTIFICATION_CREATED: NotificationCreatedSchema(),
    EventType.STEP_CREATED: StepCreatedSchema(),
    EventType.REPLY_STARTED: ReplyStartedSchema(),
    EventType.REPLY_DELTA: ReplyDeltaSchema(),
    EventType.REPLY_FINISHED: ReplyFinishedSchema(),
    EventType.REPLY_FAILED: ReplyFailedSchema(),
    EventType.FIX_CHANGED: FixChangedSchema(),
    EventType.FACT_CHANGED: FactChangedSchema(),
    EventType.SESSION_CHANGED: SessionChangedSchema(),
}
