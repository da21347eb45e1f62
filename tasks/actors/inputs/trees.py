"""The decision trees that a reply may name."""

from __future__ import annotations

from models.ai_session import AiSession
from models.queries.similar_cases import described
from models.queries.similar_trees import trees_for
from tasks.integrations.assistant import TreeIn

_MOST = 2
_LEAST_SCORE = 0.6
"""As likely as a guide that the Demo AI names."""


def trees_in(ai_session: AiSession) -> list[TreeIn]:
    """The trees that surely fit, at most two."""
    likely = [tree for tree in trees_for(described(ai_session), limit=_MOST) if tree.score >= _LEAST_SCORE]
    return [TreeIn(ref=f"T{number}", title=tree.title, id=tree.id) for number, tree in enumerate(likely, start=1)]
