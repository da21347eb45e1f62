"""Walks a parse tree in time proportional to its size.

It uses no recursion, and never asks a node for its parent, which tree-sitter finds by searching from the root.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from models.scripting.languages import ScriptLanguage
from models.scripting.lint.grammars import Deadline, parse

MOST_LINES = 1_000
"""At most this many lines are also parsed one by one, so that a hostile script does not take seconds."""

_PLACEHOLDER = re.compile(r"<[\w .-]+>")


@dataclass(frozen=True, slots=True)
class Visit:
    """A node with the visit of its parent, and with the named node before it under the same parent."""

    node: Node
    parent: Visit | None = None
    before: Node | None = None
    rows_before: int = 0
    """The lines of the script before the text that was parsed."""

    @property
    def row(self) -> int:
        """The node's line in the script, from 1."""
        return self.rows_before + self.node.start_point.row + 1

    @property
    def parent_type(self) -> str:
        return self.parent.node.type if self.parent else ""


class TooIntricate(ValueError):
    """The script takes too long to be parsed."""


def visits_in(language: ScriptLanguage, script: str) -> Iterator[Visit]:
    """Every named node of the tree.  If the script has mistakes or placeholders (`<host>`), those of each line as well.

    A quote that nobody closed or a `>` that redirects nothing would otherwise hide the commands after it.
    Raises TooIntricate.
    """
    deadline = Deadline()
    root = _root(language, script, deadline)
    yield from visits_of(root)
    lines = script.splitlines()
    if len(lines) > 1 and (root.has_error or _PLACEHOLDER.search(script)):
        for row, line in enumerate(lines[:MOST_LINES]):
            yield from visits_of(_root(language, line, deadline), rows_before=row)


def _root(language: ScriptLanguage, script: str, deadline: Deadline) -> Node:
    tree = parse(language, script, deadline)
    if tree is None:
        raise TooIntricate
    return tree.root_node


def visits_of(root: Node, *, rows_before: int = 0) -> Iterator[Visit]:
    """Every named node, in the order of the text."""
    waiting = [Visit(root, rows_before=rows_before)]
    while waiting:
        visit = waiting.pop()
        yield visit
        children = visit.node.named_children
        befores = [None, *children]
        around = list(zip(children, befores, strict=False))
        waiting.extend(Visit(child, visit, before, rows_before) for child, before in reversed(around))


def text_of(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")
