"""Encodes events as server-sent events, once for all recipients, and builds the frames of the stream itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from flask_sse import Message

from models.core import clock, ids
from models.events import EventType
from schemas.events import BYE, INTERNAL_EVENTS, PING, READY, RESYNC
from web.stream.position import Position

# A comment line.  It keeps proxies from closing an idle stream, and writing it detects clients that are gone.
HEARTBEAT: Final = b": heartbeat\n\n"

# The recipient's rights are checked after each of these, before anything else is sent.  RESYNC is one of them because
# the missed events may have included the others.
_NEEDS_RECHECK: Final = frozenset({EventType.SESSION_CHANGED, EventType.RIGHTS_CHANGED, RESYNC})

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Frame:
    """One encoded event.  `position` is None for an event that is not replayed.

    `chunk` is `text` in the chunked transfer coding of HTTP/1.1 (RFC 9112, section 7.1), for direct socket writes.
    """

    message: Message
    position: Position | None
    text: bytes
    chunk: bytes

    @property
    def is_internal(self) -> bool:
        """Whether the event is for the stream itself and must not reach the client."""
        return self.message.type in INTERNAL_EVENTS

    @property
    def needs_recheck(self) -> bool:
        """Whether the recipient may have lost the right to the events that follow."""
        return self.message.type in _NEEDS_RECHECK


class Batch:
    """Events that arrived together, in order.  Their chunks are joined once for all recipients."""

    __slots__ = ("chunk", "frames", "needs_recheck")

    def __init__(self, frames: Sequence[Frame]) -> None:
        self.frames = frames
        self.chunk = frames[0].chunk if len(frames) == 1 else b"".join(frame.chunk for frame in frames)
        # Only the client's own thread can check rights.
        self.needs_recheck = any(frame.needs_recheck for frame in frames)


def frame_of(message: Message, *, position: Position | None = None) -> Frame:
    """Encode `message` with `position` as its SSE id.  Raises ValueError if its type is not a valid event name."""
    text = encode(message, position=position)
    return Frame(message, position, text, b"%x\r\n%b\r\n" % (len(text), text))


def encode(message: Message, *, position: Position | None = None) -> bytes:
    """The event in the format of the HTML standard, section 9.2.6, with each field on one line.

    flask-sse's own `str(message)` splits the data at every Unicode line separator, so that a string with U+2028 would
    arrive as broken JSON.  JSON escapes CR and LF, the only characters that end a line in this format.
    """
    lines = []
    if message.type:
        lines.append(b"event: " + checked_name(message.type).encode())
    if position:
        lines.append(b"id: " + str(position).encode())
    if message.retry:
        lines.append(b"retry: %d" % message.retry)
    lines.append(b"data: " + orjson.dumps(message.data))
    return b"\n".join(lines) + b"\n\n"


def checked_name(name: str) -> str:
    """`name`, if it is a valid event name.  Raises ValueError, because a line break in it could forge a field."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"not an event name: {name!r}")
    return name


def ready(extra: Mapping[str, Any], *, position: Position | None, retry_ms: int) -> bytes:
    """The first frame.  Its id tells the client that it has everything up to `position`."""
    return encode(_stream_event(READY, {**extra, **_server_time()}, retry_ms=retry_ms), position=position)


def ping() -> bytes:
    """A heartbeat that scripts in a browser can see; they do not see comment lines."""
    return HEARTBEAT + encode(_stream_event(PING, _server_time()))


def resync(*, position: Position | None = None) -> Frame:
    """Tells the client that it missed events and must read its data again, which then covers all up to `position`."""
    return frame_of(_stream_event(RESYNC), position=position)


def bye() -> bytes:
    """Tells the client that the server ends the stream and that it should reconnect after the `retry` of `ready`."""
    return encode(_stream_event(BYE))


def _server_time() -> dict[str, str]:
    return {"server_time": clock.rfc3339(clock.now())}


def _stream_event(event_type: str, extra: Mapping[str, Any] | None = None, *, retry_ms: int | None = None) -> Message:
    data = {"id": ids.new_id(), "type": event_type, "occurred_at": clock.rfc3339(clock.now()), **(extra or {})}
    return Message(data, type=event_type, retry=retry_ms)
