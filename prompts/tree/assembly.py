"""Makes the prompt of a drafted decision tree."""

from __future__ import annotations

from typing import Any

from prompts.conversation import Assembled
from prompts.previews import assemble_preview, record_of_session
from prompts.sizing import PROMPT_TOKENS
from prompts.tree.inputs import TreeInput


def assemble_tree(given: TreeInput, *, budget_tokens: int = PROMPT_TOKENS) -> Assembled[TreeInput]:
    """As `prompts.previews.assemble_preview`."""
    return assemble_preview("tree", given, record_of=_record, budget_tokens=budget_tokens)


def _record(given: TreeInput) -> dict[str, Any]:
    if not given.is_session:
        return {"description": given.problem, **_guide(given)}
    fixes = [{"ref": fix.ref, "steps": fix.steps} for fix in given.fixes]
    solved = {"resolution": given.resolution, "verification": given.verification}
    told = {name: value for name, value in solved.items() if value}
    return {**record_of_session(given), "fix_steps": fixes, **told, **_guide(given)}


def _guide(given: TreeInput) -> dict[str, Any]:
    if not given.guide_nodes:
        return {}
    nodes = {name: {key: value for key, value in node.items() if value} for name, node in given.guide_nodes.items()}
    return {"guide": {"title": given.guide_title, "root": given.guide_root, "nodes": nodes}}
