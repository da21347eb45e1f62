"""Finds the output that somebody pasted or attached, and keeps an excerpt of it as evidence of an attempt.

The excerpt is made once, when the step is written, so that reading the attempt ledger needs no long texts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from models.attachment import Attachment, AttachmentKind
from models.core.database.tables import JsonObject
from models.core.graphemes import beginning
from models.core.redaction import Redactor
from models.pastes import split

EXCERPT = 1_000
"""How many characters an excerpt has at most."""
_LINE = 240
_AROUND = 1
_GAP = "…"

_ERROR = re.compile(
    r"error|fail|exception|denied|refused|fatal|critical|cannot|unable|timed? ?out|\b0x[0-9a-f]{8}\b", re.IGNORECASE
)
_NAME = r"(?P<name>[A-Za-z0-9](?:[\w-]{0,62}\.){0,5}[\w-]{0,62})"
_LABEL = r"(?:Computer|(?:Computer|Machine|PSComputer) ?Name|Host ?[Nn]ame)"
_MACHINES = [
    re.compile(pattern)
    for pattern in (
        rf"\s{{0,8}}{_LABEL}\s{{0,30}}:\s{{1,30}}{_NAME}\s{{0,8}}$",
        rf"\s{{0,80}}<Computer>{_NAME}</Computer>",
        rf"\[{_NAME}\]: PS [A-Z]:\\",
        rf"\[?\w[\w.-]{{0,31}}@{_NAME}(?::| [~/][^\]]{{0,200}}\])[^$#]{{0,120}}[$#] ",
        rf"[A-Z][a-z]{{2}} {{1,2}}\d{{1,2}} \d\d:\d\d:\d\d {_NAME} [\w./-]{{1,40}}(?:\[\d{{1,7}}\])?:",
    )
]


def evidence_in(text: str) -> list[JsonObject]:
    """`{excerpt, sha256, machine}` of the output pasted into a text; empty if nothing in it looks pasted."""
    pasted = [line for paste in split(text).pastes for line in paste.lines]
    if not pasted:
        return []
    return [_evidence(pasted, sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())]


def evidence_of(attachment: Attachment) -> JsonObject:
    """The same for an attachment: of a log the lines around its errors, of an image its name."""
    if attachment.kind == AttachmentKind.IMAGE:
        return _evidence([f"Image: {attachment.name}"], sha256=attachment.sha256)
    return _evidence((attachment.extract or attachment.name).splitlines(), sha256=attachment.sha256)


def _evidence(lines: Sequence[str], *, sha256: str) -> JsonObject:
    redacted = Redactor().redact("\n".join(lines)).split("\n")
    excerpt = beginning("\n".join(_around_errors(redacted, EXCERPT)), EXCERPT)
    return {"excerpt": excerpt, "sha256": sha256, "machine": _machine(redacted)}


def _around_errors(lines: Sequence[str], most: int) -> list[str]:
    """Lines with at most about `most` characters: all, or those around the errors, or the first and last ones."""
    lines = [_shortened(line.rstrip()) for line in lines]
    if sum(map(len, lines)) + len(lines) <= most:
        return list(lines)
    errors = [index for index, line in enumerate(lines) if _ERROR.search(line)]
    wanted = [near for index in errors for near in range(index - _AROUND, index + _AROUND + 1)]
    return _joined(lines, _that_fit(lines, wanted or _ends(len(lines)), most))


def _shortened(line: str) -> str:
    return line if len(line) <= _LINE else beginning(line, _LINE)


def _ends(count: int) -> list[int]:
    """The indexes of all lines, alternately from the beginning and from the end."""
    return [index for pair in zip(range(count), range(count - 1, -1, -1), strict=True) for index in pair]


def _that_fit(lines: Sequence[str], wanted: Iterable[int], most: int) -> list[int]:
    """The first of the wanted lines that have at most `most` characters together, with room for the gaps."""
    kept: dict[int, None] = {}
    for index in wanted:
        if not 0 <= index < len(lines) or index in kept:
            continue
        most -= len(lines[index]) + 1 + 2 * len(_GAP)
        if most < 0:
            break
        kept[index] = None
    return sorted(kept)


def _joined(lines: Sequence[str], kept: Sequence[int]) -> list[str]:
    """The kept lines, with a mark wherever lines are left out."""
    joined, expected = [], 0
    for index in kept:
        joined += [_GAP, lines[index]] if index != expected else [lines[index]]
        expected = index + 1
    return joined if expected == len(lines) else [*joined, _GAP]


def _machine(lines: Iterable[str]) -> str | None:
    """The machine that the output names as its own; None if it names none, or several."""
    seen = (line[:_LINE] for line in lines)
    found = {match["name"].casefold(): match["name"] for line in seen for match in _named(line)}
    return next(iter(found.values())) if len(found) == 1 else None


def _named(line: str) -> Iterable[re.Match[str]]:
    return (match for pattern in _MACHINES if (match := pattern.match(line)))
