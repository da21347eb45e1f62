"""Separates a person's own words from pasted text: logs, XML, JSON, mail headers, stack traces, output.

Each pattern reads only the beginning of one line and has only bounded repetitions, so that no paste makes it slow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_SEEN_OF_A_LINE = 400


class PasteKind(StrEnum):
    """The kinds of pasted text; the value is the name on the screen."""

    LOG = "log"
    XML = "XML"
    JSON = "JSON"
    MAIL_HEADER = "mail header"
    STACK_TRACE = "stack trace"
    EVENT = "Windows event"
    OUTPUT = "output"


@dataclass(frozen=True)
class Paste:
    """Pasted lines that belong together.  `kind` is the kind of most of them."""

    kind: PasteKind
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class ParsedMessage:
    """The parts of a message: the person's own lines, and the pastes in their order."""

    own_lines: tuple[str, ...]
    pastes: tuple[Paste, ...]


_TIME = r"(?:\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|[A-Z][a-z]{2} {1,2}\d{1,2}|\d{1,2}/[A-Z][a-z]{2}/\d{4})"
_LEVEL = r"(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|SEVERE)"
_HEADER = (
    r"(?:Received|Return-Path|From|To|Cc|Subject|Date|Message-I[Dd]|MIME-Version|Content-[\w-]{4,30}|Authentication-"
    r"Results|DKIM-Signature|Reply-To|Delivered-To|ARC-[\w-]{4,30}|X-[\w-]{2,60})"
)
_EVENT = r"(?:Log Name|Source|Date|Event ID|Task Category|Level|Keywords|User|Computer|Description)"
_CELL = r"\S{1,60}(?: \S{1,60}){0,3}"
_PATTERNS = [
    (kind, re.compile(pattern))
    for kind, pattern in (
        (PasteKind.EVENT, rf"\s{{0,8}}{_EVENT}:(?:\s|$)"),
        (PasteKind.XML, r"\s{0,80}<[/?!A-Za-z][^<]{0,200}(?:>|$)"),
        (PasteKind.JSON, r'\s{0,80}(?:[{}\[\]],?\s{0,8}$|[{\[]\s{0,8}["{\[]|"[^"]{1,80}"\s{0,4}:)'),
        (
            PasteKind.STACK_TRACE,
            r'\s{0,40}(?:at \S{1,200}[(:]|Traceback \(most|File "[^"]{1,200}", line \d|Caused by: )',
        ),
        (PasteKind.STACK_TRACE, r"(?:\w{1,60}\.){0,9}\w{1,60}(?:Exception|Error)\b:"),
        (PasteKind.LOG, rf"\s{{0,4}}[\[<(]?{_TIME}[T ,]{{1,2}}\d{{1,2}}:\d\d"),
        (PasteKind.LOG, rf"\s{{0,4}}\[?\d{{1,2}}:\d\d:\d\d[\].,\s]|\s{{0,4}}\[?{_LEVEL}[\]:|\s]"),
        (PasteKind.MAIL_HEADER, rf"{_HEADER}:\s"),
        (PasteKind.OUTPUT, r"\s{0,8}(?:PS )?[A-Z]:\\[^>]{0,200}>|\S{1,60}@\S{1,60}:[^$#]{0,120}[$#] |\$ \S"),
        (PasteKind.OUTPUT, r"\s{0,8}(?:[-=+|]{3,}[-=+|\s]{0,300}$|\|.{0,390}\|\s{0,8}$)"),
        (
            PasteKind.OUTPUT,
            r"\s{0,40}\S{1,60}(?: \S{1,60}){0,3}(?:\t+|[ ]{3,})\S{1,80}(?: \S{1,60}){0,3}(?:\t|[ ]{3,})\S",
        ),
    )
]
_NEEDS_COMPANY = frozenset({PasteKind.EVENT, PasteKind.MAIL_HEADER})
"""People also write "From: the front desk", so a single line of such a kind does not count as pasted."""


def split(message: str) -> ParsedMessage:
    """The person's own lines and the pastes; blank lines belong to neither."""
    lines = message.splitlines()
    kinds = _joined(lines, _described(lines, _checked([_kind_of(line) for line in lines], _fenced(lines))))
    own = tuple(line.strip() for line, kind in zip(lines, kinds, strict=True) if kind is None and _says_something(line))
    return ParsedMessage(own, tuple(_pastes(lines, kinds)))


def _kind_of(line: str) -> PasteKind | None:
    seen = line[:_SEEN_OF_A_LINE]
    if not seen.strip():
        return None
    return next((kind for kind, pattern in _PATTERNS if pattern.match(seen)), None)


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith(("```", "~~~"))


def _fenced(lines: Sequence[str]) -> list[bool]:
    """For each line, whether it is inside ``` or ~~~ fences."""
    inside, found = "", []
    for line in lines:
        mark = line.lstrip()[:3]
        is_fence = mark in ("```", "~~~") and inside in ("", mark)
        if is_fence:
            inside = "" if inside else mark
        found.append(bool(inside) and not is_fence)
    return found


def _checked(kinds: Sequence[PasteKind | None], fenced: Sequence[bool]) -> list[PasteKind | None]:
    """Count every fenced line as pasted, and drop single lines of a kind in _NEEDS_COMPANY."""
    counts = Counter(kinds)
    single = {kind for kind in _NEEDS_COMPANY if counts[kind] < 2}
    plain = [None if kind in single else kind for kind in kinds]
    return [kind or (PasteKind.OUTPUT if is_fenced else None) for kind, is_fenced in zip(plain, fenced, strict=True)]


def _described(lines: Sequence[str], kinds: Sequence[PasteKind | None]) -> list[PasteKind | None]:
    """Count all lines after `Description:` in Event Viewer's text form as part of the event."""
    is_event = False
    described = []
    for line, kind in zip(lines, kinds, strict=True):
        described.append(kind or (PasteKind.EVENT if is_event and line.strip() else None))
        is_event = is_event or (kind == PasteKind.EVENT and line.lstrip().startswith("Description:"))
    return described


def _joined(lines: Sequence[str], kinds: Sequence[PasteKind | None]) -> list[PasteKind | None]:
    """Count a line after a pasted line as pasted if it is indented, or if its block has another pasted line below."""
    joined = list(kinds)
    following: PasteKind | None = None
    leads_on = []
    for line, kind in zip(reversed(lines), reversed(kinds), strict=True):
        following = kind or (following if line.strip() else None)
        leads_on.append(following is not None)
    for index, is_between in enumerate(reversed(leads_on)):
        before = joined[index - 1] if index else None
        if joined[index] is None and before and lines[index].strip():
            joined[index] = before if is_between or lines[index][:1].isspace() else None
    return joined


def _pastes(lines: Sequence[str], kinds: Sequence[PasteKind | None]) -> Iterable[Paste]:
    """Pasted lines that follow each other; a blank line between them does not end a paste."""
    run: list[tuple[str, PasteKind]] = []
    for line, kind in zip(lines, kinds, strict=True):
        if kind:
            run.append((line, kind))
        elif run and _says_something(line):
            yield _paste(run)
            run = []
    if run:
        yield _paste(run)


def _paste(run: Sequence[tuple[str, PasteKind]]) -> Paste:
    kind = Counter(kind for _, kind in run).most_common(1)[0][0]
    return Paste(kind, tuple(line for line, _ in run))
