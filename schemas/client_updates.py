"""The text for a session's client, and the bodies of the calls that change and post it."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from models.client_update import LONGEST_UPDATE
from models.operations.postings import PostingStatus
from schemas.documentation import WriteUpSchema
from schemas.fields import Str, one_of


class EditClientUpdateSchema(Schema):
    content = Str(longest=LONGEST_UPDATE, blank=False, trimmed=True)
    accept_draft = fields.Boolean(
        truthy={True}, falsy=set(), metadata={"description": "True: the draft becomes the text."}
    )

    @validates_schema
    def check_whole(self, data: dict[str, Any], **_: Any) -> None:
        if len(data) != 1:
            raise ValidationError({"content": ["Send either content or accept_draft."]})


class PostClientUpdateSchema(Schema):
    reader = Str(
        required=True,
        longest=200,
        metadata={"description": "The session's client, who will see the text.", "examples": ["Contoso"]},
    )


class ClientUpdateSchema(WriteUpSchema):
    reader = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The client who would see it; null if the session has none.", "examples": ["Contoso"]},
    )


class PostedUpdateSchema(Schema):
    status = fields.String(required=True, validate=one_of(PostingStatus))
