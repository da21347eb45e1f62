"""The attempt ledger: what was tried, with outcomes and evidence."""

from __future__ import annotations

from marshmallow import Schema, fields

from models.attempt import AttemptKind, AttemptOutcome
from models.attempt_ledger import MOST_EVIDENCE
from models.fix_transitions import Decision
from schemas.fields import PersonSchema, Time, one_of
from schemas.quick import QuickSchema


class EvidenceSchema(Schema):
    """Output that an engineer pasted or attached after the attempt and before the next one."""

    step_id = fields.UUID(required=True)
    excerpt = fields.String(
        required=True,
        metadata={"description": "The lines around its errors, with secrets redacted; … stands for lines left out."},
    )
    sha256 = fields.String(required=True, metadata={"description": "Of the whole text that the step stores."})
    machine = fields.String(
        required=True, allow_none=True, metadata={"description": "Where it is from, if the output or a fact says so."}
    )
    at = Time(required=True)


class AttemptSchema(QuickSchema):
    id = fields.UUID(required=True, metadata={"description": "Of the fix, or of the step that records the action."})
    n = fields.Integer(required=True, metadata={"description": "Counts from 1, oldest first."})
    title = fields.String(required=True)
    kind = fields.String(required=True, validate=one_of(AttemptKind))
    by = fields.Nested(
        PersonSchema, required=True, allow_none=True, metadata={"description": "The person who tried it."}
    )
    at = Time(required=True)
    outcome = fields.String(required=True, allow_none=True, validate=one_of(AttemptOutcome))
    notes = fields.String(required=True, allow_none=True)
    evidence = fields.List(
        fields.Nested(EvidenceSchema),
        required=True,
        metadata={"description": f"Oldest first, the newest {MOST_EVIDENCE} at most. Empty: somebody only said so."},
    )
    script = fields.Boolean(required=True, metadata={"description": "Whether a drafted script belongs to it."})
    decision = fields.String(
        required=True,
        allow_none=True,
        validate=one_of(Decision),
        metadata={"description": "How the engineer used that script."},
    )
    template = fields.String(
        required=True, allow_none=True, metadata={"description": "The title of the script that was run in its place."}
    )


class AttemptsSchema(QuickSchema):
    items = fields.List(fields.Nested(AttemptSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
