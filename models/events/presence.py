"""The event about who has a topic open.  It has no row and is not replayed; `core.outgoing.presence` sends it."""

from __future__ import annotations

from models.core import ids
from models.core.outgoing import live
from models.core.outgoing.presence import PEOPLE, Place
from models.events.publishing import envelope_of
from models.events.types import EventType


def presence_changed(place: Place) -> live.Envelope:
    """With `PEOPLE` in place of the people, whom only Redis knows."""
    audience = None if place.audience is None else list(place.audience)
    data = {"topic": place.topic, "people": PEOPLE}
    return envelope_of(ids.new_id(), EventType.PRESENCE_CHANGED, place.topics, data, audience=audience)
