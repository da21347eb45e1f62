"""The events of the stream itself; the domain publishes all others."""

from __future__ import annotations

from typing import Final

from marshmallow import fields

from schemas.events.base import EventSchema, named
from schemas.fields import Time

READY: Final = "ready"
PING: Final = "ping"
RESYNC: Final = "resync"
BYE: Final = "bye"


class ReadySchema(EventSchema):
    """The first event of each stream: its account or session, and the user who receives it"""

    type = named(READY)
    account_id = fields.UUID()
    session_id = fields.UUID()
    user_id = fields.UUID(required=True)
    server_time = Time(required=True)


class PingSchema(EventSchema):
    """Every 25 s, so that a dead connection can be told from a quiet one"""

    type = named(PING)
    server_time = Time(required=True)


class ResyncSchema(EventSchema):
    """The client missed events and must read its data again"""

    type = named(RESYNC)


class ByeSchema(EventSchema):
    """The server ends this stream; the client should reconnect"""

    type = named(BYE)
