"""A second, independent reading of the places in a Bash or PowerShell script, by tree-sitter's grammars.

The quoting rules (`quoting`) and the grammar can each be wrong about a text; a value is put only where both see one
literal.  Where the grammar could not read a quote, it is trusted about nothing behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import Enum, auto

from tree_sitter import Node

from models.scripting.languages import ScriptLanguage
from models.scripting.lint.grammars import parse
from models.scripting.quoting import regions_of
from models.scripting.quoting.powershell import DOUBLE, SINGLE
from models.scripting.syntax.shells import written_out


class Seen(Enum):
    """What the grammar sees at a place."""

    LITERAL = auto()
    NUMBER = auto()
    """A calculation, which runs code that a text in it names."""

    OTHER = auto()


class _Context(Enum):
    CODE = auto()
    TEXT = auto()
    CALCULATION = auto()


READ = frozenset({ScriptLanguage.POWERSHELL, ScriptLanguage.BASH})
"""The languages with a grammar.  Python's places are found by its own tokenizer."""

_LITERALS = frozenset({"raw_string", "verbatim_string_characters"})
_CODE = frozenset({"command_substitution", "process_substitution", "do_group", "sub_expression"})
_TEXT = frozenset(
    {
        *("string", "heredoc_body", "comment", "ansi_c_string", "raw_string", "expansion", "regex", "extglob_pattern"),
        *("expandable_string_literal", "expandable_here_string_literal", "verbatim_here_string_characters"),
        *("verbatim_string_characters", "stop_parsing", "generic_token", "braced_variable", "command_name"),
    }
)
_CALCULATIONS = frozenset({"arithmetic_expansion", "subscript", "c_style_for_statement"})
_CALCULATING = re.compile(r"\[\[.*\s-(?:eq|ne|lt|le|gt|ge|v|R)\s", re.DOTALL)
_DECLARES_INTEGERS = re.compile(r"\b(?:declare|typeset|local|readonly|export)\s+(?:-\w+\s+)*-\w*i")
_ASSIGNED_WORD = re.compile(rb"[\w./:+-]+=")
_LOOSE = re.compile(rb"['\"`#]|<<|\(\(|\$[{(\[]")
_PLAIN = str.maketrans({**dict.fromkeys(SINGLE, "'"), **dict.fromkeys(DOUBLE, '"')})


def seen_at(language: ScriptLanguage, script: str, places: Sequence[tuple[int, int]]) -> list[Seen]:
    """What stands at each place: (start, end) in characters, in order, where `script` has a stand-in in quotes.

    OTHER for each if the script takes too long to be parsed.
    """
    if language is ScriptLanguage.POWERSHELL:
        script = script.translate(_PLAIN)
    tree = parse(language, script)
    if tree and tree.root_node.has_error and language is ScriptLanguage.POWERSHELL:
        tree = parse(language, written_out(script, regions_of(language, script)))
    if tree is None:
        return [Seen.OTHER] * len(places)
    return _Reading(tree.root_node, script, places).seen


class _Reading:
    def __init__(self, root: Node, script: str, places: Sequence[tuple[int, int]]) -> None:
        self._text = root.text or b""
        self._starts = list(_in_bytes(script, [start for start, _ in places]))
        self._ends = [first + end - start for first, (start, end) in zip(self._starts, places, strict=True)]
        self._unread = len(self._text) + 1
        self._has_integers = _DECLARES_INTEGERS.search(script) is not None
        self.seen = [Seen.OTHER] * len(places)
        self._walk(root)
        for at, end in enumerate(self._ends):
            if end > self._unread:
                self.seen[at] = Seen.OTHER

    def _walk(self, root: Node) -> None:
        waiting = [(root, _Context.CODE)]
        while waiting:
            node, context = waiting.pop()
            if node.has_error:
                self._note_error(node)
            at = bisect_left(self._starts, node.start_byte)
            if at < len(self._starts) and self._ends[at] <= node.end_byte:
                self._see(node, at, context)
                inside = self._inside(node, context)
                waiting.extend((child, inside) for child in node.children)
            elif node.has_error:
                waiting.extend((child, context) for child in node.children)

    def _see(self, node: Node, at: int, context: _Context) -> None:
        is_exact = (node.start_byte, node.end_byte) == (self._starts[at], self._ends[at])
        if is_exact and node.type in _LITERALS and context is not _Context.TEXT:
            self.seen[at] = Seen.LITERAL if context is _Context.CODE else Seen.NUMBER
        elif context is _Context.CODE and self._is_assigned_word(node, at):
            self.seen[at] = Seen.LITERAL

    def _is_assigned_word(self, node: Node, at: int) -> bool:
        """PowerShell's `NAME='value'` is one word."""
        if node.type != "generic_token" or node.end_byte != self._ends[at]:
            return False
        return _ASSIGNED_WORD.fullmatch(self._text, node.start_byte, self._starts[at]) is not None

    def _inside(self, node: Node, context: _Context) -> _Context:
        if node.type in _CODE:
            return _Context.CODE
        if node.type in _TEXT or context is _Context.TEXT:
            return _Context.TEXT
        return _Context.CALCULATION if self._calculates(node) else context

    def _calculates(self, node: Node) -> bool:
        """Whether Bash works out what a text in this node says, which can run a command: `a[$(reboot)]`."""
        if node.type in _CALCULATIONS:
            return True
        if node.type == "compound_statement":
            return node.children[0].type == "(("
        if node.type == "test_command":
            return _CALCULATING.match((node.text or b"").decode(errors="replace")) is not None
        if node.type == "command":
            name = node.child_by_field_name("name")
            return name is not None and name.text == b"let"
        return node.type == "variable_assignment" and self._has_integers

    def _note_error(self, node: Node) -> None:
        """Whether the grammar gave up at a quote, or at what else begins another kind of text."""
        if node.is_missing and node.type.strip() in {"'", '"', "`"}:
            self._unread = min(self._unread, node.start_byte)
        if not node.is_error:
            return
        position, loose = node.start_byte, []
        for child in node.children:
            loose.append(self._text[position : child.start_byte])
            if not child.is_named:
                loose.append(child.text or b"")
            position = child.end_byte
        loose.append(self._text[position : node.end_byte])
        if any(_LOOSE.search(part) for part in loose):
            self._unread = min(self._unread, node.start_byte)


def _in_bytes(text: str, positions: Iterable[int]) -> Iterable[int]:
    """Each position, in order, as an offset in UTF-8."""
    before, offset = 0, 0
    for position in positions:
        offset += len(text[before:position].encode(errors="replace"))
        before = position
        yield offset
