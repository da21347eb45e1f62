"""Templates for the script of a fix: those that do the same, and the question whether it becomes one."""

from __future__ import annotations

from marshmallow import Schema, fields

from models.scripting.languages import ScriptLanguage, ScriptRisk
from schemas.fields import one_of
from schemas.quick import QuickSchema
from schemas.script_parameters import ScriptParameterSchema


class TemplateMatchSchema(Schema):
    """A template of the library that does what the drafted script does."""

    script_id = fields.UUID(required=True)
    title = fields.String(required=True, attribute="script.title")
    score = fields.Float(required=True, metadata={"description": "From 0 to 1."})
    values = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={
            "description": "By parameter, from the same place of the draft or from the session's facts.  Parameters"
            " for which neither has a value, and secrets, are left out."
        },
    )
    language = fields.String(required=True, validate=one_of(ScriptLanguage), attribute="script.language")
    risk = fields.String(required=True, validate=one_of(ScriptRisk), attribute="script.risk")
    risk_reasons = fields.List(fields.String(), required=True, attribute="script.risk_reasons")
    parameters = fields.List(fields.Nested(ScriptParameterSchema), required=True, attribute="script.parameters")
    read_only = fields.Boolean(required=True, attribute="script.read_only")


class TemplateMatchesSchema(Schema):
    items = fields.List(fields.Nested(TemplateMatchSchema), required=True)


class TemplateOfferSchema(QuickSchema):
    fix_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The fix to ask about, now and never again; null if there is nothing to ask."},
    )
