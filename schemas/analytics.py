"""Figures about an account's escalations."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from models.queries.analytics import PERIODS
from schemas.fields import Str


class PeriodQuery(Schema):
    period = Str(load_default="30d", validate=validate.OneOf(list(PERIODS)))


class EscalationAnalyticsSchema(Schema):
    period = fields.String(required=True, validate=validate.OneOf(list(PERIODS)))
    avg_seconds = fields.Float(required=True, allow_none=True)
    median_seconds = fields.Float(required=True, allow_none=True)
    p95_seconds = fields.Float(required=True, allow_none=True)
    n_handoffs_claimed = fields.Integer(required=True)
    n_handoffs_with_action = fields.Integer(required=True)
    metric_definition = fields.String(required=True)
