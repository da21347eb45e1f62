"""A guide of the library."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


def _texts() -> fields.List[str]:
    return fields.List(fields.String(), required=True)


def _text_or_null() -> fields.String:
    return fields.String(required=True, allow_none=True)


class OppositionSchema(Schema):
    words = _texts()
    why = fields.String(required=True)
    guide = _text_or_null()


class CauseSchema(Schema):
    id = fields.String(required=True)
    text = fields.String(required=True)
    how_common = fields.String(required=True, validate=validate.OneOf(["common", "sometimes", "rare"]))
    evidence_for = _texts()
    evidence_against = _texts()


class CheckChoiceSchema(Schema):
    label = fields.String(required=True)
    supports = _texts()
    weakens = _texts()


class CheckSchema(Schema):
    """A question (`ask`) or something to look at (`do`)."""

    id = fields.String(required=True)
    ask = _text_or_null()
    do = _text_or_null()
    command = fields.String(
        required=True, allow_none=True, metadata={"description": "One line in `language`, which only reads."}
    )
    language = fields.String(required=True)
    choices = fields.List(fields.Nested(CheckChoiceSchema), required=True)
    separates = _texts()


class GuideScriptSchema(Schema):
    language = fields.String(required=True)
    body = fields.String(required=True)


class GuideFixSchema(Schema):
    id = fields.String(required=True)
    causes = fields.List(fields.String(), required=True, data_key="for")
    title = fields.String(required=True)
    rationale = fields.String(required=True)
    steps = _texts()
    risk = fields.String(required=True, validate=validate.OneOf(["low", "medium", "high"]))
    script = fields.Nested(GuideScriptSchema, required=True, allow_none=True)
    verify = fields.String(required=True)
    undo = _text_or_null()
    backup = _text_or_null()


class TreeNodeSchema(Schema):
    check = fields.String(required=True)
    answers = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "For each answer a check's id, `fix:ID` or `escalate`."},
    )


class GuideSchema(Schema):
    """Causes, checks and fixes are in the order of an expert."""

    id = fields.String(required=True)
    area = fields.String(required=True)
    title = fields.String(required=True)
    short = fields.String(required=True, metadata={"description": "The title in at most four words."})
    symptoms = _texts()
    terms = _texts()
    products = _texts()
    signals = fields.List(
        fields.String(), required=True, metadata={"description": "Codes; `GET /signals/{code}` explains them."}
    )
    speaks_against = fields.List(fields.Nested(OppositionSchema), required=True)
    causes = fields.List(fields.Nested(CauseSchema), required=True)
    checks = fields.List(fields.Nested(CheckSchema), required=True)
    fixes = fields.List(fields.Nested(GuideFixSchema), required=True)
    first_do_not = _texts()
    escalate_when = _texts()
    tree = fields.List(
        fields.Nested(TreeNodeSchema), required=True, metadata={"description": "The first node is the root."}
    )
