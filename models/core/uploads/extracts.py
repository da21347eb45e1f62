"""The part of a long text that the model may read: its beginning, the error lines, and its end, without secrets.

It is made once, when the file is uploaded, so that no prompt has to read megabytes.  Each part is redacted before it
is cut, together with what stands before it, because half of a key would no longer be recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from models.core.redaction import Redactor

HEAD, ERRORS, TAIL = 12_000, 4_000, 8_000
"""Characters; together less than what a message may have."""
_MARGIN = 16_000
"""Longer than a private key."""
_VALUE_CHARACTERS = 4_000
"""The longest value that the rules take (`redaction.rule`)."""
_ERROR_LINE_CHARACTERS = 300
_MOST_ERROR_LINES, _MOST_LINES_COMPARED = 40, 20_000
_ERROR_LINE = re.compile(r"error|fail|exception|denied|fatal|critical|refused|timed? ?out|0x[0-9a-f]{8}", re.IGNORECASE)
_EXCERPT_LINES, _EXCERPT_CHARACTERS = 12, 1_200


@dataclass(frozen=True)
class Extract:
    """`omitted` is how many lines are left out."""

    text: str
    omitted: int


def excerpt_of(text: str) -> str:
    """The first lines, for the transcript."""
    return "\n".join(text[: _EXCERPT_CHARACTERS * 2].splitlines()[:_EXCERPT_LINES])[:_EXCERPT_CHARACTERS]


def extract_of(text: str) -> Extract:
    redactor = Redactor()
    if len(text) <= HEAD + ERRORS + TAIL:
        return Extract(redactor.redact(text), 0)
    head = _whole_lines(_redacted(redactor, text, 0, HEAD), from_end=False)
    errors = _error_lines(redactor, text)
    tail = _whole_lines(_redacted(redactor, text, len(text) - TAIL, len(text)), from_end=True)
    kept = sum(part.count("\n") + 1 for part in (head, tail)) + len(errors)
    omitted = max(1, text.count("\n") + 1 - kept)
    return Extract("\n".join([head, *errors, f"[{omitted} lines omitted]", tail]), omitted)


def _whole_lines(part: str, *, from_end: bool) -> str:
    """Without the line that was cut, unless that is all there is."""
    cut, rest = part.partition("\n")[::2] if from_end else part.rpartition("\n")[::-2]
    return rest or cut


def _redacted(redactor: Redactor, text: str, start: int, end: int) -> str:
    """A part of the text, redacted together with as much around it as a secret can reach."""
    first = max(0, start - _MARGIN)
    return redactor.redact_part(text[first : end + _VALUE_CHARACTERS], start - first, end - first)


def _error_lines(redactor: Redactor, text: str) -> list[str]:
    """The first different ones between head and tail, in their order.  A match inside a secret makes no error line."""
    kept: dict[str, None] = {}
    room = ERRORS
    for start, end in islice(_different_places(text), _MOST_ERROR_LINES):
        line = _redacted(redactor, text, start, end).strip()
        if line in kept or not _ERROR_LINE.search(line):
            continue
        if len(line) > room:
            break
        kept[line], room = None, room - len(line) - 1
    return list(kept)


def _different_places(text: str) -> Iterator[tuple[int, int]]:
    seen = set()
    for start, end in islice(_places(text), _MOST_LINES_COMPARED):
        if (line := text[start:end].strip()) not in seen:
            seen.add(line)
            yield start, end


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line that tells of an error; of a long line, the part around the match."""
    position, last = HEAD, len(text) - TAIL
    while found := _ERROR_LINE.search(text, position, last):
        earliest = max(position, found.start() - _ERROR_LINE_CHARACTERS // 2)
        start = text.rfind("\n", earliest, found.start()) + 1 or earliest
        latest = min(start + _ERROR_LINE_CHARACTERS, last)
        line_end = text.find("\n", found.end(), latest)
        position = line_end if line_end >= 0 else latest
        yield start, position
