"""Separates a reply's visible text from its markers while it streams in.

A marker is a tag at the start of a line, outside code fences, with one JSON object behind it.  Only the shape is
checked here; what a marker's body means is `collector`.  Where the stream is split makes no difference to the result.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from prompts.markers import MAX_BODY_CHARACTERS, TAGS


class DropReason(StrEnum):
    """Why a marker was swallowed without effect."""

    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    CUT = "cut"
    OVERSIZED = "oversized"
    INVALID = "invalid"
    UNGROUNDED = "ungrounded"
    DUPLICATE = "duplicate"
    CONTRADICTORY = "contradictory"
    NO_SUCH_FIX = "no_such_fix"
    FIX_NOT_OPEN = "fix_not_open"
    QUOTE_NOT_FOUND = "quote_not_found"


@dataclass(frozen=True)
class Text:
    """Text for people."""

    text: str


@dataclass(frozen=True)
class Marker:
    """A known tag with a well-formed JSON object."""

    tag: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Dropped:
    """A marker that has no effect, and why; for the log and for counting."""

    tag: str
    reason: DropReason


Piece = Text | Marker | Dropped

_KNOWN_TAG = re.compile(rf"[ \t]*\[({'|'.join(TAGS)})\]")
_UNKNOWN_TAG = re.compile(r"[ \t]*\[([A-Z][A-Z0-9_]{1,39})\][ \t]*(?=\{)")
_MAYBE_TAG = re.compile(r"[ \t]*(?:\[(?:[A-Z][A-Z0-9_]{0,39}(?:\][ \t]*)?)?)?")
_BLANKS = re.compile(r"[ \t]*")
_BEFORE_BODY = re.compile(r"\s*")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})(.*)", re.DOTALL)
_BODY_TOKEN = re.compile(r'\\(?:.|\Z)|[{}"\n]', re.DOTALL)


class _State(StrEnum):
    TEXT = "text"
    BEFORE_BODY = "before_body"
    BODY = "body"
    SKIP_LINE = "skip_line"
    AFTER = "after"


class MarkerFilter:
    """Feed it the stream's pieces, then `finish`; both return what has become certain."""

    def __init__(self) -> None:
        self._pending = ""
        self._state = _State.TEXT
        self._tag = ""
        self._line = ""
        self._fence = ""
        self._body = _BodyExtent()

    def feed(self, text: str) -> list[Piece]:
        """What is certain now; holds back only what may still turn out to be a marker."""
        self._pending += text
        return list(self._advance(final=False))

    def finish(self) -> list[Piece]:
        """What was held back, now that nothing follows; an open marker is dropped as cut."""
        pieces = list(self._advance(final=True))
        if self._state in (_State.BEFORE_BODY, _State.BODY):
            pieces.append(Dropped(self._tag, DropReason.CUT))
        return pieces

    def _advance(self, *, final: bool) -> Iterator[Piece]:
        steps = {
            _State.TEXT: self._text,
            _State.BEFORE_BODY: self._before_body,
            _State.BODY: self._in_body,
            _State.SKIP_LINE: self._skip_line,
            _State.AFTER: self._after,
        }
        while self._pending:
            before = (len(self._pending), self._state)
            yield from steps[self._state](final=final)
            if (len(self._pending), self._state) == before:
                return

    def _text(self, *, final: bool) -> Iterator[Piece]:
        if not self._line and not self._fence:
            if self._opens_marker():
                return
            if not final and _MAYBE_TAG.fullmatch(self._pending):
                return
        yield self._take_text()

    def _opens_marker(self) -> bool:
        match = _KNOWN_TAG.match(self._pending) or _UNKNOWN_TAG.match(self._pending)
        if match is None:
            return False
        self._tag, self._state = match.group(1), _State.BEFORE_BODY
        self._pending = self._pending[match.end() :]
        return True

    def _take_text(self) -> Text:
        """Everything up to the end of the line, or all there is of it."""
        end = self._pending.find("\n") + 1 or len(self._pending)
        taken, self._pending = self._pending[:end], self._pending[end:]
        self._line += taken
        if taken.endswith("\n"):
            self._note_fence(self._line.rstrip())
            self._line = ""
        return Text(taken)

    def _note_fence(self, line: str) -> None:
        match = _FENCE.fullmatch(line)
        if match is None:
            return
        ticks, rest = match.groups()
        if not self._fence:
            self._fence = "" if "`" in rest else ticks
        elif ticks.startswith(self._fence) and not rest:
            self._fence = ""

    def _before_body(self, *, final: bool) -> Iterator[Piece]:
        blank = _BEFORE_BODY.match(self._pending)
        assert blank is not None
        if blank.end() == len(self._pending):
            return
        if self._pending[blank.end()] == "{":
            self._pending = self._pending[blank.end() :]
            self._body, self._state = _BodyExtent(), _State.BODY
        else:
            self._state = _State.SKIP_LINE
            yield Dropped(self._tag, DropReason.MALFORMED)

    def _in_body(self, *, final: bool) -> Iterator[Piece]:
        end = self._body.end(self._pending, final=final)
        if self._body.is_oversized:
            self._pending, self._state = self._pending[MAX_BODY_CHARACTERS:], _State.SKIP_LINE
            yield Dropped(self._tag, DropReason.OVERSIZED)
        elif end is not None:
            body, self._pending = self._pending[:end], self._pending[end:]
            self._state = _State.TEXT if self._body.is_broken else _State.AFTER
            yield self._marker(body)

    def _marker(self, body: str) -> Marker | Dropped:
        if self._tag not in TAGS:
            return Dropped(self._tag, DropReason.UNKNOWN)
        try:
            return Marker(self._tag, json.loads(body))
        except (json.JSONDecodeError, RecursionError):
            return Dropped(self._tag, DropReason.MALFORMED)

    def _skip_line(self, *, final: bool) -> Iterator[Piece]:
        end = self._pending.find("\n") + 1
        self._pending = self._pending[end:] if end else ""
        if end:
            self._state = _State.TEXT
        yield from ()

    def _after(self, *, final: bool) -> Iterator[Piece]:
        """Swallow the marker's own line end; another marker may follow on the same line."""
        rest = self._pending.lstrip(" \t").removeprefix("\r")
        if rest:
            self._pending = rest[1:] if rest[0] == "\n" else self._pending
            self._state = _State.TEXT
        yield from ()


