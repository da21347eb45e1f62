"""The guides of the built-in library as decision trees, which everybody can read and copy and nobody can change.

An `ask` check is a question.  A `do` check is a step, with its command in the help, and a question for what it showed;
where every answer leads to the same place, the step alone.  A guide's answers are seldom all that one can meet, so each
question that does not escalate by itself gets one more answer that does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from uuid import UUID

from models import library_ids
from models.case_words import folded
from models.decision_trees.graph import Node, NodeFact, NodeKind, Nodes, Outcome, node, targets_of, texts_of
from models.library import Check, Fix, Guide, load_guides
from models.library.areas import Area
from models.library.guide import TreeNode

ESCALATE = "escalate"
NOT_KNOWN, NONE_OF_THESE = "Not known", "None of these"
_FIX = "fix:"
_YES_OR_NO = re.compile(r"(?:yes|no)\b", re.IGNORECASE)
_UNSURE = re.compile(r"not known|nothing known|unknown|not clear|none", re.IGNORECASE)
_SCOPE_CHECKS = frozenset(("scope", "who", "extent", "how-many"))
_SCOPE = re.compile(r"(?:one|single|some|several|many|a group|all|everybody|nobody|both)\b", re.IGNORECASE)
_CHANGE_CHECKS = frozenset(("changed", "change"))
_SHELLS = {"powershell": "PowerShell", "bash": "Bash", "batch": "the command prompt"}


@dataclass(frozen=True, kw_only=True)
class GuideSource:
    guide_id: str
    kind: str = "guide"
    session_id: None = None


@dataclass(frozen=True, kw_only=True)
class LibraryTree:
    """What a `models.tree.Tree` has, of a tree without a row."""

    id: UUID
    title: str
    purpose: str
    tags: list[str]
    root: str
    nodes: Nodes
    source: GuideSource
    folded_text: str
    status: str = "published"
    version: int = 1
    published_version: int = 1
    published_at: datetime | None = None
    created_by: None = None
    updated_by: None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    read_only: bool = True
    is_published: bool = True
    sort_key: tuple[str, str] = field(default=("", ""))
    """Title as it is compared, and id."""

    @property
    def node_count(self) -> int:
        return len(self.nodes)


@cache
def library_trees() -> dict[UUID, LibraryTree]:
    """Every guide as a tree, by its id, in order of the titles."""
    trees = sorted(map(tree_of, load_guides().values()), key=lambda tree: tree.sort_key)
    return {tree.id: tree for tree in trees}


@cache
def library_scripts() -> frozenset[str]:
    """The ids, as text, of the scripts that the library's guides have."""
    return frozenset(
        str(library_ids.script_id(guide.id, fix.id))
        for guide in load_guides().values()
        for fix in guide.fixes
        if fix.script
    )


def tree_of(guide: Guide) -> LibraryTree:
    nodes = _nodes_of(guide)
    tree_id = library_ids.tree_id(guide.id)
    purpose, tags = _purpose_of(guide), [Area(guide.area).label]
    return LibraryTree(
        id=tree_id,
        title=guide.title,
        purpose=purpose,
        tags=tags,
        root=_entry_of(guide, guide.tree[0]),
        nodes=nodes,
        source=GuideSource(guide_id=guide.id),
        folded_text=folded("\n".join([guide.title, purpose, *tags, *texts_of(nodes)])),
        sort_key=(folded(guide.title), str(tree_id)),
    )


def _purpose_of(guide: Guide) -> str:
    causes = "; ".join(cause.text for cause in guide.causes)
    return f"Finds out which of these it is: {causes}."


def _nodes_of(guide: Guide) -> Nodes:
    """In the order in which the guide asks, with the outcomes behind the checks."""
    checks = {check.id: check for check in guide.checks}
    nodes: Nodes = {}
    for place in guide.tree:
        nodes |= _nodes_of_check(guide, place, checks[place.check])
    targets = {target for one in nodes.values() for target in targets_of(one)}
    nodes |= {_fix_node(fix.id): _try(guide, fix) for fix in guide.fixes if _fix_node(fix.id) in targets}
    if ESCALATE in targets:
        nodes[ESCALATE] = _escalation(guide)
    _note_facts(guide, checks, nodes)
    return nodes


