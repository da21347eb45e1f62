"""A step, the page of steps, the query of the call that lists them, and the state of a reply."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from models.reply import ReplyStatus
from models.step import StepKind
from schemas.fields import PageQuery, PersonSchema, Str, Time, one_of
from schemas.quick import QuickSchema


class ReplySchema(Schema):
    id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of(ReplyStatus))


class StepsQuery(PageQuery):
    before = Str(
        load_default=None,
        longest=200,
        metadata={"description": "A `previous_cursor`: the page that ends before it. Not together with `cursor`."},
    )

    @validates_schema
    def refuse_both(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("before") and data.get("cursor"):
            raise ValidationError({"before": ["Give either cursor or before."]})


class StepSchema(Schema):
    id = fields.UUID(required=True)
    index = fields.Integer(required=True)
    kind = fields.String(required=True, validate=one_of(StepKind))
    author = fields.Nested(PersonSchema, required=True, allow_none=True)
    content = fields.String(required=True)
    data = fields.Dict(
        required=True,
        metadata={
            "description": "What belongs to this kind of step. A message with attachments has `attachments`, a list of"
            " Attachment."
        },
    )
    created_at = Time(required=True)


class StepsSchema(QuickSchema):
    items = fields.List(fields.Nested(StepSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    previous_cursor = fields.String(
        required=True, allow_none=True, metadata={"description": "For `before`; null on the first page."}
    )
