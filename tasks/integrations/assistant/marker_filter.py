"""Separates a reply's visible text from its markers while it streams in.

A marker is a tag at the start of a line, outside code fences, followed by one JSON object.  Only this shape is checked
here; `collector` checks the body.  The result does not depend on where the stream is split.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from prompts.chat_reply.markers import MAX_BODY_CHARACTERS
from prompts.marker_tags import TAGS


class DropReason(StrEnum):
    """Why a marker had no effect."""

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
    NO_SUCH_HYPOTHESIS = "no_such_hypothesis"
    NO_SUCH_EVIDENCE = "no_such_evidence"
    REFUTED = "refuted"
    FAILED_BEFORE = "failed_before"


@dataclass(frozen=True)
class Text:
    """Visible text."""

    text: str


@dataclass(frozen=True)
class Marker:
    """A known tag with a well-formed JSON object."""

    tag: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Dropped:
    """A marker that has no effect, and why."""

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
    """Feed it the stream's pieces, then call `finish`; both return the pieces that are decided."""

    def __init__(self) -> None:
        self._pending = ""
        self._state = _State.TEXT
        self._tag = ""
        self._line = ""
        self._fence = ""
        self._body = _BodyExtent()

    def feed(self, text: str) -> list[Piece]:
        """The pieces that are decided; only what may still become a marker is held back."""
        self._pending += text
        return list(self._advance(final=False))

    def finish(self) -> list[Piece]:
        """What was held back; a marker that is not complete is dropped as cut."""
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
        """Take the text up to the end of the line, or as much of the line as has arrived."""
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
        """Remove the line end after the marker; another marker may follow on the same line."""
        rest = self._pending.lstrip(" \t").removeprefix("\r")
        if rest:
            self._pending = rest[1:] if rest[0] == "\n" else self._pending
            self._state = _State.TEXT
        yield from ()


class _BodyExtent:
    """Finds where a JSON object ends in a growing text, or that it is not valid JSON.

    A marker's object should be on one line.  If it is broken, only its first line is removed, so that a forgotten brace
    does not remove the prose and the markers that follow.  If it is too long, the line that it reaches is removed too.
    """

    def __init__(self) -> None:
        self.is_broken = False
        self.is_oversized = False
        self._position = 0
        self._depth = 0
        self._in_string = False

    def end(self, text: str, *, final: bool) -> int | None:
        """The index after the object, or after the part of a broken one that is removed; None while undecided."""
        while match := _BODY_TOKEN.search(text, self._position, MAX_BODY_CHARACTERS):
            if match.group() == "\\":  # an escape whose second half has not arrived
                break
            self._position = match.end()
            if self._closes(match.group()):
                return self._position
            if match.group() == "\n" and _cannot_become_json(text[: self._position]):
                return self._first_line(text)
        self.is_oversized = len(text) > MAX_BODY_CHARACTERS
        if final and not self.is_oversized and "\n" in text and _cannot_become_json(text):
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


def _cannot_become_json(text: str) -> bool:
    """Whether the text has an error before its end, so that no continuation makes it a JSON object."""
    unfinished = text.rstrip()
    try:
        json.loads(unfinished)
    except json.JSONDecodeError as error:
        return error.pos < len(unfinished) and not error.msg.startswith("Unterminated string")
    except RecursionError:
        return True
    return False
