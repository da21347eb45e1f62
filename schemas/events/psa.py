"""The events of what is posted to and created in the PSA."""

from __future__ import annotations

from marshmallow import fields

from models.events import EventType
from models.psa_push import NO_PSA, Occasion, PushState
from schemas.events.base import SessionEventSchema, named
from schemas.fields import one_of


class PsaPushChangedSchema(SessionEventSchema):
    """A note for the session's ticket, or what goes with it, has a new state"""

    type = named(EventType.PSA_PUSH_CHANGED)
    push_id = fields.UUID(required=True)
    occasion = fields.String(required=True, validate=one_of(Occasion))
    status = fields.String(
        required=True, validate=one_of([NO_PSA, *(state for state in PushState if state != PushState.CANCELED)])
    )
