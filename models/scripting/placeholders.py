"""The places of values in a script: `{{name}}`, each outside of strings, comments and other words.

A value replaces its placeholder as one literal of the language.  Inside quotes, a comment or a here-document the
literal's own quotes would end what surrounds it, so such a place is a fault, and a script with one is not rendered.
The text that surrounds a placeholder is read by the quoting rules of the language (`quoting`), not by a grammar:
they also hold for a script that does not parse yet.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.scripting.languages import ScriptLanguage
from models.scripting.parameter import NAME
from models.scripting.quoting import Region, RegionKind, regions_of
from models.scripting.second_reading import READ, Seen, seen_at

PLACEHOLDER = re.compile(rf"\{{\{{({NAME})\}}\}}", re.ASCII)
MOST_PLACES = 1_000

# The characters that may stand right before and after a placeholder, besides blanks and the ends of the script.
_BEFORE = {
    ScriptLanguage.POWERSHELL: r"[\s(\[{,;=|]|(?<=\s)-\w+:",
    ScriptLanguage.BASH: r"[\s(;|&=]|(?<!<)[<>]|<<<",
    ScriptLanguage.BATCH: r"[\s(@=]|/\w+:",
    ScriptLanguage.PYTHON: r"[\s(\[{,;:=+*/%<>|&^@-]",
}
_AFTER = {
    ScriptLanguage.POWERSHELL: r"[\s)\]},;|]",
    ScriptLanguage.BASH: r"[\s);|&<>]",
    ScriptLanguage.BATCH: r"[\s)]",
    ScriptLanguage.PYTHON: r"[\s)\]},;:=+*/%<>|&^@-]",
}
_BEFORE_PATTERNS = {language: re.compile(rf"(?:\A|{pattern})\Z") for language, pattern in _BEFORE.items()}
_AFTER_PATTERNS = {language: re.compile(rf"\Z|{pattern}") for language, pattern in _AFTER.items()}
_LONGEST_BEFORE = 60
_BESIDE = {RegionKind.ARITHMETIC: (" (\t\n", " )\t\n"), RegionKind.ASSIGNED: ("=", '"')}
"""The same where a literal has no quotes of its own."""

_WITHIN = {
    RegionKind.STRING: "is inside quotes",
    RegionKind.COMMENT: "is inside a comment",
    RegionKind.HERE_DOCUMENT: "is inside a here-document",
    RegionKind.EXPANSION: "is inside an expansion",
    RegionKind.VERBATIM: "is where the shell takes text as it is",
}

_UNCLOSED = "is in a script with a quote that is never closed"
_UNCLEAR = "is where it is not clear how the shell reads it"


@dataclass(frozen=True)
class Place:
    """A placeholder: its name, its characters `start` to `end` (excluded), and where a person finds it (from 1).

    `fault` says why no value can be put there, or is None.  Where `takes` is ARITHMETIC only a number can be; where
    it is STRING (batch: `set "NAME={{name}}"`) the quotes are there already.
    """

    name: str
    start: int
    end: int
    line: int
    column: int
    fault: str | None = None
    takes: RegionKind | None = None


def names_in(body: str) -> list[str]:
    """The names of the placeholders, each once, in the order of the text."""
    return list(dict.fromkeys(match[1] for match in PLACEHOLDER.finditer(body)))


def places_in(language: ScriptLanguage, body: str) -> list[Place]:
    """Every placeholder, in the order of the text; at most MOST_PLACES are free of faults."""
    found = list(PLACEHOLDER.finditer(body))
    if not found:
        return []
    regions = regions_of(language, _without_placeholders(body))
    starts = [region.start for region in regions]
    lines = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", body))]
    places = []
    for number, match in enumerate(found):
        around = _around(regions, starts, match.start())
        fault, takes = _judged(language, body, match, around, regions=regions, starts=starts)
        if number >= MOST_PLACES:
            fault = "is one too many: a script has at most 1,000 placeholders"
        line = bisect_right(lines, match.start())
        column = match.start() - lines[line - 1] + 1
        places.append(Place(match[1], match.start(), match.end(), line, column, fault, takes))
    if language not in READ:
        return places
    if any(region.opened_at is not None for region in regions):
        return [place if place.fault else replace(place, fault=_UNCLOSED) for place in places]
    return _confirmed(language, body, places)


def _confirmed(language: ScriptLanguage, body: str, places: list[Place]) -> list[Place]:
    """The places, those with a fault where the grammar of the language sees no literal."""
    free = [place for place in places if not place.fault and not place.takes]
    if not free:
        return places
    script = stand_ins(language, body, places)
    seen = dict(zip(free, seen_at(language, script, [(place.start, place.end) for place in free]), strict=True))
    return [_as_seen(place, seen.get(place, Seen.LITERAL)) for place in places]


def _as_seen(place: Place, seen: Seen) -> Place:
    if seen is Seen.NUMBER:
        return replace(place, takes=RegionKind.ARITHMETIC)
    return replace(place, fault=_UNCLEAR) if seen is Seen.OTHER else place


def _without_placeholders(body: str) -> str:
    """The same text, with each placeholder as a word of the same length, so that its braces mean nothing."""
    return PLACEHOLDER.sub(lambda match: "x" * len(match[0]), body)


def _around(regions: list[Region], starts: list[int], position: int) -> Region | None:
    at = bisect_right(starts, position) - 1
    return regions[at] if at >= 0 and position < regions[at].end else None


def _judged(
    language: ScriptLanguage,
    body: str,
    match: re.Match[str],
    around: Region | None,
    *,
    regions: list[Region],
    starts: list[int],
) -> tuple[str | None, RegionKind | None]:
    if around is not None and around.kind in _BESIDE:
        before, after = _BESIDE[around.kind]
        is_free = body[match.start() - 1] in before and body[match.end() : match.end() + 1] in after
        return (None if is_free else "is part of another word"), around.kind
    if around is not None:
        return _WITHIN[around.kind], None
    if language is ScriptLanguage.PYTHON and _is_beside_string(body, match, regions, starts):
        return "stands beside a string, which would become one with it", None
    before = body[max(0, match.start() - _LONGEST_BEFORE) : match.start()]
    if _BEFORE_PATTERNS[language].search(before) and _AFTER_PATTERNS[language].match(body, match.end()):
        return None, None
    return "is part of another word", None


def _is_beside_string(body: str, match: re.Match[str], regions: list[Region], starts: list[int]) -> bool:
    """Python joins strings that stand side by side, also on several lines between brackets, with comments between."""
    before, after = match.start(), match.end()
    while before > 0 and (left := _skipped(body, before - 1, regions, starts)):
        before = left[0]
    while after < len(body) and (right := _skipped(body, after, regions, starts)):
        after = right[1]
    beside = [_around(regions, starts, at) for at in (before - 1, after) if 0 <= at < len(body)]
    is_beside_place = body[max(0, before - 2) : before] == "}}" or body[after : after + 2] == "{{"
    return is_beside_place or any(region is not None and region.kind is RegionKind.STRING for region in beside)


def _skipped(body: str, at: int, regions: list[Region], starts: list[int]) -> tuple[int, int] | None:
    """(start, end) of the blank or the comment that has the character; None if it is something else."""
    region = _around(regions, starts, at)
    if region is not None:
        return (region.start, region.end) if region.kind is RegionKind.COMMENT else None
    return (at, at + 1) if body[at] in " \t\f\r\n\\" else None


def stand_ins(language: ScriptLanguage, body: str, places: list[Place]) -> str:
    """The script with a harmless literal of the same length for each placeholder: what a parser may read.

    A misplaced one becomes a word without quotes, so that one mistake is not reported twice.
    """
    return "".join(_stood_in(language, body, places))


def _stood_in(language: ScriptLanguage, body: str, places: list[Place]) -> Iterator[str]:
    position = 0
    quote = '"' if language is ScriptLanguage.BATCH else "'"
    for place in places:
        length = place.end - place.start
        yield body[position : place.start]
        if place.takes is RegionKind.ARITHMETIC:
            yield "1" * length
        elif place.fault or place.takes:
            yield "x" * length
        else:
            yield f"{quote}{'x' * (length - 2)}{quote}"
        position = place.end
    yield body[position:]
