"""Mistakes in PowerShell and Bash: quotes that nobody closed by our own reader, the rest by tree-sitter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from models.scripting.languages import ScriptLanguage
from models.scripting.lint.grammars import parse
from models.scripting.quoting import Region, RegionKind, regions_of
from models.scripting.syntax.problem import MOST_PROBLEMS, Lines, Problem

_UNCLOSED = {
    RegionKind.STRING: "This quote is never closed.",
    RegionKind.COMMENT: "This comment is never closed.",
    RegionKind.HERE_DOCUMENT: "This here-document is never closed.",
    RegionKind.EXPANSION: "This is never closed.",
    RegionKind.ARITHMETIC: "This calculation is never closed.",
}
_LONGEST_SHOWN = 30


def problems_of(language: ScriptLanguage, script: str) -> list[Problem]:
    regions = regions_of(language, script)
    lines = Lines(script)
    if unclosed := [region for region in regions if region.opened_at is not None]:
        # What follows an open quote is text or code, nobody knows; the grammar would only guess.
        return [Problem(*lines.place(region.opened_at or 0), _UNCLOSED[region.kind]) for region in unclosed[:1]]
    if not _has_code(script, regions):
        return []
    tree = parse(language, script)
    if tree is None:
        return [Problem(1, 1, "The script is too intricate to be checked.", "warning")]
    if not tree.root_node.has_error:
        return []
    if language is ScriptLanguage.POWERSHELL:
        tree = parse(language, written_out(script, regions)) or tree
    positions = _Positions(script)
    return [Problem(*lines.place(positions.of(at)), message) for at, message in _mistakes(tree.root_node)]


def _has_code(script: str, regions: list[Region]) -> bool:
    """False for a script of nothing but comments, which the grammar of PowerShell takes for a mistake."""
    position = 0
    for region in regions:
        if region.kind is not RegionKind.COMMENT or script[position : region.start].strip():
            return True
        position = region.end
    return bool(script[position:].strip())


class _Positions:
    """Translates an offset in UTF-8, as the grammar counts, to characters."""

    def __init__(self, script: str) -> None:
        self._bytes = script.encode(errors="replace")

    def of(self, offset: int) -> int:
        return len(self._bytes[:offset].decode(errors="ignore"))


def _mistakes(root: Node) -> Iterator[tuple[int, str]]:
    """(offset in bytes, message) of the outermost mistakes, in the order of the text."""
    waiting, count = [root], 0
    while waiting and count < MOST_PROBLEMS:
        node = waiting.pop()
        if node.is_missing and not node.type.strip():
            # The grammar of PowerShell wants a blank in `C:\\a,D:\\b`.
            continue
        if node.is_missing:
            count += 1
            yield node.start_byte, f"Something is missing here: {_shown(node.type)}."
        elif node.is_error:
            count += 1
            yield node.start_byte, _unexpected(node)
        elif node.has_error:
            waiting.extend(reversed(node.children))


def _unexpected(node: Node) -> str:
    text = (node.text or b"").decode(errors="replace").strip()
    first = text.splitlines()[0] if text else ""
    return f"This cannot be read: {_shown(first)}." if first else "This cannot be read."


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


# What the grammar of PowerShell does not know: units behind an operator, words without quotes in a list, the default
# of a switch on the line of the case before, and two operators of PowerShell 7.  Each gets a text of its length.
_SAME_LINE = re.compile(r"(?<=\})[ \t](?=default\b)", re.IGNORECASE)
_COALESCING = re.compile(r"(?<=\s)\?\?(?=\s)")
_TERNARY = re.compile(r"(?<=[\w)\]}'\"] )\?(?= )|(?<= ):(?= )")
_UNIT = re.compile(r"(?<=\d)[KMGTP]B\b", re.IGNORECASE)
_WORD = r"([A-Za-z][\w.*-]*)"
_BARE_IN_LIST = re.compile(
    rf"(?<![\w$:.'\"@\[(-]){_WORD}(?=,[ \w@'$])|(?<=, ){_WORD}(?![\w('\"])|(?<=[\w'],){_WORD}(?![\w('\"])"
)


def written_out(script: str, regions: list[Region]) -> str:
    """The PowerShell script without what the grammar does not know, every character at its old place."""
    parts, position = [], 0
    for region in [*regions, Region(RegionKind.STRING, len(script), len(script))]:
        code = _SAME_LINE.sub("\n", _UNIT.sub("00", script[position : region.start]))
        code = _TERNARY.sub("+", _COALESCING.sub("-f", code))
        parts += [_BARE_IN_LIST.sub(_quoted, code), script[region.start : region.end]]
        position = region.end
    return "".join(parts)


def _quoted(word: re.Match[str]) -> str:
    return f"'{word[0][1:-1]}'" if len(word[0]) > 1 else "1"
