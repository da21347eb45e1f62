"""The audit log as administrators read it."""

from __future__ import annotations

from marshmallow import Schema, fields

from models.audit_entry import AuditAction
from schemas.fields import Time
from schemas.quick import QuickSchema


class AuditActorSchema(Schema):
    id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Null for an operator who ran a command, and for a person who was not signed in."},
    )
    name = fields.String(required=True)


class AuditSubjectSchema(Schema):
    kind = fields.String(required=True)
    id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)


class AuditEntrySchema(Schema):
    id = fields.UUID(required=True)
    action = fields.String(required=True, metadata={"description": f"One of {', '.join(AuditAction)}; more may come."})
    actor = fields.Nested(AuditActorSchema, required=True)
    subject = fields.Nested(AuditSubjectSchema, required=True)
    detail = fields.Dict(required=True, metadata={"description": "What changed, without secrets."})
    request_id = fields.String(required=True, allow_none=True)
    client = fields.String(required=True, allow_none=True, metadata={"description": "The caller's IP address."})
    created_at = Time(required=True)


class AuditLogSchema(QuickSchema):
    items = fields.List(fields.Nested(AuditEntrySchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
