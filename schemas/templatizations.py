"""Proposals of how a script becomes a template."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from models.script import LONGEST_TITLE
from models.scripting.languages import ScriptLanguage
from models.scripting.parameters import MOST_PARAMETERS
from models.templatization import TemplatizationStatus
from schemas.fields import Line, Time, one_of
from schemas.quick import QuickSchema
from schemas.script_parameters import NewScriptParameterSchema, ScriptParameterSchema


class TemplatizeSchema(Schema):
    """Exactly one of both: a script of the account's library, or a fix with a drafted script."""

    script_id = fields.UUID(load_default=None, allow_none=True)
    fix_id = fields.UUID(load_default=None, allow_none=True)

    @validates_schema
    def check_source(self, given: dict[str, Any], **_: Any) -> None:
        if (given["script_id"] is None) == (given["fix_id"] is None):
            raise ValidationError("Name either a script or a fix.", "script_id")


class AcceptTemplateSchema(Schema):
    title = Line(longest=LONGEST_TITLE, blank=False)
    parameters = fields.List(
        fields.Nested(NewScriptParameterSchema),
        validate=validate.Length(max=MOST_PARAMETERS),
        metadata={
            "description": "Those to keep, edited; what an omitted one replaced is put back.  Default: all of them."
        },
    )


class ReplacedSchema(QuickSchema):
    parameter = fields.String(required=True)
    text = fields.String(
        required=True, metadata={"description": "What stood there, with its quotes; a secret's is masked."}
    )
    lines = fields.List(fields.Integer(), required=True)


class TemplatizationSchema(QuickSchema):
    id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of(TemplatizationStatus))
    script_id = fields.UUID(required=True, allow_none=True)
    fix_id = fields.UUID(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    purpose = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True, validate=one_of(ScriptLanguage))
    body = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "With `{{name}}` for each parameter; null at first."},
    )
    parameters = fields.List(fields.Nested(ScriptParameterSchema), required=True)
    replaced = fields.List(fields.Nested(ReplacedSchema), required=True)
    error = fields.String(required=True, allow_none=True)
    provider_label = fields.String(required=True, allow_none=True)
    result_script_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The template that it became."}
    )
    created_at = Time(required=True)
