"""Runs of decision trees: those of a session, and the version of a tree that a new run takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from models.core.database.tables import JsonObject
from models.core.errors import Conflict, NotFound
from models.core.unit_of_work import current, db_session
from models.queries.session_rows import SessionRow
from models.tree import Tree, TreeStatus, TreeVersion
from models.tree_run import TreeRun

MOST_LISTED = 100


class TreeNotPublished(Conflict):
    code, message = "tree_not_published", "This tree is a draft. Test it, or publish it before it is run."


class TreeArchived(Conflict):
    code, message = "tree_archived", "This tree was deleted, so no run can begin."


class TreeHasNoRoot(Conflict):
    code, message = "tree_has_no_root", "This tree does not say where it begins yet."


@dataclass(frozen=True)
class RunnableVersion:
    """A version of a tree, ready to be run: `root` is one of `nodes`."""

    id: UUID
    title: str
    version: int
    root: str
    nodes: JsonObject


def version_to_run(tree_id: UUID, *, is_test: bool) -> RunnableVersion:
    """The published version of a tree of the account or of the library; for a test, the newest draft.

    Raises NotFound, TreeArchived, TreeNotPublished, TreeHasNoRoot (409).
    """
    tree = _own_tree(tree_id)
    if tree.status == TreeStatus.ARCHIVED:
        raise TreeArchived
    return _checked(tree_id, tree if is_test else _published(tree))


def check_tree(tree_id: UUID) -> None:
    """Raises NotFound unless the account or the library has this tree, archived ones included."""
    _own_tree(tree_id)


def runs_of(ai_session: SessionRow, *, most: int = MOST_LISTED) -> Sequence[TreeRun]:
    """The newest runs of the session, newest first."""
    query = select(TreeRun).where(
        TreeRun.account_id == current().account_id, TreeRun.ai_session_id == ai_session.id, ~TreeRun.is_test
    )
    return db_session().scalars(query.order_by(TreeRun.created_at.desc(), TreeRun.id.desc()).limit(most)).all()


def _own_tree(tree_id: UUID) -> Tree:
    query = select(Tree).where(Tree.id == tree_id, Tree.account_id == current().account_id)
    tree = db_session().scalars(query).one_or_none()
    if tree is None:
        raise NotFound
    return tree


def _published(tree: Tree) -> TreeVersion:
    if tree.published_version is None:
        raise TreeNotPublished
    query = select(TreeVersion).where(
        TreeVersion.account_id == tree.account_id,
        TreeVersion.tree_id == tree.id,
        TreeVersion.version == tree.published_version,
    )
    return db_session().scalars(query).one()


def _checked(tree_id: UUID, version: Tree | TreeVersion) -> RunnableVersion:
    if version.root is None or version.root not in version.nodes:
        raise TreeHasNoRoot
    return RunnableVersion(tree_id, version.title, version.version, version.root, version.nodes)
