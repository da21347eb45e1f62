"""An item of the task lane, and the bodies and answers of the calls that close items."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from models.lane_item import LONGEST_SHOWN_ANSWER, LaneKind, LaneState
from models.step import LONGEST_MESSAGE
from schemas.fields import PersonSchema, Str, Time, one_of
from schemas.quick import QuickSchema
from schemas.steps import ReplySchema, StepSchema

_TRUE = validate.Equal(True, error="This can only be true.")
WAYS = ("answer", "done", "skipped")


class CloseItemSchema(Schema):
    """Exactly one of `answer` (a question), `done` (an action) and `skipped`."""

    answer = Str(longest=LONGEST_MESSAGE, blank=False, trimmed=True)
    done = fields.Boolean(validate=_TRUE)
    skipped = fields.Boolean(validate=_TRUE)
    note = Str(
        allow_none=True,
        longest=LONGEST_MESSAGE,
        trimmed=True,
        metadata={"description": "With `done`: the result. With `skipped`: the reason."},
    )

    @validates_schema
    def require_one_way(self, data: dict[str, Any], **_: Any) -> None:
        given = [way for way in WAYS if way in data]
        if len(given) != 1:
            raise ValidationError({way: [f"Give exactly one of {', '.join(WAYS)}."] for way in given or WAYS})
        if "answer" in data and data.get("note"):
            raise ValidationError({"note": ["An answer has no note."]})


class LaneItemSchema(QuickSchema):
    id = fields.UUID(required=True, attribute="row.id")
    kind = fields.String(required=True, attribute="row.kind", validate=one_of(LaneKind))
    text = fields.String(required=True, attribute="row.text")
    choices = fields.List(
        fields.String(),
        required=True,
        attribute="row.choices",
        metadata={"description": "Answers to choose from; any other answer is allowed too. Empty for an action."},
    )
    command = fields.String(required=True, allow_none=True, attribute="row.command")
    state = fields.String(required=True, attribute="row.state", validate=one_of(LaneState))
    answer = fields.String(
        required=True,
        allow_none=True,
        attribute="row.answer",
        metadata={
            "description": f"The first {LONGEST_SHOWN_ANSWER} characters of the answer or the note; the step has all."
        },
    )
    waiting = fields.Boolean(
        required=True,
        attribute="is_waiting",
        metadata={"description": "It was answered or done, and no reply of the copilot takes that into account yet."},
    )
    closed_by = fields.Nested(PersonSchema, required=True, allow_none=True, attribute="row.closed_by")
    step_id = fields.UUID(
        required=True, attribute="row.step_id", metadata={"description": "The reply that asked for it."}
    )
    answer_step_id = fields.UUID(required=True, allow_none=True, attribute="row.answer_step_id")
    created_at = Time(required=True, attribute="row.created_at")


class TaskLaneSchema(QuickSchema):
    items = fields.List(fields.Nested(LaneItemSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ClosedItemSchema(QuickSchema):
    item = fields.Nested(LaneItemSchema, required=True)
    step = fields.Nested(
        StepSchema, required=True, allow_none=True, metadata={"description": "Null for a skipped item."}
    )
    reply = fields.Nested(
        ReplySchema,
        required=True,
        allow_none=True,
        metadata={"description": "The reply that this call requested; null while the copilot waits for more."},
    )
