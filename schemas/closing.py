"""The body and the answer of the call that resolves a session."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from models.ai_session import VerifiedBy
from models.documentation import LONGEST_SECTION
from schemas.ai_sessions import VERIFIED_BY, SessionSchema
from schemas.cases import NewCaseSchema
from schemas.documentation import ConcludedTextSchema, minutes
from schemas.fields import Line, StatusSchema, Str, Time, one_of


class ResolveSchema(Schema):
    """What is pushed goes to the session's ticket, if it has one and the account has a PSA."""

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
    case = fields.Nested(
        NewCaseSchema,
        allow_none=True,
        metadata={"description": "What the desk keeps of it; null: nothing. Without it, what the copilot drafts."},
    )
    push_to_psa = fields.Boolean(load_default=True)
    note_public = fields.Boolean(
        load_default=False,
        truthy={True},
        falsy={False},
        metadata={"description": "True: the client sees the ticket's note. Nothing is public by default."},
    )
    note_reader = Line(
        load_default=None,
        allow_none=True,
        longest=200,
        metadata={
            "description": "With `note_public`: the client's name as the screen showed it; another one is refused."
        },
    )
    psa_status_id = Line(
        load_default=None, allow_none=True, longest=64, metadata={"description": "The ticket's new status."}
    )
    psa_ticket_seen_at = Time(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "When the ticket had last changed, as the screen showed it. If it changed later, its status"
            " is left alone."
        },
    )

    @validates_schema
    def refuse_unread_note(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("note_public") and not data.get("push_to_psa"):
            raise ValidationError({"note_public": ["A note that is not pushed cannot be public."]})


class ResolvedSchema(Schema):
    session = fields.Nested(SessionSchema, required=True)
    documentation = fields.Nested(StatusSchema, required=True)
    psa_push = fields.Nested(StatusSchema, required=True)
