"""What codes mean, and the codes of a session."""

from __future__ import annotations

from marshmallow import Schema, fields


class SignalSchema(Schema):
    code = fields.String(required=True, metadata={"description": "The usual spelling."})
    family = fields.String(
        required=True,
        attribute="label",
        metadata={"description": "What kind of code it is, with the source that makes its number unambiguous."},
    )
    meaning = fields.String(required=True)
    first_check = fields.String(required=True, metadata={"description": "It only reads."})
    guides = fields.List(fields.String(), required=True, metadata={"description": "Ids for `GET /guides/{guide_id}`."})


class SignalsSchema(Schema):
    items = fields.List(
        fields.Nested(SignalSchema),
        required=True,
        metadata={"description": "Every meaning of the code; more than one if it is ambiguous."},
    )


class SessionSignalSchema(Schema):
    written = fields.List(
        fields.String(), required=True, metadata={"description": "How the session writes it, blanks made one space."}
    )
    step_ids = fields.List(
        fields.UUID(), required=True, metadata={"description": "Steps that have it; empty if only a fact does."}
    )
    signals = fields.List(fields.Nested(SignalSchema), required=True)


class SessionSignalsSchema(Schema):
    items = fields.List(fields.Nested(SessionSignalSchema), required=True)
