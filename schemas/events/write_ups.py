"""The events of the texts that a session becomes."""

from __future__ import annotations

from marshmallow import fields

from models.events import EventType
from models.write_up import WriteUpStatus
from schemas.events.base import SessionEventSchema, named
from schemas.fields import one_of


class DocumentationReadySchema(SessionEventSchema):
    """A session's documentation was written or edited, or its job has failed"""

    type = named(EventType.DOCUMENTATION_READY)
    documentation_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of(WriteUpStatus))


class ClientUpdateReadySchema(SessionEventSchema):
    """A session's client update was written or edited, or its job has failed"""

    type = named(EventType.CLIENT_UPDATE_READY)
    client_update_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of(WriteUpStatus))
