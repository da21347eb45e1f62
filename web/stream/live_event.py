"""A published event as it arrives from Redis: its recipients and its frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from flask_sse import Message

from web.stream.frames import Frame, frame_of
from web.stream.position import Position


class MalformedEvent(ValueError):
    """Redis delivered something that none of our publishers writes."""


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """`topics` and `audience` as in `models.core.outgoing.live.Envelope`; the audience contains user ids as text."""

    frame: Frame
    topics: frozenset[str]
    audience: frozenset[str] | None


def from_channel(payload: bytes) -> LiveEvent:
    """Parse `position envelope`, or `- envelope` for an event without replay.  Raises MalformedEvent."""
    position, _, envelope = payload.partition(b" ")
    return from_envelope(envelope, position=Position.parse(position.decode("ascii", "replace")))


def from_envelope(envelope: bytes, *, position: Position | None) -> LiveEvent:
    """Parse the JSON of a `models.core.outgoing.live.Envelope`.  Raises MalformedEvent."""
    try:
        return _parse(orjson.loads(envelope), position)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise MalformedEvent(f"not an event: {envelope[:80]!r}") from error


def _parse(fields: dict[str, Any], position: Position | None) -> LiveEvent:
    audience = fields.get("audience")
    message = Message(
        fields["data"],
        type=fields.get("type"),
        id=str(position) if position else fields.get("id"),
        retry=fields.get("retry"),
    )
    return LiveEvent(
        frame=frame_of(message, position=position),
        topics=frozenset(fields.get("topics") or ()),
        audience=None if audience is None else frozenset(audience),
    )
