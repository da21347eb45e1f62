"""The shape of every error."""

from __future__ import annotations

from marshmallow import Schema, fields


class ErrorSchema(Schema):
    status = fields.Integer(required=True, metadata={"description": "The HTTP status."})
    code = fields.String(required=True, metadata={"description": "Stable, snake_case, for programs."})
    message = fields.String(required=True, metadata={"description": "For people."})
    detail = fields.Dict(required=True, metadata={"description": "Invalid fields with their messages, or other data."})
    request_id = fields.String(required=True, allow_none=True)
