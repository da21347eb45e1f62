"""The nodes of a decision tree, and how large a tree may be.

A tree is a root and nodes by their ids.  Answers of different nodes may lead to the same node, and a loop is allowed
if it has a way out, so that it is a graph and not a tree in the strict sense.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypedDict, cast

import orjson

MOST_NODES = 200
MOST_ANSWERS = 8
MOST_FACTS = 10
MOST_STEPS = 20
LONGEST_ID = 64
LONGEST_TEXT = 2_000
LONGEST_LABEL = 200
LONGEST_FACT_KIND, LONGEST_FACT_VALUE = 40, 500
"""As those of a session's facts."""
LONGEST_FIX_TITLE = 200
LONGEST_STEP = 1_000
LARGEST_BYTES = 500_000
"""Of all nodes as JSON: every save keeps them once more, and an export has to fit into one request."""

_ID = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_ID}}}")
_NO_IDS = frozenset(
    [
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "prototype",
        "toLocaleString",
        "toString",
        "valueOf",
    ]
)
"""What every JavaScript object answers to: a program that looks a node up by such an id would find something else."""


class NodeKind(StrEnum):
    QUESTION = "question"
    STEP = "step"
    OUTCOME = "outcome"


class Outcome(StrEnum):
    SOLVED = "solved"
    ESCALATE = "escalate"
    TRY_FIX = "try_fix"


class FixRisk(StrEnum):
    """As that of a suggested fix."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Answer(TypedDict):
    """`next` is the id of a node; None while nobody has chosen one."""

    label: str
    next: str | None


class NodeFact(TypedDict):
    kind: str
    value: str


class NodeFix(TypedDict):
    title: str
    rationale: str
    steps: list[str]
    risk: str


class Node(TypedDict):
    """Every key is always there.

    | key       | meaning                                                                               |
    | --------- | ------------------------------------------------------------------------------------- |
    | kind      | question, step or outcome                                                             |
    | text      | what is asked, what is to be done, or how it ends                                     |
    | help      | how to find out or to do it, or None                                                  |
    | answers   | of a question                                                                         |
    | next      | of a step: the node after it; None while nobody has chosen one                        |
    | script_id | a script of the account's or the built-in library that helps here, as text, or None  |
    | facts     | what is known as soon as a run arrives here, because of the answer that led here     |
    | outcome   | of an outcome: solved, escalate or try_fix; None while nobody has chosen              |
    | fix       | of a try_fix outcome: the fix that is suggested                                       |
    """

    kind: str
    text: str
    help: str | None
    answers: list[Answer]
    next: str | None
    script_id: str | None
    facts: list[NodeFact]
    outcome: str | None
    fix: NodeFix | None


Nodes = dict[str, Node]


def is_node_id(text: str) -> bool:
    return bool(_ID.fullmatch(text)) and not text.startswith("__") and text not in _NO_IDS


def node(given: Mapping[str, Any]) -> Node:
    """A node with every key; what does not belong to its kind is left out, so that no later change of kind revives it.

    `given` has the right types, and may lack keys.
    """
    kind, outcome = given["kind"], given.get("outcome")
    is_question, is_outcome = kind == NodeKind.QUESTION, kind == NodeKind.OUTCOME
    return {
        "kind": kind,
        "text": given.get("text") or "",
        "help": given.get("help") or None,
        "answers": [cast(Answer, dict(answer)) for answer in given.get("answers") or []] if is_question else [],
        "next": given.get("next") if kind == NodeKind.STEP else None,
        "script_id": given.get("script_id") or None,
        "facts": [cast(NodeFact, dict(fact)) for fact in given.get("facts") or []],
        "outcome": outcome if is_outcome else None,
        "fix": given.get("fix") if is_outcome and outcome == Outcome.TRY_FIX else None,
    }


def targets_of(one: Node) -> list[str | None]:
    """Where it leads: the node of each answer, or the node after a step; None where nobody has chosen one."""
    if one["kind"] == NodeKind.QUESTION:
        return [answer["next"] for answer in one["answers"]]
    return [one["next"]] if one["kind"] == NodeKind.STEP else []


def scripts_in(nodes: Mapping[str, Node]) -> set[str]:
    return {one["script_id"] for one in nodes.values() if one["script_id"]}


def texts_of(nodes: Mapping[str, Node]) -> list[str]:
    """All that people read in the nodes, each once."""
    texts: dict[str, None] = {}
    for one in nodes.values():
        fix = one["fix"]
        labels = [answer["label"] for answer in one["answers"]]
        texts |= dict.fromkeys([one["text"], one["help"] or "", *labels])
        texts |= dict.fromkeys([fix["title"], fix["rationale"], *fix["steps"]] if fix else [])
    return [text for text in texts if text]


def size_of(nodes: Mapping[str, Node]) -> int:
    """Bytes of the nodes as JSON."""
    return len(orjson.dumps(nodes))
