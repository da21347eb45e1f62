"""Repairs a drafted tree, so that nothing stands against publishing it but what a person thinks of it.

A draft of the copilot's may lead nowhere, go round in circles or have nodes that nothing leads to.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from models.case_words import folded
from models.decision_trees.graph import (
    LONGEST_FIX_TITLE,
    LONGEST_LABEL,
    LONGEST_STEP,
    LONGEST_TEXT,
    MOST_ANSWERS,
    MOST_NODES,
    MOST_STEPS,
    Answer,
    Node,
    NodeFix,
    NodeKind,
    Nodes,
    Outcome,
    is_node_id,
    node,
)
from models.decision_trees.problems import ProblemCode, problems_of
from models.decision_trees.walking import edges_of, reached_from

ESCALATION = "escalate"
OTHERWISE = "None of these"


def repaired(root: str, nodes: Mapping[str, Node]) -> tuple[str, Nodes] | None:
    """The root and the nodes without a fault; None if no question or step is left.

    What leads nowhere escalates.  Scripts are left as they are.  The ids of the result are node ids.
    """
    root, kept = _with_ids(root, nodes)
    kept = {name: _tidy(one) for name, one in kept.items() if one["text"].strip()}
    # The walk from the root comes first, so that what is cut off is what is farthest from it.
    kept = {name: kept[name] for name in reached_from([root], edges_of(kept))[: MOST_NODES - 1]} if root in kept else {}
    if root not in kept or kept[root]["kind"] == NodeKind.OUTCOME:
        return None
    escalation = _escalation_of(kept)
    for one in kept.values():
        _lead_on(one, kept, escalation)
    _open_loops(root, kept, escalation)
    reached = reached_from([root], edges_of(kept))
    return root, {name: kept[name] for name in reached}


def _with_ids(root: str, nodes: Mapping[str, Node]) -> tuple[str, Nodes]:
    unused = (name for number in count(1) if (name := f"node-{number}") not in nodes)
    ids = {name: name if is_node_id(name) else next(unused) for name in nodes}
    renamed: Nodes = {}
    for name, one in nodes.items():
        answers: list[Answer] = [
            {"label": answer["label"], "next": ids.get(answer["next"] or "")} for answer in one["answers"]
        ]
        renamed.setdefault(ids[name], node({**one, "answers": answers, "next": ids.get(one["next"] or "")}))
    return ids.get(root, root), renamed


def _tidy(one: Node) -> Node:
    """Within the limits of a tree; a question without answers becomes a step, a fix without steps an escalation."""
    answers: dict[str, Answer] = {}
    for answer in one["answers"]:
        label = " ".join(answer["label"].split())[:LONGEST_LABEL].strip()
        if label:
            answers.setdefault(folded(label), {"label": label, "next": answer["next"]})
    changed = {**one, "text": one["text"].strip()[:LONGEST_TEXT], "help": (one["help"] or "")[:LONGEST_TEXT]}
    if one["kind"] == NodeKind.QUESTION:
        changed["answers"] = list(answers.values())[:MOST_ANSWERS]
        if not answers:
            changed["kind"] = NodeKind.STEP
    if one["kind"] == NodeKind.OUTCOME:
        fix = _fix_of(one)
        is_fix = one["outcome"] == Outcome.TRY_FIX
        changed["fix"] = fix
        changed["outcome"] = Outcome.ESCALATE if is_fix and not fix else one["outcome"] or Outcome.ESCALATE
    return node(changed)


def _fix_of(one: Node) -> NodeFix | None:
    fix = one["fix"]
    if not fix:
        return None
    title = " ".join(fix["title"].split())[:LONGEST_FIX_TITLE].strip()
    steps = [step.strip()[:LONGEST_STEP] for step in fix["steps"] if step.strip()][:MOST_STEPS]
    if not title:
        return None
    return {**fix, "title": title, "rationale": fix["rationale"][:LONGEST_TEXT], "steps": steps or [title]}


def _escalation_of(nodes: Nodes) -> str:
    """The outcome that escalates: one that is there, or a new one."""
    found = next((name for name, one in nodes.items() if one["outcome"] == Outcome.ESCALATE), None)
    if found:
        return found
    name = next(name for name in (ESCALATION, *(f"{ESCALATION}-{n}" for n in range(MOST_NODES))) if name not in nodes)
    text = "Escalate with what you have found"
    nodes[name] = node({"kind": NodeKind.OUTCOME, "text": text, "outcome": Outcome.ESCALATE})
    return name


def _lead_on(one: Node, nodes: Nodes, escalation: str) -> None:
    for answer in one["answers"]:
        if answer["next"] not in nodes:
            answer["next"] = escalation
    if one["kind"] == NodeKind.STEP and one["next"] not in nodes:
        one["next"] = escalation


def _open_loops(root: str, nodes: Nodes, escalation: str) -> None:
    """Give each loop without a way out one that escalates."""
    while loops := [one.node for one in problems_of(root, nodes, ()) if one.code == ProblemCode.ENDLESS_LOOP]:
        for name in loops:
            _open(nodes[str(name)], escalation)


def _open(one: Node, escalation: str) -> None:
    if one["kind"] == NodeKind.STEP:
        one["next"] = escalation
    elif len(one["answers"]) < MOST_ANSWERS and all(
        folded(answer["label"]) != folded(OTHERWISE) for answer in one["answers"]
    ):
        one["answers"].append({"label": OTHERWISE, "next": escalation})
    else:
        one["answers"][-1]["next"] = escalation