class _BodyExtent:
    """Finds where a JSON object ends in a growing text, or that it cannot end well.

    A marker's object is expected on one line.  A broken one costs only its first line, so that a forgotten brace
    takes neither the prose nor the markers that follow with it; an oversized one costs the line that it runs into.
    """

    def __init__(self) -> None:
        self.is_broken = False
        self.is_oversized = False
        self._position = 0
        self._depth = 0
        self._in_string = False

    def end(self, text: str, *, final: bool) -> int | None:
        """The index behind the object, or behind what is to be swallowed of a broken one; None while undecided."""
        while match := _BODY_TOKEN.search(text, self._position, MAX_BODY_CHARACTERS):
            if match.group() == "\\":  # an escape whose second half has not arrived
                break
            self._position = match.end()
            if self._closes(match.group()):
                return self._position
            if match.group() == "\n" and _is_hopeless(text[: self._position]):
                return self._first_line(text)
        self.is_oversized = len(text) > MAX_BODY_CHARACTERS
        if final and not self.is_oversized and "\n" in text and _is_hopeless(text):
            return self._first_line(text)
        return None

    def _closes(self, sign: str) -> bool:
        if sign == '"':
            self._in_string = not self._in_string
        elif sign in "{}" and not self._in_string:
            self._depth += 1 if sign == "{" else -1
        return self._depth == 0

    def _first_line(self, text: str) -> int:
        self.is_broken = True
        return text.index("\n") + 1


def _is_hopeless(text: str) -> bool:
    """Whether no continuation can make this a JSON object: it is wrong before its end, not just unfinished."""
    unfinished = text.rstrip()
    try:
        json.loads(unfinished)
    except json.JSONDecodeError as error:
        return error.pos < len(unfinished) and not error.msg.startswith("Unterminated string")
    except RecursionError:
        return True
    return False
