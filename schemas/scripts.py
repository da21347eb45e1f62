"""A script of the library, its parameters and versions, and the calls that write, check and render one."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from models.queries.scripts import Shelf
from models.script import (
    LONGEST_BODY,
    LONGEST_PURPOSE,
    LONGEST_TAG,
    LONGEST_TITLE,
    MOST_TAGS,
    ScriptSource,
    ScriptStatus,
)
from models.scripting.languages import ScriptLanguage, ScriptRisk
from models.scripting.parameters import LONGEST_NAME, MOST_PARAMETERS
from schemas.fields import Line, PageQuery, PersonSchema, Str, Time, in_words, one_of
from schemas.quick import QuickSchema
from schemas.script_parameters import NewScriptParameterSchema, ScriptParameterSchema

_BODY = {"description": "`{{name}}` marks the place of a parameter's value. Line ends are kept as line feeds."}
_TAGS = {"description": "Kept in lower case, each once.", "examples": [["printing"]]}
_RISK = {"description": "Never lower than what the checks of the body say."}
_SAID_RISK = {"description": "What a person says; what the checks of the body say counts if it is graver."}
_STATUS = {"description": "Publishing refuses credentials, and from all but admins what can destroy something."}
_VERSION = {"description": "The newest version that the caller has seen.", "examples": [1]}


class Body(Str):
    """Code, exactly as it was typed: another spelling of an accent may be another file."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=LONGEST_BODY, **options)

    def _spelt(self, text: str) -> str:
        return text


def _parameters(**options: Any) -> fields.List[Any]:
    return fields.List(
        fields.Nested(NewScriptParameterSchema), validate=validate.Length(max=MOST_PARAMETERS), **options
    )


def _tags(**options: Any) -> fields.List[str]:
    return fields.List(
        Line(longest=LONGEST_TAG, blank=False), validate=validate.Length(max=MOST_TAGS), metadata=_TAGS, **options
    )


class NewScriptSchema(Schema):
    title = Line(required=True, longest=LONGEST_TITLE, blank=False, validate=in_words)
    purpose = Str(load_default="", longest=LONGEST_PURPOSE, trimmed=True)
    language = fields.String(required=True, validate=one_of(ScriptLanguage))
    body = Body(required=True, metadata=_BODY)
    parameters = _parameters(load_default=list)
    tags = _tags(load_default=list)
    risk = fields.String(load_default=None, allow_none=True, validate=one_of(ScriptRisk), metadata=_SAID_RISK)
    status = fields.String(
        load_default=ScriptStatus.DRAFT.value,
        validate=one_of([ScriptStatus.DRAFT, ScriptStatus.PUBLISHED]),
        metadata=_STATUS,
    )


