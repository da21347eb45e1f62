"""Decision trees as people read them: the account's own, and those of the built-in library."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from models.core.database.tables import JsonObject
from models.core.errors import NotFound
from models.core.paging import Page, page_of
from models.core.unit_of_work import current, db_session
from models.decision_trees.graph import Nodes, node, scripts_in
from models.decision_trees.guide_trees import LibraryTree, library_scripts, library_trees
from models.decision_trees.problems import Problem, problems_of
from models.script import Script, ScriptStatus
from models.tree import Tree, TreeArchived, TreeNotPublished, TreeVersion

_LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True, kw_only=True)
class RunnableTree:
    """What a run copies."""

    id: UUID
    version: int
    title: str
    root: str
    nodes: Nodes


def readable_tree(tree_id: UUID) -> Tree | LibraryTree:
    """Everybody in the account may read it, also an archived one.  Raises NotFound."""
    library_tree = library_trees().get(tree_id)
    return library_tree or own_tree(tree_id)


def own_tree(tree_id: UUID) -> Tree:
    """Raises NotFound, also for one of another account."""
    mine = select(Tree).where(Tree.account_id == current().account_id, Tree.id == tree_id)
    tree = db_session().scalars(mine).one_or_none()
    if tree is None:
        raise NotFound
    return tree


def runnable_tree(tree_id: UUID) -> RunnableTree:
    """What a run that begins now goes through: the published version.

    Raises NotFound, TreeArchived, TreeNotPublished.
    """
    tree = readable_tree(tree_id)
    if isinstance(tree, LibraryTree):
        return _runnable(tree.id, tree.version, tree.title, tree.root, tree.nodes)
    if tree.is_archived:
        raise TreeArchived
    if tree.published_version is None:
        raise TreeNotPublished
    version = version_of(tree, tree.published_version)
    return _runnable(tree.id, version.version, version.title, str(version.root), nodes_of(version))


def _runnable(tree_id: UUID, version: int, title: str, root: str, nodes: Nodes) -> RunnableTree:
    return RunnableTree(id=tree_id, version=version, title=title, root=root, nodes=nodes)


def nodes_of(tree: Tree | TreeVersion | LibraryTree) -> Nodes:
    """Whole, whatever release wrote them."""
    if isinstance(tree, LibraryTree):
        return tree.nodes
    return {node_id: node(given) for node_id, given in tree.nodes.items()}


def problems_in(root: str | None, nodes: Nodes) -> list[Problem]:
    """The faults of a tree of this account."""
    return problems_of(root, nodes, usable_scripts(scripts_in(nodes)))


def usable_scripts(script_ids: Collection[str]) -> set[str]:
    """Those of the ids, as text, that are scripts of the account or of the library."""
    known = set(script_ids) & library_scripts()
    others = [UUID(one) for one in set(script_ids) - known]
    if others:
        mine = select(Script.id).where(
            Script.account_id == current().account_id,
            Script.id.in_(others),
            Script.status != ScriptStatus.ARCHIVED,
        )
        known |= {str(script_id) for script_id in db_session().scalars(mine)}
    return known


def versions_of(tree: Tree | LibraryTree, *, limit: int, cursor: str | None) -> Page[TreeVersion] | Page[LibraryTree]:
    """Newest first, without their nodes.  A tree of the library has one.  Raises Invalid (422) for a bad cursor."""
    if isinstance(tree, LibraryTree):
        return Page([tree], None)
    mine = select(TreeVersion).where(TreeVersion.account_id == tree.account_id, TreeVersion.tree_id == tree.id)
    return page_of(mine, TreeVersion, limit=limit, cursor=cursor)


def readable_version(tree_id: UUID, number: int) -> TreeVersion | LibraryTree:
    """Raises NotFound."""
    tree = readable_tree(tree_id)
    if not isinstance(tree, LibraryTree):
        return version_of(tree, number)
    if number != tree.version:
        raise NotFound
    return tree


def version_of(tree: Tree, number: int) -> TreeVersion:
    """Raises NotFound, also for a number that no column can hold."""
    if number > _LARGEST_NUMBER:
        raise NotFound
    one = db_session().scalars(
        select(TreeVersion).where(
            TreeVersion.account_id == tree.account_id, TreeVersion.tree_id == tree.id, TreeVersion.version == number
        )
    )
    version = one.one_or_none()
    if version is None:
        raise NotFound
    return version


def content_of(tree: Tree | TreeVersion | LibraryTree) -> JsonObject:
    """What a version keeps, and an export holds: title, purpose, tags, root, nodes."""
    return {
        "title": tree.title,
        "purpose": tree.purpose,
        "tags": list(tree.tags),
        "root": tree.root,
        "nodes": nodes_of(tree),
    }
