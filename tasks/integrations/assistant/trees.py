"""A decision tree from a description or a solved session: one structured answer, which names only what it is based on.

The caller sets the time budget, takes names out, repairs the tree and stores it.
"""

from __future__ import annotations

from prompts.conversation import Assembled
from prompts.tree.assembly import assemble_tree
from prompts.tree.inputs import TreeInput
from prompts.tree.results import NodeOut, TreeNotes
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.grounding import Ground
from tasks.integrations.assistant.port import Done, Provider
from tasks.integrations.assistant.within_budget import answer_within_budget


def draft_tree(provider: Provider, given: TreeInput, control: Control) -> tuple[TreeNotes, Done]:
    """The tree may have faults; it has no nodes where the material supports none.  Raises AssistantError."""

    def assemble(budget_tokens: int) -> Assembled[TreeInput]:
        return assemble_tree(given, budget_tokens=budget_tokens)

    answer = answer_within_budget(provider, control, assemble, TreeNotes)
    return _supported(answer.result, Ground(answer.context)), answer.done


def _supported(notes: TreeNotes, ground: Ground) -> TreeNotes:
    """Without what the material does not support; a node whose text is left empty is repaired by the caller."""
    nodes = [_node(node, ground) for node in notes.nodes]
    title = notes.title if ground.holds(notes.title) else ground.grounded_prose(notes.purpose)
    return TreeNotes(nodes=nodes, purpose=ground.grounded_prose(notes.purpose), title=title)


def _node(node: NodeOut, ground: Ground) -> NodeOut:
    return node.model_copy(
        update={
            "text": ground.grounded_prose(node.text),
            "help": ground.grounded_prose(node.help),
            "answers": [answer for answer in node.answers if ground.holds(answer.label)],
            "fix_title": node.fix_title if ground.holds(node.fix_title) else "",
            "fix_rationale": ground.grounded_prose(node.fix_rationale),
            "fix_steps": ground.grounded(node.fix_steps),
        }
    )
