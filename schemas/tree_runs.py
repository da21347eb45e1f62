"""Runs of decision trees, their figures, and the request for a draft by the copilot."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from models.queries.analytics.periods import DEFAULT_LENGTH, LENGTHS
from models.suggested_fix import Risk
from models.tree import LONGEST_DESCRIPTION, TreeDraftStatus
from models.tree_run import TreeRunState
from schemas.fields import Line, PersonSchema, Str, Time, in_words, one_of
from schemas.quick import QuickSchema

KINDS = ("question", "step", "outcome")
OUTCOMES = ("solved", "escalate", "try_fix")
_NODE = {"description": "The id of the node that was shown. If it is no longer the current one: 409 `moved_on`."}
_LABEL = {"description": "The label of one of the question's answers."}


class StartRunSchema(Schema):
    ai_session_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "The session that the run writes into."}
    )
    is_test = fields.Boolean(
        load_default=False,
        truthy={True},
        falsy={False},
        metadata={"description": "Run the newest draft; nothing is written, and it counts in no figure."},
    )


class AnswerNodeSchema(Schema):
    node_id = Str(required=True, longest=64, blank=False, metadata=_NODE)
    answer = Str(longest=200, blank=False, metadata=_LABEL)
    done = fields.Boolean(truthy={True}, falsy={False}, metadata={"description": "True for a step that was done."})

    @validates_schema
    def _check_one(self, data: dict[str, Any], **_: Any) -> None:
        if ("answer" in data) == bool(data.get("done")):
            raise ValidationError("Send `answer` for a question, or `done` for a step.", "answer")


class BackSchema(Schema):
    node_id = Str(required=True, longest=64, blank=False, metadata=_NODE)


class ToAiSessionSchema(Schema):
    client_name = Line(load_default=None, allow_none=True, longest=200)


class TreeFixSchema(QuickSchema):
    title = fields.String(required=True)
    rationale = fields.String()
    steps = fields.List(fields.String())
    risk = fields.String(validate=one_of(Risk))


class RunNodeSchema(QuickSchema):
    id = fields.String(required=True)
    kind = fields.String(required=True, validate=one_of(KINDS))
    text = fields.String(required=True)
    help = fields.String(required=True, allow_none=True)
    answers = fields.List(fields.String(), required=True, metadata={"description": "The labels; of a question."})
    script_id = fields.UUID(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True, validate=one_of(OUTCOMES))
    fix = fields.Nested(TreeFixSchema, required=True, allow_none=True)


class RunStepSchema(QuickSchema):
    node = fields.String(required=True)
    text = fields.String(required=True)
    answer = fields.String(required=True, allow_none=True, metadata={"description": "Null for a step: it was done."})
    at = Time(required=True)
    by = fields.Nested(PersonSchema, required=True)


class TreeRunSchema(QuickSchema):
    id = fields.UUID(required=True)
    tree_id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    title = fields.String(required=True)
    node = fields.String(required=True, metadata={"description": "The id of the current node."})
    current = fields.Nested(RunNodeSchema, required=True)
    path = fields.List(fields.Nested(RunStepSchema), required=True, metadata={"description": "Oldest first."})
    state = fields.String(required=True, validate=one_of(TreeRunState))
    is_test = fields.Boolean(required=True)
    ai_session_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The session that it writes into, or that it became."}
    )
    fix_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The fix that its outcome suggested in the session."}
    )
    started_by = fields.Nested(PersonSchema, required=True)
    can_change = fields.Boolean(
        required=True, metadata={"description": "Whether the caller may answer, go back and leave now."}
    )
    created_at = Time(required=True)
    updated_at = Time(required=True)
    finished_at = Time(required=True, allow_none=True)


class TreeRunsSchema(QuickSchema):
    items = fields.List(fields.Nested(TreeRunSchema), required=True)


class AskTreeDraftSchema(Schema):
    """Exactly one of both."""

    description = Str(longest=LONGEST_DESCRIPTION, blank=False, trimmed=True, validate=in_words)
    session_id = fields.UUID(metadata={"description": "A resolved session that the person may read."})

    @validates_schema
    def _check_one(self, data: dict[str, Any], **_: Any) -> None:
        if len(data) != 1:
            raise ValidationError("Send a description or a session.", "description")


class TreeDraftSchema(QuickSchema):
    id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of(TreeDraftStatus))
    tree_id = fields.UUID(required=True, allow_none=True)
    description = fields.String(required=True, allow_none=True)
    session_id = fields.UUID(required=True, allow_none=True, attribute="ai_session_id")
    error = fields.String(required=True, allow_none=True, metadata={"description": "A stable code."})
    message = fields.String(required=True, allow_none=True, metadata={"description": "The error in words."})
    provider_label = fields.String(required=True, allow_none=True)
    created_at = Time(required=True)
    finished_at = Time(required=True, allow_none=True)


class FiguresQuery(Schema):
    period = Str(load_default=DEFAULT_LENGTH, validate=one_of(LENGTHS))


class _PlaceSchema(QuickSchema):
    node = fields.String(required=True)
    text = fields.String(required=True)


class TreeEndSchema(_PlaceSchema):
    outcome = fields.String(required=True, validate=one_of(OUTCOMES))
    count = fields.Integer(required=True)


class TreeLeftSchema(_PlaceSchema):
    count = fields.Integer(required=True)


class TreeNodeFiguresSchema(_PlaceSchema):
    visits = fields.Integer(required=True, metadata={"description": "How often it was answered or done."})
    median_seconds = fields.Float(
        required=True, allow_none=True, metadata={"description": "From when it was shown until it was answered."}
    )


class TreeFixesSchema(QuickSchema):
    worked = fields.Integer(required=True)
    did_not_work = fields.Integer(required=True)
    partly = fields.Integer(required=True)
    open = fields.Integer(required=True, metadata={"description": "Not tried, or the result is not known yet."})


class TreeFiguresSchema(QuickSchema):
    period = fields.String(required=True, validate=one_of(LENGTHS))
    runs = fields.Integer(required=True, metadata={"description": "Begun in the period; tests do not count."})
    running = fields.Integer(required=True)
    finished = fields.Integer(required=True)
    left = fields.Integer(required=True)
    ends = fields.List(fields.Nested(TreeEndSchema), required=True)
    left_at = fields.List(fields.Nested(TreeLeftSchema), required=True)
    nodes = fields.List(fields.Nested(TreeNodeFiguresSchema), required=True)
    fixes = fields.Nested(TreeFixesSchema, required=True)
