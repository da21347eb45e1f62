"""A link that shows a session without a login, the body that makes one, and what it shows."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from models.attempt import AttemptKind, AttemptOutcome
from models.session_state import SessionStatus
from models.share import MOST_HOURS, SharePart, ShareState
from models.step import StepKind
from schemas.fields import PersonSchema, Time, one_of
from schemas.quick import QuickSchema


class NewShareSchema(Schema):
    expires_in_hours = fields.Integer(required=True, strict=True, validate=validate.Range(1, MOST_HOURS))
    include = fields.List(
        fields.String(validate=one_of(SharePart)),
        required=True,
        validate=validate.Length(1, len(SharePart)),
        metadata={"examples": [["steps", "facts"]]},
    )


class ShareSchema(QuickSchema):
    id = fields.UUID(required=True)
    include = fields.List(fields.String(validate=one_of(SharePart)), required=True)
    state = fields.String(required=True, validate=one_of(ShareState))
    created_by = fields.Nested(PersonSchema, required=True)
    created_at = Time(required=True)
    expires_at = Time(required=True)
    revoked_at = Time(required=True, allow_none=True)
    opened_count = fields.Integer(required=True, metadata={"description": "How often somebody read it."})
    last_opened_at = Time(required=True, allow_none=True)


class CreatedShareSchema(ShareSchema):
    url = fields.String(required=True, metadata={"description": "The link, which is shown only in this answer."})


class SharesSchema(QuickSchema):
    items = fields.List(fields.Nested(ShareSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class SharedStepSchema(Schema):
    index = fields.Integer(required=True)
    kind = fields.String(
        required=True, validate=one_of([StepKind.USER_MESSAGE, StepKind.ASSISTANT_MESSAGE, StepKind.ACTION])
    )
    author = fields.String(required=True, allow_none=True, metadata={"description": "A name; null for the copilot."})
    content = fields.String(
        required=True, metadata={"description": "With secrets and the names of other clients masked."}
    )
    attachments = fields.List(fields.String(), required=True, metadata={"description": "The names of the files."})
    created_at = Time(required=True)


class SharedFactSchema(Schema):
    kind = fields.String(required=True)
    value = fields.String(required=True)
    pinned = fields.Boolean(required=True)


class SharedAttemptSchema(Schema):
    n = fields.Integer(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True, validate=one_of(AttemptKind))
    outcome = fields.String(required=True, allow_none=True, validate=one_of(AttemptOutcome))
    by = fields.String(required=True, allow_none=True, metadata={"description": "A name."})
    at = Time(required=True)


class SharedSchema(QuickSchema):
    """The session as it is now.  A part is there only if the link includes it."""

    title = fields.String(required=True)
    client_name = fields.String(required=True, allow_none=True)
    status = fields.String(required=True, validate=one_of(SessionStatus))
    expires_at = Time(required=True)
    steps = fields.List(
        fields.Nested(SharedStepSchema),
        metadata={"description": "Oldest first, without notes: of a long session the first one and the newest."},
    )
    steps_left_out = fields.Integer(
        metadata={"description": "How many steps of a long session are not in `steps`; missing if none."}
    )
    facts = fields.List(fields.Nested(SharedFactSchema))
    attempts = fields.List(
        fields.Nested(SharedAttemptSchema), metadata={"description": "Oldest first, without notes and evidence."}
    )
    attempts_left_out = fields.Integer(
        metadata={"description": "How many older attempts are not in `attempts`; missing if none."}
    )
    documentation = fields.String(
        allow_none=True, metadata={"description": "Markdown: its sections; null if there is nothing to show."}
    )
