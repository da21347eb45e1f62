"""A case, its draft, the list of cases, and what is similar to a session."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from models.case import (
    LONGEST_LINE,
    LONGEST_SIGNAL,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_LINES,
    MOST_SIGNALS,
    Failure,
)
from models.preview import PreviewStatus
from schemas.fields import Line, PageQuery, PersonSchema, Str, Time, in_words, one_of
from schemas.quick import QuickSchema

_TRIED = {"description": "One line for each check or attempt that did not solve it: what, a colon, what it showed."}
_KIND = {"description": "The client's trade and size; null if the session does not say it. Never its name."}


def _lines(longest: int, most: int, **options: Any) -> fields.List[str]:
    return fields.List(Line(longest=longest, blank=False), validate=validate.Length(max=most), **options)


class EditCaseSchema(Schema):
    """Only the fields that are sent are changed."""

    title = Line(longest=LONGEST_TITLE, blank=False)
    problem = Str(longest=LONGEST_TEXT, blank=False, trimmed=True)
    client_kind = Line(allow_none=True, longest=LONGEST_TITLE, metadata=_KIND)
    signals = _lines(LONGEST_SIGNAL, MOST_SIGNALS)
    cause = Str(longest=LONGEST_TEXT, trimmed=True)
    tried = _lines(LONGEST_LINE, MOST_LINES, metadata=_TRIED)
    fix = Str(longest=LONGEST_TEXT, blank=False, trimmed=True, validate=in_words)
    verification = Str(allow_none=True, longest=LONGEST_TEXT, trimmed=True)


class NewCaseSchema(EditCaseSchema):
    """The text of a case in a person's wording."""

    title = Line(required=True, longest=LONGEST_TITLE, blank=False)
    problem = Str(required=True, longest=LONGEST_TEXT, blank=False, trimmed=True)
    fix = Str(required=True, longest=LONGEST_TEXT, blank=False, trimmed=True, validate=in_words)


class CaseTextSchema(Schema):
    title = fields.String(required=True)
    problem = fields.String(required=True)
    client_kind = fields.String(required=True, allow_none=True, metadata=_KIND)
    signals = fields.List(fields.String(), required=True)
    cause = fields.String(required=True)
    tried = fields.List(fields.String(), required=True, metadata=_TRIED)
    fix = fields.String(required=True, metadata={"description": "Empty in a draft if nothing on record solved it."})
    verification = fields.String(required=True, allow_none=True)


class CaseDraftSchema(QuickSchema):
    status = fields.String(required=True, validate=one_of(PreviewStatus))
    state_version = fields.Integer(required=True, allow_none=True)
    stale = fields.Boolean(required=True)
    content = fields.Nested(CaseTextSchema, required=True, allow_none=True)
    error = fields.String(required=True, allow_none=True)
    provider_label = fields.String(required=True, allow_none=True)
    model = fields.String(required=True, allow_none=True)
    generated_at = Time(required=True, allow_none=True)


class CaseSchema(QuickSchema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    problem = fields.String(required=True)
    client_kind = fields.String(required=True, allow_none=True, metadata=_KIND)
    signals = fields.List(fields.String(), required=True)
    cause = fields.String(required=True)
    tried = fields.List(fields.String(), required=True, metadata=_TRIED)
    fix = fields.String(required=True)
    verification = fields.String(required=True, allow_none=True)
    ai_session_id = fields.UUID(required=True, metadata={"description": "Not everybody may read this session."})
    worked_again = fields.Integer(required=True, metadata={"description": "In how many other sessions its fix worked."})
    failed_again = fields.Integer(required=True)
    failure = fields.String(
        required=True,
        allow_none=True,
        validate=one_of(Failure),
        metadata={"description": "Why it no longer counts as solved: its session was reopened."},
    )
    failed_at = Time(required=True, allow_none=True)
    resolved_at = Time(required=True)
    edited_by = fields.Nested(PersonSchema, required=True, allow_none=True)
    edited_at = Time(required=True, allow_none=True)
    provider = fields.String(required=True, allow_none=True)
    model = fields.String(required=True, allow_none=True)
    created_at = Time(required=True)


class CasesSchema(QuickSchema):
    items = fields.List(fields.Nested(CaseSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class CaseListQuery(PageQuery):
    q = Str(
        load_default=None,
        longest=200,
        metadata={"description": "Words of title, problem, cause, fix and signals; the last may be a beginning."},
    )


class SimilarCaseSchema(QuickSchema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    cause = fields.String(required=True)
    fix = fields.String(required=True)
    score = fields.Float(required=True, metadata={"description": "From 0 to 1."})
    why = fields.List(
        fields.String(), required=True, metadata={"description": "The codes and words that both have in common."}
    )
    resolved_at = Time(required=True)
    worked_again = fields.Integer(required=True)
    failed_again = fields.Integer(required=True)
    failed = fields.Boolean(required=True, attribute="is_failed", metadata={"description": "Its session was reopened."})
    strong = fields.Boolean(
        required=True,
        attribute="is_strong",
        metadata={"description": "Whether the desk may say that it has solved this before."},
    )
    tried_here = fields.Boolean(required=True, metadata={"description": "Whether this session has tried its fix."})


class SimilarGuideSchema(QuickSchema):
    id = fields.String(required=True)
    title = fields.String(required=True)
    score = fields.Float(required=True)
    why = fields.List(fields.String(), required=True)


class SimilarPartSchema(QuickSchema):
    """A decision tree or a script of the library that fits."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    score = fields.Float(required=True, metadata={"description": "From 0 to 1."})
    read_only = fields.Boolean(required=True, metadata={"description": "It is one of the built-in library."})


class MissingCheckSchema(QuickSchema):
    check = fields.String(required=True)
    cases = fields.List(fields.UUID(), required=True)


class SimilarSchema(QuickSchema):
    cases = fields.List(fields.Nested(SimilarCaseSchema), required=True)
    guides = fields.List(fields.Nested(SimilarGuideSchema), required=True)
    trees = fields.List(fields.Nested(SimilarPartSchema), required=True)
    scripts = fields.List(fields.Nested(SimilarPartSchema), required=True)
    missing_checks = fields.List(
        fields.Nested(MissingCheckSchema),
        required=True,
        metadata={"description": "What similar cases checked and this session did not, by what is on record."},
    )
