"""Notifications (the bell)."""

from __future__ import annotations

from marshmallow import fields

from models.notification import NotificationKind, Outcome
from schemas.fields import PageQuery, PersonSchema, Time, one_of
from schemas.quick import QuickSchema


class NotificationListQuery(PageQuery):
    unread = fields.Boolean(load_default=False)
    session_id = fields.UUID(
        load_default=None,
        metadata={"description": "Only notifications about this session, even if the caller may no longer read it."},
    )


class WhatBecameSchema(QuickSchema):
    kind = fields.String(required=True, validate=one_of(Outcome))
    by = fields.Nested(PersonSchema, required=True, allow_none=True)
    at = Time(required=True)


class NotificationSchema(QuickSchema):
    id = fields.UUID(required=True)
    session_id = fields.UUID(required=True, allow_none=True, attribute="ai_session_id")
    handoff_id = fields.UUID(required=True, allow_none=True)
    title = fields.String(required=True)
    link = fields.String(required=True)
    kind = fields.String(required=True, validate=one_of(NotificationKind))
    note = fields.String(required=True, allow_none=True, metadata={"description": "The outcome in words."})
    outcome = fields.Nested(
        WhatBecameSchema,
        required=True,
        allow_none=True,
        attribute="outcome_view",
        metadata={"description": "Who claimed, withdrew, resolved, abandoned or reopened it last, and when."},
    )
    read_at = Time(required=True, allow_none=True)
    created_at = Time(required=True)


class NotificationsSchema(QuickSchema):
    items = fields.List(fields.Nested(NotificationSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
