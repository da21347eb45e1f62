"""The events of the copy of a PSA's tickets."""

from __future__ import annotations

from marshmallow import fields

from models.events import EventType
from schemas.events.base import EventSchema, named
from schemas.fields import Time


class PsaTicketChangedSchema(EventSchema):
    """A ticket of a session changed in the PSA, or one that the user has open was read again"""

    type = named(EventType.PSA_TICKET_CHANGED)
    number = fields.String(required=True)
    session_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The session whose stream carries the event; null on the user's own."},
    )


class PsaTicketCreatedSchema(EventSchema):
    """A ticket that the user asked for was created, or could not be"""

    type = named(EventType.PSA_TICKET_CREATED)
    request_id = fields.UUID(required=True, metadata={"description": "As the call that asked for it returned it."})
    number = fields.String(required=True, allow_none=True)
    code = fields.String(required=True, allow_none=True, metadata={"description": "Why there is none."})
    message = fields.String(required=True, allow_none=True, metadata={"description": "The same for people."})


class PsaTicketsSyncedSchema(EventSchema):
    """The sync of tickets that the user asked for has ended"""

    type = named(EventType.PSA_TICKETS_SYNCED)
    synced_at = Time(
        required=True, allow_none=True, metadata={"description": "When the copy was last complete; null if never."}
    )
    code = fields.String(
        required=True, allow_none=True, metadata={"description": "Why the PSA could not be read; null if it was."}
    )
