"""The events of handoffs."""

from __future__ import annotations

from marshmallow import fields

from models.delivery import DeliveryState
from models.events import EventType
from schemas.events.base import SessionEventSchema, named
from schemas.fields import PersonSchema, Time, one_of
from schemas.handoffs import QueueItemSchema


class HandoffCreatedSchema(SessionEventSchema):
    """A session was escalated, or its escalation is open to the whole team now"""

    type = named(EventType.HANDOFF_CREATED)
    handoff_id = fields.UUID(required=True)
    problem = fields.String(required=True)
    created_by = fields.Nested(PersonSchema, required=True)
    psa_ticket_id = fields.String(required=True, allow_none=True)
    target_user_id = fields.UUID(required=True, allow_none=True)
    row = fields.Nested(
        QueueItemSchema,
        metadata={"description": "The escalation in the queue; absent from what a release before this field sent."},
    )


class HandoffEndedSchema(SessionEventSchema):
    handoff_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Null if the session was escalated before handoffs were rows."},
    )
    claimed_by = fields.Nested(PersonSchema, required=True, allow_none=True)
    claimed_at = Time(required=True, allow_none=True)
    created_by = fields.Nested(
        PersonSchema,
        required=True,
        allow_none=True,
        metadata={"description": "The escalator; null whenever `handoff_id` is."},
    )


class HandoffClaimedSchema(HandoffEndedSchema):
    """Somebody has picked the session up"""

    type = named(EventType.HANDOFF_CLAIMED)


class HandoffWithdrawnSchema(HandoffEndedSchema):
    """An escalation was withdrawn; `claimed_by` and `claimed_at` are null"""

    type = named(EventType.HANDOFF_WITHDRAWN)


class HandoffAssessmentReadySchema(SessionEventSchema):
    """The assessment of an escalation is stored; without `has_assessment` it was given up"""

    type = named(EventType.HANDOFF_ASSESSMENT_READY)
    handoff_id = fields.UUID(required=True)
    has_assessment = fields.Boolean(required=True)


class DeliveryChangedSchema(SessionEventSchema):
    """A message about an escalation was sent, failed, was planned again or was canceled"""

    type = named(EventType.DELIVERY_CHANGED)
    handoff_id = fields.UUID(required=True)
    delivery_id = fields.UUID(required=True)
    state = fields.String(required=True, validate=one_of(DeliveryState))
