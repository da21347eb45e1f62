"""The body and the answer of the call that resolves a session."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from models.ai_session import VerifiedBy
from models.documentation import LONGEST_SECTION
from schemas.ai_sessions import VERIFIED_BY, SessionSchema
from schemas.documentation import ConcludedTextSchema, minutes
from schemas.fields import Line, StatusSchema, Str, Time, one_of


class ResolveSchema(Schema):
    """`push_to_psa`, `note_public` and `psa_status_id` have an effect once a PSA is connected."""

    resolution = Str(
        load_default=None,
        allow_none=True,
        longest=LONGEST_SECTION,
        metadata={"description": "The section `resolution` of the documentation."},
    )
    documentation = fields.Nested(ConcludedTextSchema, load_default=None, allow_none=True)
    time_spent_minutes = minutes(load_default=None, allow_none=True)
    verified_by = Str(load_default=None, allow_none=True, validate=one_of(VerifiedBy), metadata=VERIFIED_BY)
    watch_until = Time(
        load_default=None,
        allow_none=True,
        metadata={"description": "With `watched`, and only then: in the future, at most 90 days away."},
    )
    push_to_psa = fields.Boolean(load_default=True)
    note_public = fields.Boolean(
        load_default=False,
        truthy={True},
        falsy={False},
        metadata={"description": "True: the client sees the ticket's note. Nothing is public by default."},
    )
    psa_status_id = Line(load_default=None, allow_none=True, longest=64)

    @validates_schema
    def refuse_unread_note(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("note_public") and not data.get("push_to_psa"):
            raise ValidationError({"note_public": ["A note that is not pushed cannot be public."]})


class ResolvedSchema(Schema):
    session = fields.Nested(SessionSchema, required=True)
    documentation = fields.Nested(StatusSchema, required=True)
    psa_push = fields.Nested(StatusSchema, required=True)
