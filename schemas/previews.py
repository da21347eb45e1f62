"""A preview of a resolution note or an escalation package."""

from __future__ import annotations

from marshmallow import fields

from models.preview import PreviewStatus
from schemas.fields import Time, one_of
from schemas.quick import QuickSchema


class PreviewSchema(QuickSchema):
    status = fields.String(
        required=True,
        validate=one_of(PreviewStatus),
        metadata={"description": "`none`: nobody has asked. `failed`: the last attempt; ask again to try again."},
    )
    state_version = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The session's at the time of the content; without content, of the request."},
    )
    stale = fields.Boolean(
        required=True, metadata={"description": "Whether the session has changed since the content was written."}
    )
    content = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Markdown. While a new text is pending or failed, the one before it."},
    )
    error = fields.String(
        required=True, allow_none=True, metadata={"description": "The code of the failure; null unless `failed`."}
    )
    provider_label = fields.String(
        required=True, allow_none=True, metadata={"description": "Who wrote the content, in words for people."}
    )
    model = fields.String(required=True, allow_none=True)
    generated_at = Time(required=True, allow_none=True)
