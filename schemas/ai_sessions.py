"""A session, its steps and facts, and what is sent to change them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from models.ai_session import ConfidenceTier, SessionStatus
from models.fact import FactSource
from models.reply import ReplyStatus
from models.step import LONGEST_MESSAGE, StepKind
from schemas.fields import Line, PageQuery, PersonSchema, StatusSchema, Str, Time, one_of
from schemas.quick import QuickSchema
from schemas.suggested_fixes import FixSchema

LONGEST_RESOLUTION = 8_000


class OpenSessionSchema(Schema):
    problem = Str(required=True, longest=LONGEST_MESSAGE, blank=False)
    client_name = Line(load_default=None, allow_none=True, longest=200)
    psa_ticket_id = Line(load_default=None, allow_none=True, longest=64)


class DescribeSessionSchema(Schema):
    """Only what is sent is changed."""

    title = Line(longest=200, blank=False)
    client_name = Line(allow_none=True, longest=200)
    psa_ticket_id = Line(allow_none=True, longest=64)


class SessionListQuery(PageQuery):
    status = Str(load_default=None, validate=one_of(SessionStatus))
    q = Str(
        load_default=None,
        longest=200,
        metadata={"description": "Words that all stand in problem, title, client, ticket or messages."},
    )


class MessageSchema(Schema):
    content = Str(required=True, longest=LONGEST_MESSAGE, blank=False)


class ResolveSchema(Schema):
    resolution = Str(load_default=None, allow_none=True, longest=LONGEST_RESOLUTION)
    push_to_psa = fields.Boolean(load_default=True)


class ReplySchema(Schema):
    id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of(ReplyStatus))


class SessionSchema(QuickSchema):
    """`can_write` and `can_hand_off` say what the person who asks may do now."""

    id = fields.UUID(required=True, attribute="row.id")
    title = fields.String(required=True, attribute="row.title")
    problem = fields.String(required=True, attribute="row.problem")
    problem_summary = fields.String(required=True, attribute="row.problem_summary")
    client_name = fields.String(required=True, allow_none=True, attribute="row.client_name")
    status = fields.String(required=True, attribute="row.status", validate=one_of(SessionStatus))
    user = fields.Nested(PersonSchema, required=True, attribute="row.user")
    handler = fields.Nested(PersonSchema, required=True, allow_none=True, attribute="row.handler")
    escalated_to_id = fields.UUID(required=True, allow_none=True, attribute="row.escalated_to_id")
    psa_ticket_id = fields.String(required=True, allow_none=True, attribute="row.psa_ticket_id")
    confidence_tier = fields.String(required=True, attribute="row.confidence_tier", validate=one_of(ConfidenceTier))
    state_version = fields.Integer(required=True, attribute="row.state_version")
    escalation_reason = fields.String(required=True, allow_none=True, attribute="row.escalation_reason")
    escalation_package = fields.Dict(required=True, allow_none=True, attribute="row.escalation_package")
    resolution = fields.String(required=True, allow_none=True, attribute="row.resolution")
    step_count = fields.Integer(required=True, attribute="row.step_count")
    active_fix = fields.Nested(FixSchema, required=True, allow_none=True)
    reply = fields.Nested(ReplySchema, required=True, allow_none=True)
    open_handoff_id = fields.UUID(required=True, allow_none=True)
    can_write = fields.Boolean(required=True)
    can_hand_off = fields.Boolean(required=True)
    created_at = Time(required=True, attribute="row.created_at")
    updated_at = Time(required=True, attribute="row.updated_at")


class SessionsSchema(QuickSchema):
    items = fields.List(fields.Nested(SessionSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class StepSchema(Schema):
    id = fields.UUID(required=True)
    index = fields.Integer(required=True)
    kind = fields.String(required=True, validate=one_of(StepKind))
    author = fields.Nested(PersonSchema, required=True, allow_none=True)
    content = fields.String(required=True)
    data = fields.Dict(required=True)
    created_at = Time(required=True)


class StepsSchema(QuickSchema):
    items = fields.List(fields.Nested(StepSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class PostedSchema(QuickSchema):
    step = fields.Nested(StepSchema, required=True)
    reply = fields.Nested(ReplySchema, required=True)


class AskedSchema(Schema):
    reply = fields.Nested(ReplySchema, required=True)


class StoppedSchema(Schema):
    reply = fields.Nested(ReplySchema, required=True, allow_none=True)


class ResolvedSchema(Schema):
    session = fields.Nested(SessionSchema, required=True)
    documentation = fields.Nested(StatusSchema, required=True)
    psa_push = fields.Nested(StatusSchema, required=True)


class FactSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    value = fields.String(required=True)
    source = fields.String(required=True, validate=one_of(FactSource))
    step_id = fields.UUID(required=True, allow_none=True)
    pinned = fields.Boolean(required=True)
    created_at = Time(required=True)


class FactsSchema(QuickSchema):
    items = fields.List(fields.Nested(FactSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class AttemptSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["fix", "action"]))
    title = fields.String(required=True)
    outcome = fields.String(required=True)
    notes = fields.String(required=True, allow_none=True)
    at = Time(required=True)


class AttemptsSchema(QuickSchema):
    items = fields.List(fields.Nested(AttemptSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
