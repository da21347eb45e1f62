"""A mistake in a script, and where it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

MOST_PROBLEMS = 50
"""More are not reported: after the first mistakes a parser only guesses."""

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Problem:
    """`line` and `column` count from 1, the column in characters."""

    line: int
    column: int
    message: str
    severity: Literal["error", "warning"] = "error"


class Lines:
    """Translates a position in a text to a line and a column, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def place(self, position: int) -> tuple[int, int]:
        line = bisect_right(self._starts, position)
        return line, position - self._starts[line - 1] + 1
