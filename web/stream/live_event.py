"""A published event as it arrives from Redis: whom it is for, and its frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from flask_sse import Message

from web.stream.frames import Frame, frame_of
from web.stream.position import Position


class MalformedEvent(ValueError):
    """Redis handed over something that no publisher of ours writes."""


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """`topics` and `audience` are those of `models.core.live.Envelope`; the audience holds user ids as text."""

    frame: Frame
    topics: frozenset[str]
    audience: frozenset[str] | None


def from_channel(payload: bytes) -> LiveEvent:
    """Read `position envelope` (`- envelope` for a fleeting one).  Raises MalformedEvent."""
    position, _, envelope = payload.partition(b" ")
    return from_envelope(envelope, position=Position.parse(position.decode("ascii", "replace")))


def from_envelope(envelope: bytes, *, position: Position | None) -> LiveEvent:
    """Raises MalformedEvent."""
    try:
        return _read(orjson.loads(envelope), position)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise MalformedEvent(f"not an event: {envelope[:80]!r}") from error


def _read(fields: dict[str, Any], position: Position | None) -> LiveEvent:
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
