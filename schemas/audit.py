"""The audit log as administrators read it."""

from __future__ import annotations

from marshmallow import Schema, fields

from models.audit_entry import AuditAction
from schemas.fields import DayOrTime, PageQuery, Str, Time, one_of
from schemas.quick import QuickSchema


class AuditLogQuery(PageQuery):
    actor = Str(
        load_default=None,
        metadata={"description": "A member's id; or the name of somebody who is no member, such as `operator`."},
    )
    action = Str(
        load_default=None,
        metadata={"description": "An action, or its first word for all of its kind: `member`, `member.invited`."},
    )
    since = DayOrTime(data_key="from", load_default=None, metadata={"description": "From this time, or day (UTC), on."})
    until = DayOrTime(
        data_key="to",
        load_default=None,
        ends_day=True,
        metadata={"description": "Before this time, or until the end of this day (UTC)."},
    )
    format = Str(load_default=None, validate=one_of(["csv"]), metadata={"description": "Download the whole as CSV."})


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
