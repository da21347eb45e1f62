"""A suggested fix, and its outcome."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from models.suggested_fix import LONGEST_NOTES, DismissedReason, FixStatus, Risk
from schemas.fields import Str, Time, one_of
from schemas.quick import QuickSchema


class OutcomeSchema(Schema):
    outcome = Str(required=True, validate=validate.OneOf([str(s) for s in FixStatus if s != FixStatus.PROPOSED]))
    notes = Str(load_default=None, allow_none=True, longest=LONGEST_NOTES, trimmed=True)


class FixSchema(QuickSchema):
    id = fields.UUID(required=True)
    session_id = fields.UUID(required=True, attribute="ai_session_id")
    title = fields.String(required=True)
    rationale = fields.String(required=True)
    steps = fields.List(fields.String(), required=True)
    risk = fields.String(required=True, validate=one_of(Risk))
    status = fields.String(required=True, validate=one_of(FixStatus))
    applied_at = Time(required=True, allow_none=True)
    verified_at = Time(required=True, allow_none=True)
    pending_reason = fields.String(required=True, allow_none=True)
    partial_notes = fields.String(required=True, allow_none=True)
    failure_reason = fields.String(required=True, allow_none=True)
    dismissed_reason = fields.String(required=True, allow_none=True, validate=one_of(DismissedReason))
    ai_outcome_proposal = fields.Dict(required=True, allow_none=True)
    ai_drafted_script = fields.String(required=True, allow_none=True)
    ai_drafted_parameters = fields.List(fields.Dict(), required=True, allow_none=True)
    decision = fields.String(required=True, allow_none=True)
    created_at = Time(required=True)


class FixesSchema(QuickSchema):
    items = fields.List(fields.Nested(FixSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
