"""Cuts a long paste around its error lines: the beginning, the error lines with their neighbours, and the end.

It is deterministic, and its time is in proportion to the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

PASTE_CHARACTERS = 6_000

_ERROR_LINE = re.compile(
    r"error|fail|exception|denied|refused|fatal|critical|panic|corrupt|unreachable|timed?[ -]?out|0x[0-9a-f]{8}",
    re.IGNORECASE,
)
_FEW_LINES = 3
_LONGEST_LINE = 600
"""Characters of a line that are kept if the line alone would take up much of the limit."""
_GAP = "[{} lines omitted]"
_GAP_LENGTH = 24
_SAYS_HOW_MANY = 34
_SHORTEST_LINE = 20
_SIGNATURE = 80
_DIGITS = re.compile(r"[\da-f]*\d[\da-f]*", re.IGNORECASE)


@dataclass(frozen=True)
class CutText:
    """A text that may have been cut, and how much of it is missing: whole lines, and characters in all."""

    text: str
    lines_omitted: int = 0
    characters_omitted: int = 0


def trim_paste(text: str, limit: int = PASTE_CHARACTERS) -> str:
    """The text of `cut_paste`."""
    return cut_paste(text, limit).text


def cut_paste(text: str, limit: int = PASTE_CHARACTERS) -> CutText:
    """At most about `limit` characters: half for the beginning, a quarter for error lines, a quarter for the end.

    Each gap says how many lines are missing; a line that is cut says how many characters are.
    """
    if len(text) <= limit:
        return CutText(text)
    lines = [_clipped(line, limit // 4) for line in text.splitlines()]
    if len(lines) <= _FEW_LINES:
        return _cut_inside(text, limit)
    head, tail = _fitting(lines, limit // 2), _fitting(lines[::-1], limit // 4)
    between = range(head, max(head, len(lines) - tail))
    chosen = {*range(head), *range(between.stop, len(lines)), *_error_lines(lines, between, limit // 4)}
    joined = _joined(lines, chosen)
    return CutText(joined, len(lines) - len(chosen), max(0, len(text) - len(joined)))


def _fitting(lines: Sequence[str], limit: int) -> int:
    """How many of the first lines fit into `limit` characters."""
    used = 0
    for number, line in enumerate(lines):
        used += len(line) + 1
        if used > limit:
            return number
    return len(lines)


def _cut_inside(text: str, limit: int) -> CutText:
    """For a text that is long because its lines are."""
    head, tail = text[: limit // 2].rstrip(), text[len(text) - limit // 4 :].lstrip()
    omitted = len(text) - len(head) - len(tail)
    return CutText(f"{head}\n[{omitted} characters omitted]\n{tail}", characters_omitted=omitted)


def _error_lines(lines: Sequence[str], between: range, limit: int) -> set[int]:
    """The places of error lines and of the lines beside them, until `limit` characters are used.

    Lines that differ only in numbers count once, so that one repeated error does not hide the others.
    """
    chosen: set[int] = set()
    seen: set[str] = set()
    left = limit
    for place in between:
        if not _ERROR_LINE.search(lines[place]) or (signature := _signature(lines[place])) in seen:
            continue
        seen.add(signature)
        more = {near for near in (place - 1, place, place + 1) if near in between} - chosen
        left -= sum(len(lines[near]) + 1 for near in more) + _GAP_LENGTH
        if left < 0:
            break
        chosen |= more
    return chosen


def _signature(line: str) -> str:
    return _DIGITS.sub("#", line[: 4 * _SIGNATURE])[:_SIGNATURE]


def _joined(lines: Sequence[str], chosen: set[int]) -> str:
    parts: list[str] = []
    for is_chosen, places in groupby(range(len(lines)), key=chosen.__contains__):
        group = list(places)
        parts += [lines[place] for place in group] if is_chosen else [_GAP.format(len(group))]
    return "\n".join(parts)


def _clipped(line: str, limit: int) -> str:
    """A long line with its beginning and how much is missing."""
    longest = max(min(limit, _LONGEST_LINE) - _SAYS_HOW_MANY, _SHORTEST_LINE)
    return line if len(line) <= limit else f"{line[:longest]} [{len(line) - longest} characters omitted]"
