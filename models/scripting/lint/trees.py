"""Walks a parse tree in time proportional to its size.

It uses no recursion, and never asks a node for its parent, which tree-sitter finds by searching from the root.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node, Parser

MOST_LINES = 1_000
"""At most this many lines are also parsed one by one, so that a hostile script does not take seconds."""

_PLACEHOLDER = re.compile(r"<[\w .-]+>")


@dataclass(frozen=True, slots=True)
class Visit:
    """A node with the visit of its parent, and with the named node before it under the same parent."""

    node: Node
    parent: Visit | None = None
    before: Node | None = None

    @property
    def parent_type(self) -> str:
        return self.parent.node.type if self.parent else ""


def roots_of(parser: Parser, script: str) -> Iterator[Node]:
    """The script's tree.  If it has mistakes or placeholders (`<host>`), the tree of each line as well.

    A quote that nobody closed or a `>` that redirects nothing would otherwise hide the commands after it.
    """
    root = parser.parse(script.encode()).root_node
    yield root
    lines = script.splitlines()
    if len(lines) > 1 and (root.has_error or _PLACEHOLDER.search(script)):
        yield from (parser.parse(line.encode()).root_node for line in lines[:MOST_LINES])


def visits_of(root: Node) -> Iterator[Visit]:
    """Every named node, in the order of the text."""
    waiting = [Visit(root)]
    while waiting:
        visit = waiting.pop()
        yield visit
        children = visit.node.named_children
        befores = [None, *children]
        around = list(zip(children, befores, strict=False))
        waiting.extend(Visit(child, visit, before) for child, before in reversed(around))


def text_of(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")
