"""The event about who has a topic open."""

from __future__ import annotations

from marshmallow import fields

from models.events import EventType
from schemas.events.base import EventSchema, named
from schemas.fields import PersonSchema


class PresentPersonSchema(PersonSchema):
    typing = fields.Boolean(required=True)


class PresenceChangedSchema(EventSchema):
    """Other people have a topic open now, or somebody began or stopped writing there; not replayed"""

    type = named(EventType.PRESENCE_CHANGED)
    topic = fields.String(
        required=True,
        metadata={
            "description": "`escalations`, `session:{id}` or `handoff:{id}`.",
            "examples": ["handoff:0192f0c1-0000-7000-8000-000000000001"],
        },
    )
    people = fields.List(fields.Nested(PresentPersonSchema), required=True)
