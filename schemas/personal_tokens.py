"""Personal tokens, with which programs call the API."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.fields import Line, Time

LONGEST_LIFETIME_DAYS = 366


class CreateTokenSchema(Schema):
    name = Line(required=True, longest=100, blank=False)
    expires_in_days = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=validate.Range(1, LONGEST_LIFETIME_DAYS),
        metadata={"description": "Null: valid until it is deleted."},
    )


class TokenSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    created_at = Time(required=True)
    expires_at = Time(required=True, allow_none=True)
    last_used_at = Time(required=True, allow_none=True, metadata={"description": "Accurate to the hour."})


class MadeTokenSchema(TokenSchema):
    token = fields.String(required=True, metadata={"description": "The secret, shown only in this answer."})


class TokensSchema(Schema):
    items = fields.List(fields.Nested(TokenSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
