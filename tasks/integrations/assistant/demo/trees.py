"""The Demo AI's decision trees: a guide's, adapted to a description, or one made of a solved session by code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, cast

from models.titles import summary_of
from prompts.shapes import Level
from prompts.tree.inputs import TreeInput
from prompts.tree.results import AnswerOut, NodeOut, TreeNotes
from tasks.integrations.assistant.demo.session_trees import nodes_of_session

_LONGEST_TITLE = 80
Node = Mapping[str, Any]


def tree_notes_of(context: TreeInput) -> TreeNotes:
    """Without nodes where no guide fits the description, or the session does not say what solved it."""
    if context.is_session:
        nodes: Mapping[str, Node] = nodes_of_session(context)
        title = context.title or summary_of(context.problem, _LONGEST_TITLE)
        purpose = "Made from a solved session. Goes through what was asked and tried there, up to what solved it."
    else:
        nodes = _root_first(context.guide_nodes, context.guide_root)
        title, purpose = _title_of(context), f"From the guide \u201c{context.guide_title}\u201d, for this description."
    return TreeNotes(nodes=[_out(name, node) for name, node in nodes.items()], purpose=purpose, title=title)


def _root_first(nodes: Mapping[str, Node], root: str) -> dict[str, Node]:
    return {root: nodes[root], **nodes} if nodes else {}


def _title_of(context: TreeInput) -> str:
    """The description's own words; the guide's title where these say too little."""
    title = summary_of(context.problem, _LONGEST_TITLE).rstrip(".")
    if len(title.split()) < 2:
        return context.guide_title
    return title[:1].upper() + title[1:]


def _out(name: str, node: Node) -> NodeOut:
    fix = node.get("fix") or {}
    return NodeOut(
        id=name,
        kind=node["kind"],
        text=node["text"],
        help=node.get("help") or "",
        answers=[AnswerOut(label=answer["label"], next=answer["next"] or "") for answer in node.get("answers") or ()],
        next=node.get("next") or "",
        outcome=cast(Literal["none", "solved", "escalate", "try_fix"], node.get("outcome") or "none"),
        fix_title=fix.get("title", ""),
        fix_rationale=fix.get("rationale", ""),
        fix_steps=list(fix.get("steps", ())),
        fix_risk=cast(Level, fix.get("risk", "low")),
    )
