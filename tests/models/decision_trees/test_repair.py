"""What a drafted tree is after its repair."""

from __future__ import annotations

from typing import Any

from models.decision_trees.graph import MOST_NODES, Nodes, node
from models.decision_trees.problems import problems_of
from models.decision_trees.repair import repaired

SOLVED = node({"kind": "outcome", "text": "It works", "outcome": "solved"})


def question(*answers: tuple[str, str]) -> dict[str, Any]:
    return {"kind": "question", "text": "Which?", "answers": [{"label": label, "next": to} for label, to in answers]}


def publishable(root: str, nodes: Nodes) -> Nodes:
    found = repaired(root, nodes)
    assert found is not None
    assert problems_of(found[0], found[1], ()) == []
    return found[1]


def test_of_a_tree_that_is_too_large_the_nodes_nearest_to_the_root_are_kept() -> None:
    chain = {f"n{at}": node({"kind": "step", "text": f"Step {at}", "next": f"n{at + 1}"}) for at in range(250)}
    kept = publishable("n0", dict(reversed(chain.items())))
    assert len(kept) == MOST_NODES and "n0" in kept and "n198" in kept


def test_a_loop_whose_answer_is_none_of_these_gets_a_way_out() -> None:
    publishable("a", {"a": node(question(("NONE OF THESE", "a"), ("Yes", "a")))})


def test_an_id_that_is_none_is_replaced_by_an_unused_one() -> None:
    kept = publishable("a b", {"a b": node(question(("Yes", "node-1"), ("No", "x"))), "node-1": SOLVED, "x": SOLVED})
    assert kept["node-1"]["text"] == "It works" and len(kept) == 3
