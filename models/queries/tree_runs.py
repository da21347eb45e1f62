"""Runs of decision trees: those of a session, and the version of a tree that a new run takes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from models.core.errors import Conflict, NotFound
from models.core.unit_of_work import current, db_session
from models.decision_trees.guide_trees import LibraryTree
from models.library import Guide, load_guides
from models.queries.session_rows import SessionRow
from models.queries.trees import RunnableTree, nodes_of, readable_tree, runnable_tree
from models.tree import TreeArchived
from models.tree_run import TreeRun

MOST_LISTED = 100


class TreeHasNoRoot(Conflict):
    code, message = "tree_has_no_root", "This tree does not say where it begins yet."


def version_to_run(tree_id: UUID, *, is_test: bool) -> RunnableTree:
    """The published version of a tree of the account or of the library; for a test, the newest draft.

    Raises NotFound, TreeArchived, TreeNotPublished, TreeHasNoRoot (409).
    """
    tree = readable_tree(tree_id)
    if not is_test or isinstance(tree, LibraryTree):
        return runnable_tree(tree_id)
    if tree.is_archived:
        raise TreeArchived
    if tree.root is None or tree.root not in tree.nodes:
        raise TreeHasNoRoot
    return RunnableTree(id=tree.id, version=tree.version, title=tree.title, root=tree.root, nodes=nodes_of(tree))


def guide_of_tree(tree_id: UUID) -> Guide | None:
    """The guide of the library that the tree is, or was copied from."""
    try:
        tree = readable_tree(tree_id)
    except NotFound:
        return None
    guide_id = tree.source.guide_id if isinstance(tree, LibraryTree) else tree.source_guide_id
    return load_guides().get(guide_id or "")


def runs_of(ai_session: SessionRow, *, most: int = MOST_LISTED) -> Sequence[TreeRun]:
    """The newest runs of the session, newest first."""
    query = select(TreeRun).where(
        TreeRun.account_id == current().account_id, TreeRun.ai_session_id == ai_session.id, ~TreeRun.is_test
    )
    return db_session().scalars(query.order_by(TreeRun.created_at.desc(), TreeRun.id.desc()).limit(most)).all()
