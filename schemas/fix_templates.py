"""Templates for the script of a fix: those that do the same, and the question whether it becomes one."""

from __future__ import annotations

from marshmallow import fields

from schemas.quick import QuickSchema


class TemplateOfferSchema(QuickSchema):
    fix_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The fix to ask about, now and never again; null if there is nothing to ask."},
    )