class EditScriptSchema(Schema):
    """Only the fields that are sent are changed, all in one new version."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(min=1), metadata=_VERSION)
    title = Line(longest=LONGEST_TITLE, blank=False, validate=in_words)
    purpose = Str(longest=LONGEST_PURPOSE, trimmed=True)
    language = fields.String(validate=one_of(ScriptLanguage))
    body = Body(metadata=_BODY)
    parameters = _parameters()
    tags = _tags()
    risk = fields.String(validate=one_of(ScriptRisk), metadata=_SAID_RISK)
    status = fields.String(validate=one_of([ScriptStatus.DRAFT, ScriptStatus.PUBLISHED]), metadata=_STATUS)


class RestoreScriptSchema(Schema):
    version = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=1, max=1_000_000),
        metadata={"description": "The version to bring back.", "examples": [1]},
    )


class ScriptSourceSchema(QuickSchema):
    kind = fields.String(required=True, validate=one_of(ScriptSource))
    session_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "Not everybody may read this AI session."}
    )
    fix_id = fields.UUID(required=True, allow_none=True)
    guide_id = fields.String(
        required=True, allow_none=True, metadata={"description": "The guide of the built-in library that it is of."}
    )


class _ContentSchema(QuickSchema):
    """What a script and each of its versions have."""

    title = fields.String(required=True)
    purpose = fields.String(required=True)
    language = fields.String(required=True, validate=one_of(ScriptLanguage))
    parameters = fields.List(fields.Nested(ScriptParameterSchema), required=True)
    risk = fields.String(required=True, validate=one_of(ScriptRisk), metadata=_RISK)
    risk_reasons = fields.List(fields.String(), required=True)
    tags = fields.List(fields.String(), required=True)
    status = fields.String(required=True, validate=one_of(ScriptStatus))
    version = fields.Integer(required=True)
    created_by = fields.Nested(
        PersonSchema, required=True, allow_none=True, metadata={"description": "Null for the built-in library."}
    )
    created_at = Time(required=True, allow_none=True, metadata={"description": "Null for the built-in library."})


class ListedScriptSchema(_ContentSchema):
    """A script without its body."""

    id = fields.UUID(required=True)
    is_template = fields.Boolean(
        required=True, metadata={"description": "It has parameters, or it belongs to the built-in library."}
    )
    read_only = fields.Boolean(required=True, metadata={"description": "It belongs to the built-in library."})
    use_count = fields.Integer(required=True, metadata={"description": "How often it was run for a fix."})
    source = fields.Nested(ScriptSourceSchema, required=True)
    updated_by = fields.Nested(PersonSchema, required=True, allow_none=True)
    updated_at = Time(required=True, allow_none=True)


class ScriptSchema(ListedScriptSchema):
    body = fields.String(required=True)


class ScriptTotalsSchema(QuickSchema):
    scripts = fields.Integer(required=True)
    templates = fields.Integer(required=True)


class ScriptsSchema(QuickSchema):
    items = fields.List(fields.Nested(ListedScriptSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    totals = fields.Nested(
        ScriptTotalsSchema,
        required=True,
        metadata={"description": "The account's own that are not archived, unfiltered."},
    )


class ListedVersionSchema(_ContentSchema):
    """A version without its body."""

    restored_from = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The version that was brought back."}
    )


class ScriptVersionSchema(ListedVersionSchema):
    body = fields.String(required=True)


class ScriptVersionsSchema(QuickSchema):
    items = fields.List(fields.Nested(ListedVersionSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ScriptListQuery(PageQuery):
    q = Str(
        load_default=None,
        longest=200,
        metadata={"description": "Words, all of which occur in title, purpose or body; accents and case do not count."},
    )
    language = fields.String(load_default=None, validate=one_of(ScriptLanguage))
    tag = Line(load_default=None, longest=LONGEST_TAG)
    status = fields.String(
        load_default=None,
        validate=one_of(ScriptStatus),
        metadata={"description": "Without it, drafts and published scripts."},
    )
    template = fields.Boolean(
        load_default=None, metadata={"description": "Only scripts with parameters, or only those without."}
    )
    source = fields.String(
        load_default=None,
        validate=one_of(Shelf),
        metadata={"description": "Without it, own scripts with the newest change first, then the built-in library's."},
    )


class CheckScriptSchema(Schema):
    language = fields.String(required=True, validate=one_of(ScriptLanguage))
    body = Body(required=True, metadata=_BODY)


class ScriptProblemSchema(QuickSchema):
    line = fields.Integer(required=True)
    column = fields.Integer(required=True)
    message = fields.String(required=True)
    severity = fields.String(required=True, validate=one_of(["error", "warning"]))


class ScriptCredentialSchema(QuickSchema):
    """Where something looks like a credential; never what it is."""

    line = fields.Integer(required=True)
    column = fields.Integer(required=True)
    length = fields.Integer(required=True, attribute="text_length", metadata={"description": "In characters."})
    label = fields.String(required=True)


class CheckedScriptSchema(QuickSchema):
    problems = fields.List(fields.Nested(ScriptProblemSchema), required=True)
    credentials = fields.List(
        fields.Nested(ScriptCredentialSchema),
        required=True,
        metadata={"description": "What publishing refuses: each can become a secret parameter."},
    )
    risk = fields.String(required=True, validate=one_of(ScriptRisk))
    risk_reasons = fields.List(fields.String(), required=True)


class RenderScriptSchema(Schema):
    values = fields.Dict(
        keys=Line(longest=LONGEST_NAME),
        values=fields.Raw(allow_none=True),
        load_default=dict,
        metadata={"description": "By the parameter's name: text, number or true and false.", "examples": [{}]},
    )


class RenderedScriptSchema(Schema):
    script = fields.String(required=True)
    warnings = fields.List(fields.String(), required=True)


class ImportFileSchema(Schema):
    """A script or a zip of scripts; at most 5 MB."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class RefusedFileSchema(QuickSchema):
    name = fields.String(required=True)
    code = fields.String(required=True)
    message = fields.String(required=True)


class ImportedScriptsSchema(QuickSchema):
    imported = fields.List(fields.Nested(ScriptSchema), required=True)
    refused = fields.List(fields.Nested(RefusedFileSchema), required=True)
