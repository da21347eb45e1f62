"""A hypothesis, and the bodies of the calls that add and change one."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from models.hypothesis import LONGEST_CAUSE, LONGEST_NOTE, HypothesisSource
from models.hypothesis_rules import MOST_EVIDENCE, Evidence, EvidenceKind, HypothesisState, Weighs
from schemas.fields import Line, PersonSchema, Str, Time, in_words, one_of
from schemas.quick import QuickSchema

_ID = {"description": "The id of the step, fact, attempt (its fix or step) or case, or the code of the signal."}


class NewEvidenceSchema(Schema):
    kind = Str(required=True, validate=one_of(EvidenceKind))
    id = Line(required=True, blank=False, longest=120, metadata=_ID)
    weighs = Str(required=True, validate=one_of(Weighs))
    note = Str(load_default=None, allow_none=True, longest=LONGEST_NOTE, trimmed=True)

    @post_load
    def as_evidence(self, given: dict[str, Any], **_: Any) -> Evidence:
        return Evidence(**given | {"note": given["note"] or None})


def _evidence(**options: Any) -> fields.List[Any]:
    return fields.List(fields.Nested(NewEvidenceSchema), validate=validate.Length(max=MOST_EVIDENCE), **options)


class NewHypothesisSchema(Schema):
    cause = Str(required=True, longest=LONGEST_CAUSE, blank=False, trimmed=True, validate=in_words)
    state = Str(load_default=str(HypothesisState.PROPOSED), validate=one_of(HypothesisState))
    evidence = _evidence(load_default=list)


class EditHypothesisSchema(Schema):
    """Only the fields that are sent are changed."""

    state = Str(validate=one_of(HypothesisState))
    evidence = _evidence(metadata={"description": "Replaces the evidence that it has."})


class EvidenceOfHypothesisSchema(Schema):
    kind = fields.String(required=True, validate=one_of(EvidenceKind))
    id = fields.String(required=True, metadata=_ID)
    weighs = fields.String(required=True, validate=one_of(Weighs))
    note = fields.String(required=True, allow_none=True)
    label = fields.String(required=True, metadata={"description": "What it is, for people: `attempt 2`, `message 4`."})
    is_new = fields.Boolean(required=True, metadata={"description": "The cause was refuted without it."})


class HypothesisSchema(QuickSchema):
    id = fields.UUID(required=True, attribute="row.id")
    cause = fields.String(required=True, attribute="row.cause")
    state = fields.String(required=True, attribute="row.state", validate=one_of(HypothesisState))
    evidence = fields.List(fields.Nested(EvidenceOfHypothesisSchema), required=True)
    source = fields.String(required=True, attribute="row.source", validate=one_of(HypothesisSource))
    guide_id = fields.String(required=True, allow_none=True, attribute="row.guide_id")
    cause_id = fields.String(
        required=True, allow_none=True, attribute="row.cause_id", metadata={"description": "Of the guide's cause."}
    )
    updated_by = fields.Nested(
        PersonSchema,
        required=True,
        allow_none=True,
        attribute="row.updated_by",
        metadata={"description": "The engineer who changed it last; null for the copilot."},
    )
    updated_at = Time(required=True, attribute="row.updated_at")
    created_at = Time(required=True, attribute="row.created_at")


class HypothesesSchema(QuickSchema):
    items = fields.List(fields.Nested(HypothesisSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
