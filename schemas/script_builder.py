"""Sessions of the script builder, their messages and drafts."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from models.script import LONGEST_PURPOSE, LONGEST_TAG, LONGEST_TITLE, MOST_TAGS
from models.script_session import (
    LONGEST_MESSAGE,
    ScriptMessageRole,
    ScriptMessageStatus,
    ScriptSessionOrigin,
    ScriptSessionStatus,
)
from models.scripting.languages import ScriptLanguage, ScriptRisk
from models.scripting.parameters import MOST_PARAMETERS
from schemas.fields import Line, PageQuery, Str, Time, one_of
from schemas.quick import QuickSchema
from schemas.script_parameters import NewScriptParameterSchema, ScriptParameterSchema
from schemas.scripts import Body


class OpenScriptSessionSchema(Schema):
    """Inline sessions name an AI session, and may name one of its fixes; standalone ones may name a script."""

    origin = Str(load_default=ScriptSessionOrigin.STANDALONE, validate=one_of(ScriptSessionOrigin))
    ai_session_id = fields.UUID(load_default=None, allow_none=True)
    fix_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "The fix to begin with; default: the active one."}
    )
    language = Str(load_default=None, allow_none=True, validate=one_of(ScriptLanguage))
    script_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "The script of the library to begin with; one of the account's own is revised."},
    )

    @validates_schema
    def check_origin(self, given: dict[str, Any], **_: Any) -> None:
        if given["origin"] == ScriptSessionOrigin.PILOT_INLINE:
            if given["ai_session_id"] is None:
                raise ValidationError("An inline session needs the session that it is in.", "ai_session_id")
            if given["script_id"] is not None:
                raise ValidationError("Only a standalone session begins with a script of the library.", "script_id")
            return
        for name in ("ai_session_id", "fix_id"):
            if given[name] is not None:
                raise ValidationError("Only an inline session belongs to a session.", name)


class EditedDraftSchema(Schema):
    """What a person changes in the script; fields that are not sent stay.  The risk is never below what is found."""

    title = Line(longest=LONGEST_TITLE, blank=False)
    purpose = Str(longest=LONGEST_PURPOSE, trimmed=True)
    language = Str(validate=one_of(ScriptLanguage))
    body = Body()
    parameters = fields.List(fields.Nested(NewScriptParameterSchema), validate=validate.Length(max=MOST_PARAMETERS))
    risk = Str(validate=one_of(ScriptRisk))


class EditScriptSessionSchema(Schema):
    title = Line(longest=LONGEST_TITLE, blank=False)
    language = Str(validate=one_of(ScriptLanguage))
    script = fields.Nested(EditedDraftSchema)
    draft_version = fields.Integer(
        strict=True,
        validate=validate.Range(min=0),
        metadata={"description": "The version of the draft that was edited; 409 `version_conflict` if it is older."},
    )


class ScriptMessageBodySchema(Schema):
    content = Str(required=True, longest=LONGEST_MESSAGE, blank=False)


class SaveScriptSchema(Schema):
    title = Line(longest=LONGEST_TITLE, blank=False, metadata={"description": "Default: the draft's."})
    tags = fields.List(Line(longest=LONGEST_TAG, blank=False), validate=validate.Length(max=MOST_TAGS))
    version = fields.Integer(
        strict=True,
        validate=validate.Range(min=1),
        metadata={"description": "Of the script that is revised: the version that was read."},
    )


class UseInFixSchema(Schema):
    fix_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "Default: the active fix."})


class ScriptDraftSchema(QuickSchema):
    title = fields.String(required=True)
    purpose = fields.String(required=True)
    language = fields.String(required=True, validate=one_of(ScriptLanguage))
    body = fields.String(required=True)
    parameters = fields.List(fields.Nested(ScriptParameterSchema), required=True)
    risk = fields.String(required=True, validate=one_of(ScriptRisk))
    risk_reasons = fields.List(fields.String(), required=True)


class ScriptMessageSchema(QuickSchema):
    id = fields.UUID(required=True)
    role = fields.String(required=True, validate=one_of(ScriptMessageRole))
    content = fields.String(required=True)
    status = fields.String(required=True, validate=one_of(ScriptMessageStatus))
    draft_version = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The version of the draft that this reply wrote."}
    )
    code = fields.String(required=True, allow_none=True, metadata={"description": "Why it failed or was stopped."})
    provider_label = fields.String(required=True, allow_none=True)
    created_at = Time(required=True)


class ScriptSessionRowSchema(QuickSchema):
    id = fields.UUID(required=True)
    origin = fields.String(required=True, validate=one_of(ScriptSessionOrigin))
    ai_session_id = fields.UUID(required=True, allow_none=True)
    fix_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The fix that an inline session began with."}
    )
    title = fields.String(required=True)
    language = fields.String(required=True, validate=one_of(ScriptLanguage))
    status = fields.String(required=True, validate=one_of(ScriptSessionStatus))
    draft_version = fields.Integer(required=True, metadata={"description": "Counts the drafts; 0 before the first."})
    script_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The script of the library that it revises, or that it was saved as."},
    )
    script_version = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The version of the revised script that it began with: the `version` to save with."},
    )
    created_at = Time(required=True)
    updated_at = Time(required=True)


class ScriptSessionSchema(ScriptSessionRowSchema):
    script = fields.Nested(ScriptDraftSchema, required=True, allow_none=True, attribute="draft")
    messages = fields.List(fields.Nested(ScriptMessageSchema), required=True)


class ScriptSessionsSchema(QuickSchema):
    items = fields.List(fields.Nested(ScriptSessionRowSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ScriptSessionListQuery(PageQuery):
    status = Str(
        load_default=None,
        validate=one_of(ScriptSessionStatus),
        metadata={"description": "Default: every one that was not discarded."},
    )


class PostedScriptMessageSchema(QuickSchema):
    message = fields.Nested(ScriptMessageSchema, required=True)
    reply = fields.Nested(ScriptMessageSchema, required=True)


class AskedScriptReplySchema(QuickSchema):
    reply = fields.Nested(
        ScriptMessageSchema, required=True, allow_none=True, metadata={"description": "Null if nothing was running."}
    )
