"""The strings, comments and line ends of Python, by its own tokenizer."""

from __future__ import annotations

import io
import tokenize

from models.scripting.quoting.region import Region, RegionKind

_STARTS = {"FSTRING_START", "TSTRING_START"}
_ENDS = {"FSTRING_END", "TSTRING_END"}


def regions_of(script: str) -> list[Region]:
    """Text behind a place that the tokenizer cannot read counts as verbatim: nobody knows what it is."""
    lines = io.StringIO(script, newline="").readlines()
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    return _regions(script, offsets)


def _regions(script: str, offsets: list[int]) -> list[Region]:
    regions: list[Region] = []
    depth, start, read = 0, 0, 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(script, newline="").readline):
            name = tokenize.tok_name[token.type]
            begin, read = _position(offsets, token.start), _position(offsets, token.end)
            if name in _STARTS:
                start = begin if depth == 0 else start
                depth += 1
            elif name in _ENDS:
                depth -= 1
                if depth == 0:
                    regions.append(Region(RegionKind.STRING, start, read))
            elif depth == 0 and name in {"STRING", "COMMENT"}:
                regions.append(Region(RegionKind[name], begin, read))
            elif name == "NEWLINE" and begin < read:
                regions.append(Region(RegionKind.LINE_END, begin, read))
    except (tokenize.TokenError, SyntaxError):
        # A string or a bracket that nobody closed, or an indentation that fits no other.
        at = start if depth else read
        regions.append(Region(RegionKind.VERBATIM, at, len(script)))
    return regions


def _position(offsets: list[int], place: tuple[int, int]) -> int:
    line, column = place
    return min(offsets[min(line, len(offsets)) - 1] + column, offsets[-1])
