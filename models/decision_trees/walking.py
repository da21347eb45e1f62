"""Walks through the nodes of a tree, each in time linear to its answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from models.decision_trees.graph import Node, targets_of

Edges = Mapping[str, Sequence[str]]


def edges_of(nodes: Mapping[str, Node]) -> dict[str, list[str]]:
    """By node, the nodes that it leads to; targets that do not exist are left out."""
    return {
        node_id: [target for target in targets_of(one) if target is not None and target in nodes]
        for node_id, one in nodes.items()
    }


def turned(edges: Edges) -> dict[str, list[str]]:
    """By node, the nodes that lead to it."""
    back: dict[str, list[str]] = {node_id: [] for node_id in edges}
    for node_id, targets in edges.items():
        for target in targets:
            back[target].append(node_id)
    return back


def reached_from(starts: Iterable[str], edges: Edges, *, seen: set[str] | None = None) -> list[str]:
    """The nodes that can be reached, the starts included, in the order of a walk in breadth.

    Those in `seen` are passed over, and what is found is added to it.
    """
    seen = set() if seen is None else seen
    found: list[str] = []
    for start in starts:
        if start not in seen:
            seen.add(start)
            found.append(start)
    for node_id in found:
        for target in edges[node_id]:
            if target not in seen:
                seen.add(target)
                found.append(target)
    return found


def last_loops(order: Sequence[str], edges: Edges) -> list[str]:
    """One node of each loop that nothing leaves: the first of it in `order`.

    `order` names the nodes that count; edges to others are passed over.  Every one of them has to lead to another one.

    Backwards, such a loop is a group that no other group leads to.  The starts of a walk backwards through everything
    include one node of each such group, and among them a later start may reach an earlier one, but never the other way
    around: so the walk is repeated from the last start to the first, and what is reached by another one falls away.
    """
    within = set(order)
    inner = {node_id: [target for target in edges[node_id] if target in within] for node_id in order}
    back = turned(inner)
    starts = _starts(order, back)
    loops = _starts(list(reversed(starts)), back)
    places = {node_id: place for place, node_id in enumerate(order)}
    firsts = [min(reached_from([start], inner), key=places.__getitem__) for start in loops]
    return sorted(firsts, key=places.__getitem__)


def _starts(order: Sequence[str], edges: Edges) -> list[str]:
    """The nodes from which a walk had to begin anew to see everything, in this order."""
    seen: set[str] = set()
    starts = []
    for node_id in order:
        if node_id not in seen:
            starts.append(node_id)
            reached_from([node_id], edges, seen=seen)
    return starts
