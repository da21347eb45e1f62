"""What the model may answer when it drafts a decision tree."""

from __future__ import annotations

from typing import Annotated, Literal

from prompts.shapes import Level, Result, cut_to, first_texts

NodeId = Annotated[str, cut_to(64)]
Short = Annotated[str, cut_to(200)]
Prose = Annotated[str, cut_to(2_000)]
FixSteps = Annotated[list[Annotated[str, cut_to(1_000)]], first_texts(20)]


class AnswerOut(Result):
    """`next` is the id of the node that the answer leads to."""

    label: Short
    next: NodeId


class NodeOut(Result):
    """Flat: what does not belong to its kind is empty, `none` or low."""

    id: NodeId
    kind: Literal["question", "step", "outcome"]
    text: Prose
    help: Prose
    answers: list[AnswerOut]
    next: NodeId
    outcome: Literal["none", "solved", "escalate", "try_fix"]
    fix_title: Short
    fix_rationale: Prose
    fix_steps: FixSteps
    fix_risk: Level


class TreeNotes(Result):
    """The first node is the root.  No nodes: the material supports no tree.

    The title comes last, since the model writes the fields in this order.
    """

    nodes: list[NodeOut]
    purpose: Prose
    title: Annotated[str, cut_to(120)]
