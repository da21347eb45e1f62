"""A part of a script that is not code, and the reader that finds such parts in shells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class RegionKind(StrEnum):
    STRING = "string"
    COMMENT = "comment"
    HERE_DOCUMENT = "here-document"
    EXPANSION = "expansion"
    """`${name…}`, and in Bash a command in backticks."""

    ARITHMETIC = "arithmetic"
    """Bash's `$((…))`: a word in quotes is an error there, and a word without quotes is a variable."""

    ASSIGNED = "assigned"
    """The value in batch's `set "NAME=value"`."""

    VERBATIM = "verbatim"
    """PowerShell's arguments after `--%`, and text that could not be read."""

    LINE_END = "line end"
    """The newline that ends a statement of Python; those between brackets end none."""


@dataclass(frozen=True)
class Region:
    """The characters from `start` to `end` (excluded).  `opened_at` is where its quote stands if nobody closed it."""

    kind: RegionKind
    start: int
    end: int
    opened_at: int | None = None


@dataclass
class _Open:
    """A string that has begun, or the code inside it (`kind` is None) with the count of its open parentheses."""

    kind: RegionKind | None
    opened_at: int
    start: int
    end: re.Pattern[str] | None = None
    parentheses: int = 0
    cases: int = 0
    """Bash's `case`, in which a pattern ends with a parenthesis that nothing opened."""


class Reader:
    """Collects regions from left to right.  A stack holds the strings, and the code in strings, that are open."""

    def __init__(self, script: str) -> None:
        self.script = script
        self.at = 0
        self.regions: list[Region] = []
        self._open: list[_Open] = []

    @property
    def is_in_string(self) -> bool:
        return bool(self._open) and self._open[-1].kind is not None

    @property
    def string_kind(self) -> RegionKind | None:
        return self._open[-1].kind if self._open else None

    def take(self, kind: RegionKind, start: int, end: re.Match[str] | None, *, at_end: bool = False) -> None:
        """A region without code inside, up to where `end` was found.  `at_end`: the end of the text closes it too."""
        until = end.end() if end else len(self.script)
        self.regions.append(Region(kind, start, until, None if end or at_end else start))
        self.at = until

    def open_string(self, kind: RegionKind, start: int, after: int) -> None:
        self._open.append(_Open(kind, start, start))
        self.at = after

    def close_string(self, end: int) -> None:
        string = self._open.pop()
        assert string.kind is not None
        self.regions.append(Region(string.kind, string.start, end))
        self.at = end

    def open_code(self, after: int) -> None:
        """`$(` in a string: what follows is code up to its own parenthesis."""
        string = self._open[-1]
        assert string.kind is not None
        self.regions.append(Region(string.kind, string.start, after))
        self._open.append(_Open(None, after, after))
        self.at = after

    def parenthesis(self, character: str) -> None:
        """A parenthesis in code; the one that closes the code inside a string leads back to the string."""
        self.at += 1
        if not self._open:
            return
        code = self._open[-1]
        if character == "(":
            code.parentheses += 1
        elif code.parentheses:
            code.parentheses -= 1
        elif not code.cases:
            self._open.pop()
            self._open[-1].start = self.at - 1

    def count_case(self, step: int) -> None:
        """A `case` begins (1) or ends (-1) in code that stands in a string."""
        if self._open:
            self._open[-1].cases = max(0, self._open[-1].cases + step)

    def finished(self) -> list[Region]:
        """The regions in order; a string that is still open reaches to the end of the text."""
        for string in self._open:
            if string.kind is not None:
                start = string.start if string is self._open[-1] else len(self.script)
                self.regions.append(Region(string.kind, start, len(self.script), string.opened_at))
        return self.regions
