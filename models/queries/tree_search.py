"""Finds the decision trees that fit a problem: the account's own published ones, and the library's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, select

from models import library_ids
from models.case_words import stems_of
from models.core.unit_of_work import current, db_session
from models.decision_trees.guide_trees import library_trees
from models.library.matching import rank_text
from models.tree import Tree, TreeStatus, TreeVersion

LEAST_SCORE = 0.05
"""As of the library's guides that are shown."""
_LEAST_OWN = 0.5
_MOST_OWN = 500
"""The newest ones that are compared."""
_TITLE, _REST = 0.8, 0.2
_LEAST_SHARED = 2


@dataclass(frozen=True, kw_only=True)
class FoundTree:
    """`score` is from 0 to 1; of a library's tree, the probability of its guide."""

    id: UUID
    title: str
    score: float
    read_only: bool


def find_trees(text: str, limit: int) -> list[FoundTree]:
    """The trees that fit what people wrote, best first; one's own before those of the library where both fit.

    An own tree fits if the text has most of the words of its title.  A copy of a guide's tree stands in for it.
    """
    likely = {match.guide.id: match.probability for match in rank_text(text) if match.probability >= LEAST_SCORE}
    said = stems_of(text)
    own, replaced = [], set()
    for row in _published():
        score = max(_score(row, said), likely.get(row.source_guide_id or "", 0.0))
        if score >= (LEAST_SCORE if row.source_guide_id in likely else _LEAST_OWN):
            own.append(FoundTree(id=row.id, title=row.title, score=round(score, 3), read_only=False))
            replaced.add(row.source_guide_id)
    trees = library_trees()
    built_in = [
        FoundTree(id=tree_id, title=trees[tree_id].title, score=round(probability, 3), read_only=True)
        for guide_id, probability in likely.items()
        if guide_id not in replaced and (tree_id := library_ids.tree_id(guide_id)) in trees
    ]
    return sorted([*own, *built_in], key=_rank)[:limit]


def _rank(tree: FoundTree) -> tuple[bool, float, bool]:
    return tree.read_only or tree.score < _LEAST_OWN, -tree.score, tree.read_only


_Published = Row[tuple[UUID, str, str, list[str], str | None]]


def _published() -> list[_Published]:
    """The id, title, purpose, tags and guide of each tree that people can run."""
    columns = (Tree.id, TreeVersion.title, TreeVersion.purpose, TreeVersion.tags, Tree.source_guide_id)
    runnable = (
        select(*columns)
        .join(
            TreeVersion,
            (TreeVersion.account_id == Tree.account_id)
            & (TreeVersion.tree_id == Tree.id)
            & (TreeVersion.version == Tree.published_version),
        )
        .where(Tree.account_id == current().account_id, Tree.status != TreeStatus.ARCHIVED)
        .order_by(Tree.updated_at.desc(), Tree.id.desc())
        .limit(_MOST_OWN)
    )
    return list(db_session().execute(runnable))


def _score(tree: _Published, said: Collection[str]) -> float:
    """How much of the title, and a little of purpose and tags, the text says; 0 if they share hardly a word."""
    title, rest = set(stems_of(tree.title)), set(stems_of("\n".join([tree.purpose, *tree.tags])))
    shared = title & set(said)
    if len(shared) < min(_LEAST_SHARED, len(title)) or not title:
        return 0.0
    about = len(rest & set(said)) / len(rest) if rest else 0.0
    return _TITLE * len(shared) / len(title) + _REST * about
