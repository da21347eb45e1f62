"""The quoting rules of batch files: a quote runs to the next one, or to the end of its line.

`set "NAME=value"` is the one form in which quotes are not part of the value, so a value may stand in it.
"""

from __future__ import annotations

import re

from models.scripting.quoting.region import Region, RegionKind

_LINE = re.compile(r"[^\r\n]+")
_COMMENT = re.compile(r"(?:^[@\s(]*|&\s*)(?:rem(?=[\s.:]|$)|::)", re.IGNORECASE)
_STRING = re.compile(r'\^.|"[^"]*"?')
_SET = re.compile(r"\bset\s+(?:/[ap]\s+)?$", re.IGNORECASE)
_ASSIGNED = re.compile(r'"\w+=([^"]*)"')


def regions_of(script: str) -> list[Region]:
    regions: list[Region] = []
    for line in _LINE.finditer(script):
        comment = _COMMENT.search(line[0])
        end = line.start() + comment.start() if comment else line.end()
        regions += _strings(script, line.start(), end)
        if comment:
            regions.append(Region(RegionKind.COMMENT, end, line.end()))
    return regions


def _strings(script: str, first: int, last: int) -> list[Region]:
    strings: list[Region] = []
    for match in _STRING.finditer(script, first, last):
        start, end = match.span()
        if match[0][0] == "^":
            continue
        if _SET.search(script, max(first, start - 20), start) and (assigned := _ASSIGNED.fullmatch(match[0])):
            value = start + assigned.start(1)
            strings += [
                Region(RegionKind.STRING, start, value),
                Region(RegionKind.ASSIGNED, value, end - 1),
                Region(RegionKind.STRING, end - 1, end),
            ]
        else:
            is_closed = len(match[0]) > 1 and match[0][-1] == '"'
            strings.append(Region(RegionKind.STRING, start, end, None if is_closed else start))
    return strings
