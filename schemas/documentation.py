"""The documentation of a session, and the bodies that change it."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from models.documentation import LONGEST_CONTENT, LONGEST_SECTION, MOST_MINUTES, Section
from models.write_up import NONE, WriteUpStatus
from schemas.fields import PersonSchema, Str, Time, one_of
from schemas.quick import QuickSchema

FORMATS = ("md", "html", "txt")


def minutes(**options: Any) -> fields.Integer:
    """A time spent on a session, in minutes."""
    return fields.Integer(strict=True, validate=validate.Range(0, MOST_MINUTES), **options)


def _section() -> Str:
    return Str(longest=LONGEST_SECTION)


class EditedSectionsSchema(Schema):
    """Markdown for each section.  Only those that are sent are changed."""

    problem = _section()
    environment = _section()
    facts = _section()
    actions = _section()
    cause = _section()
    resolution = _section()
    verification = _section()
    next_steps = _section()


class SectionsSchema(Schema):
    """Markdown for each section; empty where nothing is known."""

    problem = fields.String(required=True)
    environment = fields.String(required=True)
    facts = fields.String(required=True)
    actions = fields.String(required=True)
    cause = fields.String(required=True)
    resolution = fields.String(required=True)
    verification = fields.String(required=True)
    next_steps = fields.String(required=True)


class ConcludedTextSchema(Schema):
    """The final text: its sections, or the whole as Markdown."""

    sections = fields.Nested(EditedSectionsSchema)
    content = Str(longest=LONGEST_CONTENT, blank=False)

    @validates_schema
    def refuse_both(self, data: dict[str, Any], **_: Any) -> None:
        if len({"sections", "content"} & data.keys()) != 1:
            raise ValidationError({"sections": ["Send either sections or content."]})


class EditDocumentationSchema(Schema):
    """At most one of sections, content and accept_draft; each may come with the time."""

    sections = fields.Nested(EditedSectionsSchema)
    content = Str(longest=LONGEST_CONTENT, blank=False)
    accept_draft = fields.Boolean(
        truthy={True}, falsy=set(), metadata={"description": "True: the draft becomes the text."}
    )
    time_spent_minutes = minutes()

    @validates_schema
    def check_whole(self, data: dict[str, Any], **_: Any) -> None:
        if not data:
            raise ValidationError({"sections": ["Send sections, content, accept_draft or time_spent_minutes."]})
        if len({"sections", "content", "accept_draft"} & data.keys()) > 1:
            raise ValidationError({"sections": ["Send only one of sections, content and accept_draft."]})


class DocumentationQuery(Schema):
    format = Str(
        load_default=None,
        validate=one_of(FORMATS),
        metadata={"description": "Download it as Markdown, as an HTML page for print, or as plain text."},
    )


class WriteUpSchema(QuickSchema):
    status = fields.String(
        required=True,
        validate=one_of([NONE, *WriteUpStatus]),
        metadata={"description": "Of the job that writes it. `content` may exist before the job has ended."},
    )
    content = fields.String(required=True, allow_none=True)
    draft = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What the copilot wrote beside a text that a person had edited."},
    )
    state_version = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The session's state version that it was made from."}
    )
    stale = fields.Boolean(required=True, metadata={"description": "The session has changed since it was written."})
    edited_by = fields.Nested(PersonSchema, required=True, allow_none=True)
    edited_at = Time(required=True, allow_none=True)
    error = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why the copilot wrote nothing.", "examples": ["overloaded"]},
    )
    provider_label = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Who wrote it; null for a text that was made from the record alone."},
    )
    can_edit = fields.Boolean(required=True, metadata={"description": "Whether the caller may change it."})


class DocumentationSchema(WriteUpSchema):
    sections = fields.Nested(SectionsSchema, required=True)
    draft_sections = fields.Nested(SectionsSchema, required=True, allow_none=True)
    missing = fields.List(
        fields.String(validate=one_of(Section)),
        required=True,
        metadata={"description": "The sections without a text."},
    )
    time_spent_minutes = fields.Integer(
        required=True,
        metadata={"description": "As a person set it; until then a proposal from the session's activity."},
    )
    is_time_proposed = fields.Boolean(required=True)
