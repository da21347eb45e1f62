"""The bell."""

from __future__ import annotations

from marshmallow import Schema, fields

from models.notification import NotificationKind
from schemas.fields import PageQuery, Time, one_of
from schemas.quick import QuickSchema


class NotificationListQuery(PageQuery):
    unread = fields.Boolean(load_default=False)


class NotificationSchema(Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    link = fields.String(required=True)
    kind = fields.String(required=True, validate=one_of(NotificationKind))
    note = fields.String(required=True, allow_none=True, metadata={"description": "What became of it."})
    read_at = Time(required=True, allow_none=True)
    created_at = Time(required=True)


class NotificationsSchema(QuickSchema):
    items = fields.List(fields.Nested(NotificationSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
