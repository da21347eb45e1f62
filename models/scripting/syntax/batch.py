"""Mistakes in batch files.  No grammar of them exists, so these are the few rules that a person most often breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from models.scripting.languages import ScriptLanguage
from models.scripting.lint.batch import LONGEST_LINE
from models.scripting.quoting import RegionKind, regions_of
from models.scripting.syntax.problem import Lines, Problem

_LABEL = re.compile(r"^[ \t]*:(?!:)[ \t]*([^\s:+&|<>^]+)", re.MULTILINE)
_JUMP = re.compile(r"(?:\bgoto[ \t]+:?|\bcall[ \t]+:)([^\s:+&|<>^()%!\"]+)(?![%!])", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\^.|[()\n]", re.DOTALL)
_BLOCK = re.compile(
    r"(?:^|[&|(@])[ \t@]*$|\b(?:do|else|in)[ \t]*$"
    r"|\bif\b[^\n]*[ \t]$",
    re.IGNORECASE | re.MULTILINE,
)
_MOST_PARENTHESES = 5_000


def problems_of(script: str) -> list[Problem]:
    lines = Lines(script)
    return [Problem(*lines.place(at), message) for at, message in _found(script)]


def _found(script: str) -> Iterator[tuple[int, str]]:
    code = _code(script)
    yield from _jumps(code)
    yield from _blocks(code)
    at = 0
    for line in script.splitlines(keepends=True):
        if len(line) > LONGEST_LINE:
            yield at, f"cmd reads at most {LONGEST_LINE:,} characters of a line."
        at += len(line)


def _code(script: str) -> str:
    """The script with blanks in the place of its strings and comments."""
    parts, position = [], 0
    for region in regions_of(ScriptLanguage.BATCH, script):
        if region.kind in {RegionKind.STRING, RegionKind.COMMENT, RegionKind.ASSIGNED}:
            parts += [script[position : region.start], '"' * (region.end - region.start)]
            position = region.end
    return "".join((*parts, script[position:]))


def _jumps(code: str) -> Iterator[tuple[int, str]]:
    labels = {match[1].lower() for match in _LABEL.finditer(code)} | {"eof"}
    for jump in _JUMP.finditer(code):
        if jump[1].lower() not in labels:
            yield jump.start(1), f"There is no label :{jump[1][:40]}."


def _blocks(code: str) -> Iterator[tuple[int, str]]:
    """Blocks that are never closed.  A parenthesis inside an `echo` opens none."""
    opened: list[int] = []
    for match in islice(_PARENTHESIS.finditer(code), _MOST_PARENTHESES):
        if match[0] == "(" and (opened or _BLOCK.search(code[max(0, match.start() - 300) : match.start()])):
            opened.append(match.start())
        elif match[0] == ")" and opened:
            opened.pop()
    yield from ((at, "This parenthesis is never closed.") for at in opened[:1])
