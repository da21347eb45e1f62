"""Drops events that a client already received from the replay or with the text of a running reply."""

from __future__ import annotations

from models.core.outgoing.running_text import RunningText
from models.events import EventType
from web.stream.frames import Frame
from web.stream.position import Position


class Deduplicator:
    """Remembers what one client received when its stream opened.

    Positions and the indexes of reply pieces only grow.  Once one event or piece is new, all later ones are new too,
    so the remembered value is no longer needed.
    """

    __slots__ = ("_pieces", "_position")

    def __init__(self) -> None:
        self._position: Position | None = None
        self._pieces: dict[str, tuple[int, int]] = {}

    def __bool__(self) -> bool:
        """Whether a duplicate is still possible."""
        return bool(self._position or self._pieces)

    def note_replay(self, position: Position | None) -> None:
        """The client has received all events up to `position`."""
        self._position = position

    def note_text(self, text: RunningText) -> None:
        """The client has received `text` of a running reply."""
        self._pieces[str(text.reply_id)] = (text.attempt, text.index)

    def is_new(self, frame: Frame) -> bool:
        if frame.position:
            return self._is_new_event(frame.position)
        if self._pieces and frame.message.type == EventType.REPLY_DELTA:
            return self._is_new_piece(frame.message.data)
        return True

    def _is_new_event(self, position: Position) -> bool:
        if self._position and position <= self._position:
            return False
        self._position = None
        return True

    def _is_new_piece(self, delta: dict[str, object]) -> bool:
        reply_id = str(delta["reply_id"])
        if (delta["attempt"], delta["index"]) <= self._pieces.get(reply_id, (0, -1)):
            return False
        self._pieces.pop(reply_id, None)
        return True
