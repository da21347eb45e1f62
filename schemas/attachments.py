"""An attachment, and the bodies and queries of the calls that add, show and rename one."""

from __future__ import annotations

from uuid import UUID

from marshmallow import Schema, fields, validate

from models.attachment import LONGEST_NAME, MOST_PER_MESSAGE, AttachmentKind
from schemas.fields import Line, one_of


def attachment_ids(description: str) -> fields.List[UUID]:
    """The attachments of a new message."""
    return fields.List(
        fields.UUID(),
        load_default=list,
        validate=validate.Length(max=MOST_PER_MESSAGE),
        metadata={"description": f"At most {MOST_PER_MESSAGE}. {description}", "examples": [[]]},
    )


class UploadFileSchema(Schema):
    """A PNG, JPEG, WebP or GIF image, or a text file; at most 5 MB."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class UploadFormSchema(Schema):
    name = Line(
        load_default="",
        longest=LONGEST_NAME,
        metadata={"description": "What the attachment is called; without it, the file's name. It describes an image."},
    )


class RenameAttachmentSchema(Schema):
    name = Line(required=True, longest=LONGEST_NAME, blank=False)


class AttachmentQuery(Schema):
    size = fields.Integer(
        load_default=None,
        validate=validate.OneOf([320]),
        metadata={"description": "Of an image: 320 pixels on the long side."},
    )


class AttachmentSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=one_of(AttachmentKind))
    name = fields.String(required=True)
    width = fields.Integer(required=True, allow_none=True, metadata={"description": "Pixels; null for a text."})
    height = fields.Integer(required=True, allow_none=True, metadata={"description": "Pixels; null for a text."})
    bytes = fields.Integer(required=True, metadata={"description": "Of what is stored, not of what was sent."})
    step_id = fields.UUID(required=True, allow_none=True, metadata={"description": "The message that uses it."})
    media_type = fields.String(required=True, metadata={"examples": ["image/png"]})
    lines = fields.Integer(required=True, allow_none=True, metadata={"description": "Of a text; null for an image."})
    excerpt = fields.String(
        required=True, allow_none=True, metadata={"description": "The first lines of a text; null for an image."}
    )
