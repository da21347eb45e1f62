"""A fact, and the bodies and queries of the calls that add, change and list facts."""

from __future__ import annotations

from marshmallow import Schema, fields

from models.fact import LONGEST_KIND, LONGEST_VALUE, FactKind, FactSource
from schemas.fields import Line, PersonSchema, Str, Time, one_of
from schemas.quick import QuickSchema

_KIND = {"description": f"A short word. Every screen knows {', '.join(FactKind)}; any other is allowed."}


class NewFactSchema(Schema):
    kind = Line(load_default=str(FactKind.OTHER), longest=LONGEST_KIND, blank=False, metadata=_KIND)
    value = Str(required=True, longest=LONGEST_VALUE, blank=False, trimmed=True)
    step_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "The step that the fact comes from."}
    )


class EditFactSchema(Schema):
    """Only the fields that are sent are changed."""

    kind = Line(longest=LONGEST_KIND, blank=False, metadata=_KIND)
    value = Str(longest=LONGEST_VALUE, blank=False, trimmed=True)
    pinned = fields.Boolean()


class FactListQuery(Schema):
    dismissed = fields.Boolean(load_default=False, metadata={"description": "True: dismissed facts are included."})


class FactSchema(QuickSchema):
    id = fields.UUID(required=True, attribute="row.id")
    kind = fields.String(required=True, attribute="row.kind", metadata=_KIND)
    value = fields.String(required=True, attribute="row.value")
    source = fields.String(required=True, attribute="row.source", validate=one_of(FactSource))
    step_id = fields.UUID(required=True, allow_none=True, attribute="row.step_id")
    pinned = fields.Boolean(required=True, attribute="row.pinned")
    created_by = fields.Nested(
        PersonSchema,
        required=True,
        allow_none=True,
        attribute="row.created_by",
        metadata={"description": "The engineer who added it; null for the copilot."},
    )
    edited_by = fields.Nested(PersonSchema, required=True, allow_none=True, attribute="row.edited_by")
    dismissed_at = Time(required=True, allow_none=True, attribute="row.dismissed_at")
    conflicts_with = fields.List(
        fields.UUID(),
        required=True,
        metadata={"description": "The oldest ten facts that contradict it: the same kind with another value."},
    )
    created_at = Time(required=True, attribute="row.created_at")


class FactsSchema(QuickSchema):
    items = fields.List(fields.Nested(FactSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