def _nodes_of_check(guide: Guide, place: TreeNode, check: Check) -> Iterator[tuple[str, Node]]:
    answers = [{"label": label, "next": _target(guide, target)} for label, target in place.answers.items()]
    is_fork = len({answer["next"] for answer in answers}) > 1
    if check.do is not None:
        after = _question(check) if is_fork else answers[0]["next"]
        yield _step(check), node({"kind": NodeKind.STEP, "text": check.text, "help": _help(check), "next": after})
        if not is_fork:
            return
    help_, text = (_help(check), check.text) if check.do is None else (None, f"{check.text}. What did it show?")
    if ESCALATE not in place.answers.values():
        answers.append({"label": _last_label([answer["label"] for answer in answers]), "next": ESCALATE})
    yield _question(check), node({"kind": NodeKind.QUESTION, "text": text, "help": help_, "answers": answers})


def _help(check: Check) -> str | None:
    return f"In {_SHELLS[check.language]}:\n{check.command}" if check.command else None


def _last_label(labels: list[str]) -> str:
    is_unsure = any(map(_UNSURE.match, labels))
    return NOT_KNOWN if all(map(_YES_OR_NO.match, labels)) and not is_unsure else NONE_OF_THESE


def _target(guide: Guide, target: str) -> str:
    if target == ESCALATE:
        return ESCALATE
    if target.startswith(_FIX):
        return _fix_node(target.removeprefix(_FIX))
    return _entry_of(guide, next(place for place in guide.tree if place.check == target))


def _entry_of(guide: Guide, place: TreeNode) -> str:
    """The node at which one comes to a check."""
    check = next(check for check in guide.checks if check.id == place.check)
    return _question(check) if check.do is None else _step(check)


def _question(check: Check) -> str:
    return f"ask-{check.id}"


def _step(check: Check) -> str:
    return f"do-{check.id}"


def _fix_node(fix_id: str) -> str:
    return f"fix-{fix_id}"


def _try(guide: Guide, fix: Fix) -> Node:
    notes = {"Save first": fix.backup, "It worked if": fix.verify, "To undo it": fix.undo}
    return node(
        {
            "kind": NodeKind.OUTCOME,
            "text": fix.title,
            "help": "\n".join(f"{name}: {text}" for name, text in notes.items() if text),
            "script_id": str(library_ids.script_id(guide.id, fix.id)) if fix.script else None,
            "outcome": Outcome.TRY_FIX,
            "fix": {
                "title": fix.title,
                "rationale": fix.rationale,
                "steps": list(fix.steps),
                "risk": fix.risk,
            },
        }
    )


def _escalation(guide: Guide) -> Node:
    lines = ["Escalate when:", *(f"- {line}" for line in guide.escalate_when)]
    return node(
        {
            "kind": NodeKind.OUTCOME,
            "text": "Escalate with what you have found",
            "help": "\n".join(lines),
            "outcome": Outcome.ESCALATE,
        }
    )


def _note_facts(guide: Guide, checks: dict[str, Check], nodes: Nodes) -> None:
    """Who is affected and what was changed, where one answer alone leads to a node."""
    ways_in = Counter(target for one in nodes.values() for target in targets_of(one))
    for place in guide.tree:
        for answer in nodes.get(_question(checks[place.check]), {"answers": []})["answers"]:
            fact, target = _fact_of(place.check, answer["label"]), answer["next"]
            if fact and target in nodes and ways_in[target] == 1:
                nodes[target]["facts"].append(fact)


def _fact_of(check_id: str, label: str) -> NodeFact | None:
    if check_id in _SCOPE_CHECKS and _SCOPE.match(label):
        return {"kind": "scope", "value": label}
    if check_id in _CHANGE_CHECKS and not _UNSURE.match(label):
        return {"kind": "changed", "value": label}
    return None
