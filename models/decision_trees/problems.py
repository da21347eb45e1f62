"""The faults of a tree, each at its node, in time linear to the tree.

A draft may have them.  A tree is published only without.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.case_words import folded
from models.decision_trees.graph import Node, NodeKind, Outcome, targets_of
from models.decision_trees.walking import edges_of, last_loops, reached_from, turned


class ProblemCode(StrEnum):
    NO_ROOT = "no_root"
    UNKNOWN_ROOT = "unknown_root"
    NO_TEXT = "no_text"
    NO_ANSWERS = "no_answers"
    SAME_ANSWER = "same_answer"
    NO_NEXT = "no_next"
    UNKNOWN_NEXT = "unknown_next"
    NO_OUTCOME = "no_outcome"
    NO_FIX = "no_fix"
    UNKNOWN_SCRIPT = "unknown_script"
    UNREACHABLE = "unreachable"
    ENDLESS_LOOP = "endless_loop"


@dataclass(frozen=True)
class Problem:
    """`node` is the id of the node that has it; None for one of the whole tree.  `message` is for people."""

    node: str | None
    code: ProblemCode
    message: str


def problems_of(root: str | None, nodes: Mapping[str, Node], known_scripts: Collection[str]) -> list[Problem]:
    """Those of the whole tree first, then by node in the order of a walk from the root; at last what nothing reaches.

    `known_scripts`: the ids, as text, of the scripts that the account can use.  A loop without a way out is reported
    once, at its first node.
    """
    edges = edges_of(nodes)
    seen: set[str] = set()
    reached = reached_from([root] if root is not None and root in nodes else [], edges, seen=seen)
    order = reached + [node_id for node_id in nodes if node_id not in seen]
    loops = set(_endless(order, nodes, edges))
    found = list(_of_root(root, nodes))
    for node_id in order:
        problems = list(_of_node(nodes[node_id], nodes, known_scripts))
        if node_id in loops:
            problems.append((ProblemCode.ENDLESS_LOOP, "These nodes lead back to each other, and no answer leads out."))
        found += [Problem(node_id, code, message) for code, message in problems]
    if root in nodes:
        lost = order[len(reached) :]
        found += [Problem(node_id, ProblemCode.UNREACHABLE, "No answer leads here.") for node_id in lost]
    return found


def _of_root(root: str | None, nodes: Mapping[str, Node]) -> Iterator[Problem]:
    if root is None:
        message = "Choose where the tree begins." if nodes else "The tree is empty. Add the first question."
        yield Problem(None, ProblemCode.NO_ROOT, message)
    elif root not in nodes:
        yield Problem(None, ProblemCode.UNKNOWN_ROOT, "The tree begins at a node that does not exist.")


Fault = tuple[ProblemCode, str]


def _of_node(node: Node, nodes: Mapping[str, Node], known_scripts: Collection[str]) -> Iterator[Fault]:
    if not node["text"].strip():
        yield ProblemCode.NO_TEXT, f"This {node['kind']} has no text."
    by_kind = {NodeKind.QUESTION: _of_question, NodeKind.STEP: _of_step, NodeKind.OUTCOME: _of_outcome}
    yield from by_kind[NodeKind(node["kind"])](node, nodes)
    if node["script_id"] and node["script_id"] not in known_scripts:
        yield ProblemCode.UNKNOWN_SCRIPT, "Its script is not in the library any more. Choose another one."


def _of_question(node: Node, nodes: Mapping[str, Node]) -> Iterator[Fault]:
    if not node["answers"]:
        yield ProblemCode.NO_ANSWERS, "This question has no answers."
    seen: set[str] = set()
    for number, answer in enumerate(node["answers"], 1):
        label = answer["label"].strip()
        name = f'The answer "{label}"' if label else f"Answer {number}"
        if not label:
            yield ProblemCode.NO_TEXT, f"{name} has no text."
        elif (key := " ".join(folded(label).split())) in seen:
            yield ProblemCode.SAME_ANSWER, f"{name} is there twice."
        else:
            seen.add(key)
        yield from _of_target(answer["next"], nodes, name)


def _of_step(node: Node, nodes: Mapping[str, Node]) -> Iterator[Fault]:
    return _of_target(node["next"], nodes, "This step")


def _of_target(target: str | None, nodes: Mapping[str, Node], name: str) -> Iterator[Fault]:
    if target is None:
        yield ProblemCode.NO_NEXT, f"{name} leads nowhere yet."
    elif target not in nodes:
        yield ProblemCode.UNKNOWN_NEXT, f"{name} leads to a node that does not exist."


def _of_outcome(node: Node, _: Mapping[str, Node]) -> Iterator[Fault]:
    fix = node["fix"]
    is_told = bool(fix and fix["title"].strip() and any(map(str.strip, fix["steps"])))
    if node["outcome"] is None:
        yield ProblemCode.NO_OUTCOME, "Choose how it ends here: solved, escalate, or try a fix."
    elif node["outcome"] == Outcome.TRY_FIX and not is_told:
        yield ProblemCode.NO_FIX, "The fix to try needs a title and at least one step."


def _endless(order: list[str], nodes: Mapping[str, Node], edges: Mapping[str, list[str]]) -> list[str]:
    """A node of each loop without a way out.  Where a path stops short, that is its own fault, and counts as an end."""
    ends = [node_id for node_id in order if _ends(nodes[node_id], nodes)]
    ending = set(reached_from(ends, turned(edges)))
    return last_loops([node_id for node_id in order if node_id not in ending], edges)


def _ends(node: Node, nodes: Mapping[str, Node]) -> bool:
    targets = targets_of(node)
    return not targets or any(target is None or target not in nodes for target in targets)
