"""The parameters of a script, as they are sent and as they are read."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from models.scripting.parameters import (
    LONGEST_CHOICE,
    LONGEST_HELP,
    LONGEST_LABEL,
    LONGEST_NAME,
    MOST_CHOICES,
    NAME,
    ParameterType,
)
from schemas.fields import Line, Str, one_of
from schemas.quick import QuickSchema

LONGEST_VALUE = 1_000


class NewScriptParameterSchema(Schema):
    name = Line(
        required=True,
        longest=LONGEST_NAME,
        validate=validate.Regexp(rf"\A{NAME}\Z", error="Use letters, digits and underscores; begin with no digit."),
        metadata={"examples": ["PrinterName"], "pattern": f"^{NAME}$"},
    )
    label = Line(load_default="", longest=LONGEST_LABEL)
    type = fields.String(load_default=ParameterType.TEXT.value, validate=one_of(ParameterType))
    required = fields.Boolean(load_default=True)
    default = Str(
        load_default=None,
        allow_none=True,
        longest=LONGEST_VALUE,
        metadata={"description": "As a person types it. A secret has none."},
    )
    choices = fields.List(
        Line(longest=LONGEST_CHOICE, blank=False),
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=MOST_CHOICES),
        metadata={"description": "For the type `choice`."},
    )
    pattern = Str(
        load_default=None,
        allow_none=True,
        longest=LONGEST_VALUE,
        metadata={"description": "A regular expression that the whole value has to match."},
    )
    help = Str(load_default=None, allow_none=True, longest=LONGEST_HELP)


class ScriptParameterSchema(QuickSchema):
    """A parameter as it is read; the same fields as in what is sent."""

    name = fields.String(required=True)
    label = fields.String(required=True)
    type = fields.String(required=True, validate=one_of(ParameterType))
    required = fields.Boolean(required=True)
    default = fields.String(required=True, allow_none=True)
    choices = fields.List(fields.String(), required=True, allow_none=True)
    pattern = fields.String(required=True, allow_none=True)
    help = fields.String(required=True, allow_none=True)
