"""What a drafted decision tree is based on."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from prompts.session import SessionInput


class TreeInput(SessionInput):
    """A resolved session, or a description: then `is_session` is false, and it is the problem.

    `resolution` is how it was solved in the words of the person who resolved it; `verification` how they know.
    """

    is_session: bool
    resolution: str | None = None
    verification: str | None = None
    guide_title: str = ""
    """Of the library's guide that fits; empty if none fits well enough."""
    guide_root: str = ""
    guide_nodes: dict[str, Any] = Field(default_factory=dict)
    """The guide as a tree: nodes by id, each a `models.decision_trees.graph.Node`; knowledge of the library."""
