"""What is written to a client: an event encoded once for all who hear it, and the frames the stream itself makes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from flask_sse import Message

from models.core import clock, ids
from schemas.events import BYE, READY, RESYNC
from web.stream.position import Position

# A comment: it keeps proxies from closing an idle stream and finds clients that are gone.
HEARTBEAT: Final = b": heartbeat\n\n"

# After it the rights of whoever listens are checked before anything else is told.
SESSION_CHANGED: Final = "session_changed"

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Frame:
    """One event, ready to be written.  `position` is None for what is not replayed.

    `chunk` is the text in the chunked coding of HTTP/1.1 (RFC 9112, section 7.1), for whoever writes to the socket.
    """

    message: Message
    position: Position | None
    text: bytes
    chunk: bytes


class Batch:
    """Events that came together, in order, and their chunks in one piece: joined once for all who hear them."""

    __slots__ = ("chunk", "frames", "is_plain")

    def __init__(self, frames: Sequence[Frame]) -> None:
        self.frames = frames
        self.chunk = frames[0].chunk if len(frames) == 1 else b"".join(frame.chunk for frame in frames)
        # Its reader may have lost the right to read what follows: the client's own thread has to see this one.
        self.is_plain = all(frame.message.type != SESSION_CHANGED for frame in frames)


def frame_of(message: Message, *, position: Position | None = None) -> Frame:
    """Encode `message` under `position`.  Raises ValueError where its type is not a plain name."""
    text = encode(message, position=position)
    return Frame(message, position, text, b"%x\r\n%b\r\n" % (len(text), text))


def encode(message: Message, *, position: Position | None = None) -> bytes:
    """The event as text of the HTML standard, section 9.2.6: every field on one line.

    flask-sse's own `str(message)` breaks the text at all that Unicode calls a line end, and a line separator inside a
    string would then arrive as broken JSON.  JSON escapes CR and LF, the only two that end a line here.
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
    """An event's name, which must not be able to end its line.  Raises ValueError."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"not an event name: {name!r}")
    return name


def ready(extra: Mapping[str, Any], *, position: Position | None, retry_ms: int) -> bytes:
    """The first frame.  Its id promises that nothing up to `position` is owed to this client."""
    return encode(_own(READY, extra, retry_ms=retry_ms), position=position)


def resync(*, position: Position | None = None) -> Frame:
    """Events were missed: read again.  What is read then covers everything up to `position`."""
    return frame_of(_own(RESYNC), position=position)


def bye() -> bytes:
    """The server ends this stream: come back after the pause that `ready` named."""
    return encode(_own(BYE))


def _own(event_type: str, extra: Mapping[str, Any] | None = None, *, retry_ms: int | None = None) -> Message:
    data = {"id": ids.new_id(), "type": event_type, "occurred_at": clock.rfc3339(clock.now()), **(extra or {})}
    return Message(data, type=event_type, retry=retry_ms)
