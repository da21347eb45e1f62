"""Every fault is found, at its node, and a large tree is checked in no time."""

from __future__ import annotations

import random
from time import perf_counter
from typing import Any

import pytest

from models.decision_trees.graph import Nodes, node
from models.decision_trees.problems import problems_of
from tests.support.trees import fix, outcome, question, step


def faults(root: str | None, **nodes: dict[str, Any]) -> list[tuple[str | None, str]]:
    whole: Nodes = {node_id: node(given) for node_id, given in nodes.items()}
    return [(problem.node, problem.code.value) for problem in problems_of(root, whole, {"known"})]


END = outcome("Done")


@pytest.mark.parametrize(
    ("root", "nodes", "found"),
    [
        (None, {}, [(None, "no_root")]),
        (None, {"a": END}, [(None, "no_root")]),
        ("b", {"a": END}, [(None, "unknown_root")]),
        ("a", {"a": END}, []),
        ("a", {"a": outcome(" ")}, [("a", "no_text")]),
        ("a", {"a": outcome("How?", None)}, [("a", "no_outcome")]),
        ("a", {"a": question("Which?")}, [("a", "no_answers")]),
        ("a", {"a": question("Which?", Yes="b", yés="b"), "b": END}, [("a", "same_answer")]),
        ("a", {"a": question("Which?", **{"": "b"}), "b": END}, [("a", "no_text")]),
        ("a", {"a": question("Which?", Yes=None, No="c")}, [("a", "no_next"), ("a", "unknown_next")]),
        ("a", {"a": step("Look", None)}, [("a", "no_next")]),
        ("a", {"a": END, "lost": END, "more": END}, [("lost", "unreachable"), ("more", "unreachable")]),
        ("a", {"a": outcome("Fix it", "try_fix")}, [("a", "no_fix")]),
        ("a", {"a": fix(steps=[" "])}, [("a", "no_fix")]),
        ("a", {"a": fix("")}, [("a", "no_fix"), ("a", "no_text")]),
        ("a", {"a": step("Run it", "b", script_id="gone"), "b": END}, [("a", "unknown_script")]),
        ("a", {"a": step("Run it", "b", script_id="known"), "b": END}, []),
    ],
)
def test_each_fault_is_told_at_its_node(
    root: str | None, nodes: dict[str, Any], found: list[tuple[str | None, str]]
) -> None:
    assert sorted(faults(root, **nodes), key=str) == sorted(found, key=str)


def test_a_loop_needs_a_way_out_and_is_told_once_where_it_begins() -> None:
    with_way_out = {"a": question("Again?", Yes="b", No="c"), "b": step("Wait", "a"), "c": END}
    assert faults("a", **with_way_out) == []
    assert faults("a", a=step("Look", "b"), b=step("Wait", "c"), c=step("Wait more", "b")) == [("b", "endless_loop")]
    assert faults("a", a=step("Myself", "a")) == [("a", "endless_loop")]
    two = {
        "a": question("Which?", One="b", Two="d", Three="e"),
        "b": step("1", "c"),
        "c": question("2", Back="b", On="d"),
        "d": step("3", "d"),
        "e": END,
    }
    assert faults("a", **two) == [("d", "endless_loop")]
    assert faults("a", a=question("Again?", Yes="a", No=None)) == [("a", "no_next")], "it is not finished"


def loops_by_hand(edges: dict[str, list[str]]) -> int:
    """Groups of nodes that reach each other and nothing else, found the slow way."""
    reach = {start: reached(start, edges) for start in edges}
    return len({frozenset(reach[start]) for start in edges if all(start in reach[other] for other in reach[start])})


def reached(start: str, edges: dict[str, list[str]]) -> set[str]:
    found, waiting = set(), list(edges[start])
    while waiting:
        if (one := waiting.pop()) not in found:
            found.add(one)
            waiting += edges[one]
    return found


def test_the_loops_of_random_trees_are_those_that_one_finds_by_hand() -> None:
    chance = random.Random(7)
    for _ in range(300):
        names = [f"n{number}" for number in range(chance.randint(1, 9))]
        edges = {name: chance.sample(names, chance.randint(1, min(2, len(names)))) for name in names}
        nodes = {
            name: question("?", **{f"{place}": target for place, target in enumerate(targets)})
            for name, targets in edges.items()
        }
        found = [code for _, code in faults(names[0], **nodes) if code == "endless_loop"]
        assert len(found) == loops_by_hand(edges)


def test_a_tree_of_200_nodes_in_any_shape_is_checked_quickly() -> None:
    chain = {f"n{number}": step("Go on", f"n{(number + 1) % 200}") for number in range(200)}
    dense = {
        f"n{number}": question("?", **{str(place): f"n{(number * 7 + place) % 200}" for place in range(8)})
        for number in range(200)
    }
    for nodes in (chain, dense):
        began = perf_counter()
        assert [code for _, code in faults("n0", **nodes) if code == "endless_loop"] == ["endless_loop"]
        assert perf_counter() - began < 0.1
