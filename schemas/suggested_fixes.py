"""A suggested fix, and its outcome."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from models.fix_transitions import VERIFIED, Decision, DismissedReason, FixStatus
from models.suggested_fix import LONGEST_NOTES, LONGEST_SCRIPT, Risk
from schemas.fields import Line, Str, Time, one_of
from schemas.quick import QuickSchema

PARAMETER_TYPES = ("text", "number", "boolean", "choice", "host", "address", "user", "path", "secret")


class OutcomeSchema(Schema):
    outcome = Str(required=True, validate=validate.OneOf([str(s) for s in FixStatus if s != FixStatus.PROPOSED]))
    notes = Str(load_default=None, allow_none=True, longest=LONGEST_NOTES, trimmed=True)
    remind_at = Time(
        allow_none=True,
        metadata={
            "description": "Only with `applied_pending`: when to remind the session's handler or owner.  Without it a"
            " reminder that was set before stays; null removes it."
        },
    )


class ParameterSchema(Schema):
    """A value that a drafted script needs; `{{name}}` marks its place in the script."""

    name = Line(required=True, validate=validate.Regexp(r"[A-Za-z_][A-Za-z0-9_]{0,49}\Z"))
    label = Line()
    type = Line(validate=one_of(PARAMETER_TYPES))
    required = fields.Boolean(truthy={True}, falsy={False})
    default = Str(allow_none=True)
    choices = fields.List(Line(), validate=validate.Length(max=50), allow_none=True)
    pattern = Str(allow_none=True)
    help = Str(allow_none=True)


class DraftSchema(Schema):
    ai_drafted_script = Str(required=True, blank=False, longest=LONGEST_SCRIPT)
    ai_drafted_parameters = fields.List(
        fields.Nested(ParameterSchema), load_default=list, allow_none=True, validate=validate.Length(max=50)
    )


class DecisionSchema(Schema):
    decision = Str(required=True, validate=one_of(Decision))
    script_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "The script that was used; required with `used_template`, refused otherwise."},
    )


class OutcomeProposalSchema(QuickSchema):
    """What the copilot understood of the engineer's message; only the engineer's confirmation changes the fix."""

    outcome = fields.String(required=True, validate=one_of(sorted(VERIFIED)))
    notes = fields.String(required=True, allow_none=True)
    quote = fields.String(required=True, metadata={"description": "The engineer's own words."})
    step_id = fields.String(
        required=True, allow_none=True, metadata={"description": "The message that contains the quote."}
    )
    provider = fields.String(required=True)
    created_at = fields.String(required=True)


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
    remind_at = Time(required=True, allow_none=True)
    partial_notes = fields.String(required=True, allow_none=True)
    failure_reason = fields.String(required=True, allow_none=True)
    dismissed_reason = fields.String(required=True, allow_none=True, validate=one_of(DismissedReason))
    ai_outcome_proposal = fields.Nested(OutcomeProposalSchema, required=True, allow_none=True)
    ai_drafted_script = fields.String(required=True, allow_none=True)
    ai_drafted_parameters = fields.List(fields.Dict(), required=True, allow_none=True)
    decision = fields.String(required=True, allow_none=True, validate=one_of(Decision))
    script_id = fields.UUID(required=True, allow_none=True)
    script_title = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What the used script was called when it was used."},
    )
    hypothesis_ids = fields.List(
        fields.String(),
        required=True,
        attribute="causes",
        metadata={"description": "The hypotheses that it is for; empty for a fix that names none."},
    )
    created_at = Time(required=True)


class FixesSchema(QuickSchema):
    items = fields.List(fields.Nested(FixSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
