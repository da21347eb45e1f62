"""A handoff, and a row of the escalation queue."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from models.ai_session import ConfidenceTier, SessionStatus
from models.delivery import Channel, DeliveryState
from models.handoff import LONGEST_REASON, AssessmentStatus, HandoffStatus, Intent
from models.notice_event import NoticeEvent
from schemas.fields import PageQuery, PersonSchema, StatusSchema, Str, Time, one_of
from schemas.quick import QuickSchema

STEP_COUNT = {"description": "The number of steps by people and the copilot, without the system's."}


class CreateHandoffSchema(Schema):
    intent = Str(required=True, validate=one_of(Intent))
    reason = Str(load_default=None, allow_none=True, longest=LONGEST_REASON, trimmed=True)
    target_user_id = fields.UUID(load_default=None, allow_none=True)

    @validates_schema
    def require_reason(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("intent") == Intent.ESCALATE and not (data.get("reason") or "").strip():
            raise ValidationError({"reason": ["Say why: the next engineer starts from here."]})


class HandoffSchema(QuickSchema):
    id = fields.UUID(required=True)
    session_id = fields.UUID(required=True, attribute="ai_session_id")
    intent = fields.String(required=True, validate=one_of(Intent))
    status = fields.String(required=True, validate=one_of(HandoffStatus))
    reason = fields.String(required=True, allow_none=True)
    created_by = fields.Nested(PersonSchema, required=True)
    target_user = fields.Nested(PersonSchema, required=True, allow_none=True)
    snapshot = fields.Dict(required=True)
    assessment_status = fields.String(required=True, validate=one_of(AssessmentStatus))
    assessment_error = fields.String(required=True, allow_none=True)
    ai_assessment = fields.String(required=True, allow_none=True)
    ai_assessment_data = fields.Dict(required=True, allow_none=True)
    claimed_by = fields.Nested(PersonSchema, required=True, allow_none=True)
    claimed_at = Time(required=True, allow_none=True)
    created_at = Time(required=True)


class CreatedHandoffSchema(HandoffSchema):
    """A new handoff, and whether its write-up goes to the ticket."""

    psa_push = fields.Nested(StatusSchema, required=True)


class DeliverySchema(Schema):
    id = fields.UUID(required=True)
    event = fields.String(required=True, validate=one_of(NoticeEvent))
    channel = fields.String(required=True, validate=one_of(Channel))
    recipient = fields.String(required=True, metadata={"description": "The name of the person or channel."})
    user_id = fields.UUID(required=True, allow_none=True, metadata={"description": "The person; null for a channel."})
    address = fields.String(
        required=True, allow_none=True, metadata={"description": "Where a mail goes; null unless an admin asks."}
    )
    state = fields.String(required=True, validate=one_of(DeliveryState))
    attempts = fields.Integer(required=True)
    last_error = fields.String(required=True, allow_none=True, metadata={"description": "A stable code."})
    error_message = fields.String(required=True, allow_none=True, metadata={"description": "The same for people."})
    next_attempt_at = Time(required=True, allow_none=True)
    sent_at = Time(required=True, allow_none=True)
    is_retriable = fields.Boolean(
        required=True,
        metadata={"description": "Whether it can be tried again by hand: it was given up, or its job died."},
    )


class DeliveriesSchema(Schema):
    items = fields.List(fields.Nested(DeliverySchema), required=True)


class HandoffsSchema(QuickSchema):
    items = fields.List(fields.Nested(HandoffSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class QueueQuery(PageQuery):
    sort = Str(load_default="newest", validate=validate.OneOf(["newest", "oldest"]))


class QueueItemSchema(Schema):
    handoff_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Null for a legacy session (claim it by `/pickup`)."},
    )
    session_id = fields.UUID(required=True, attribute="ai_session_id")
    status = fields.String(required=True, validate=one_of(SessionStatus))
    title = fields.String(required=True)
    problem = fields.String(required=True)
    client_name = fields.String(required=True, allow_none=True)
    priority = fields.String(required=True, allow_none=True, metadata={"description": "Of the linked ticket."})
    created_by = fields.Nested(PersonSchema, required=True)
    reason = fields.String(required=True, allow_none=True)
    step_count = fields.Integer(required=True, metadata=STEP_COUNT)
    confidence_tier = fields.String(required=True, validate=one_of(ConfidenceTier))
    assessment_status = fields.String(required=True, validate=one_of(AssessmentStatus))
    assessment_confidence = fields.String(required=True, allow_none=True)
    psa_ticket_id = fields.String(required=True, allow_none=True)
    target_user = fields.Nested(PersonSchema, required=True, allow_none=True)
    escalated_at = Time(required=True, attribute="created_at")


class QueueSchema(QuickSchema):
    items = fields.List(fields.Nested(QueueItemSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class EscalateSchema(Schema):
    escalation_reason = Str(required=True, longest=LONGEST_REASON, blank=False, trimmed=True)
    escalated_to_id = fields.UUID(load_default=None, allow_none=True)


class EscalatedSchema(Schema):
    session_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of(SessionStatus))
    handoff_id = fields.UUID(required=True)
    documentation = fields.Nested(StatusSchema, required=True)
    psa_push = fields.Nested(StatusSchema, required=True)


class CountSchema(Schema):
    count = fields.Integer(required=True)
