"""Writes decision trees.  Every save makes a version, which nothing changes afterwards.

Two people who save at once are told apart by the version that each of them changes: the row is locked, the first one
wins, and the other one gets the newest version back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy.exc import NoResultFound

from models.audit_entry import AuditAction
from models.case_words import folded
from models.core import clock
from models.core.database.tables import set_loaded
from models.core.errors import NotFound, VersionConflict
from models.core.graphemes import cut
from models.core.locking import locked, reread
from models.core.unit_of_work import current, db_session
from models.decision_trees.graph import Nodes, scripts_in, texts_of
from models.decision_trees.guide_trees import LibraryTree, library_trees
from models.operations import audit
from models.queries.trees import content_of, nodes_of, problems_in, readable_tree, usable_scripts, version_of
from models.tree import (
    LONGEST_TITLE,
    Tree,
    TreeArchived,
    TreeInvalid,
    TreeReadOnly,
    TreeSource,
    TreeStatus,
    TreeVersion,
)
from models.user import User

_COPY = "Copy of "


@dataclass(frozen=True, order=True)
class ImportNote:
    """What an import left out at a node."""

    node: str
    message: str


@dataclass(frozen=True, kw_only=True)
class NewTree:
    """`nodes` are whole (`graph.node`).  A draft may be empty and may have faults."""

    title: str
    purpose: str = ""
    tags: list[str] = field(default_factory=list)
    root: str | None = None
    nodes: Nodes = field(default_factory=dict)
    source: TreeSource = TreeSource.WRITTEN
    guide_id: str | None = None
    ai_session_id: UUID | None = None


def create_tree(new: NewTree, *, by: User) -> Tree:
    """A draft, with its first version."""
    tree = Tree(
        account_id=current().account_id,
        title=new.title,
        purpose=new.purpose,
        tags=new.tags,
        status=TreeStatus.DRAFT,
        version=1,
        root=new.root,
        nodes=dict(new.nodes),
        folded_text="",
        source_kind=new.source,
        source_guide_id=new.guide_id,
        source_ai_session_id=new.ai_session_id,
        created_by_id=by.id,
        updated_by_id=by.id,
    )
    tree.folded_text = _folded_text(tree)
    db_session().add(tree)
    db_session().flush()
    set_loaded(tree, created_by=by, updated_by=by)
    _keep_version(tree, by=by)
    return tree


def save_tree(tree_id: UUID, changes: Mapping[str, Any], *, version: int, by: User) -> Tree:
    """Change what is in `changes` (title, purpose, tags, root, nodes), as a new version, which is a draft.

    People go on running the version that was published.  What changes nothing makes no version.
    Raises NotFound, TreeReadOnly, TreeArchived, VersionConflict.
    """
    tree = _writable(tree_id, version)
    if any(getattr(tree, name) != value for name, value in changes.items()):
        _write(tree, changes, by=by)
    return tree


def publish_tree(tree_id: UUID, *, version: int, by: User) -> Tree:
    """Make the newest version the one that people run.  One that is published already stays as it is.

    Raises TreeInvalid with the faults, and what `save_tree` raises.
    """
    tree = _writable(tree_id, version)
    if tree.status == TreeStatus.PUBLISHED:
        return tree
    if problems := problems_in(tree.root, nodes_of(tree)):
        told = [{"node": one.node, "code": one.code, "message": one.message} for one in problems]
        raise TreeInvalid(detail={"problems": told})
    _write(tree, {}, by=by, is_published=True)
    audit.record(AuditAction.TREE_PUBLISHED, tree, by=by, version=tree.version)
    return tree


def restore_tree(tree_id: UUID, *, number: int, by: User) -> Tree:
    """Make what a former version holds the newest draft; an archived tree is a draft again.

    Raises NotFound, TreeReadOnly.
    """
    tree = _locked(tree_id)
    content = content_of(version_of(tree, number))
    if tree.is_archived or content != content_of(tree):
        _write(tree, content, by=by)
    return tree


def archive_tree(tree_id: UUID, *, by: User) -> None:
    """Nobody can run it any more; runs go on.  Archiving it again changes nothing.  Raises NotFound, TreeReadOnly."""
    tree = _locked(tree_id)
    if tree.is_archived:
        return
    tree.status, tree.published_version, tree.published_at = TreeStatus.ARCHIVED, None, None
    _sign(tree, by=by)
    audit.record(AuditAction.TREE_ARCHIVED, tree, by=by)


def copy_tree(tree_id: UUID, *, by: User) -> Tree:
    """A draft of one's own of a tree of the library, or of another draft of the account.  Raises NotFound."""
    tree = readable_tree(tree_id)
    content = content_of(tree)
    if isinstance(tree, LibraryTree):
        return create_tree(NewTree(**content, source=TreeSource.GUIDE, guide_id=tree.source.guide_id), by=by)
    content["title"] = cut(_COPY + tree.title.removeprefix(_COPY), LONGEST_TITLE)
    return create_tree(NewTree(**content), by=by)


def import_tree(new: NewTree, *, by: User) -> tuple[Tree, list[ImportNote]]:
    """A draft of an exported tree.  Scripts that this account does not have are left out, and noted."""
    usable = usable_scripts(scripts_in(new.nodes))
    foreign = {node_id for node_id, one in new.nodes.items() if one["script_id"] and one["script_id"] not in usable}
    nodes = {node_id: one | {"script_id": None} if node_id in foreign else one for node_id, one in new.nodes.items()}
    notes = [ImportNote(node_id, "Its script is not in your library, so it was left out.") for node_id in foreign]
    return create_tree(replace(new, nodes=nodes, source=TreeSource.IMPORT), by=by), sorted(notes)


def _writable(tree_id: UUID, version: int) -> Tree:
    tree = _locked(tree_id)
    if tree.version != version:
        raise VersionConflict(reread(tree))
    if tree.is_archived:
        raise TreeArchived
    return tree


def _locked(tree_id: UUID) -> Tree:
    if tree_id in library_trees():
        raise TreeReadOnly
    try:
        return locked(Tree, tree_id)
    except NoResultFound as error:
        raise NotFound from error


def _write(tree: Tree, changes: Mapping[str, Any], *, by: User, is_published: bool = False) -> None:
    for name, value in changes.items():
        setattr(tree, name, value)
    tree.version += 1
    tree.status = TreeStatus.PUBLISHED if is_published else TreeStatus.DRAFT
    _sign(tree, by=by)
    if is_published:
        tree.published_version, tree.published_at = tree.version, tree.updated_at
    tree.folded_text = _folded_text(tree)
    _keep_version(tree, by=by, is_published=is_published)


def _sign(tree: Tree, *, by: User) -> None:
    tree.updated_at, tree.updated_by_id = clock.now(), by.id
    set_loaded(tree, updated_by=by)


def _keep_version(tree: Tree, *, by: User, is_published: bool = False) -> None:
    kept = content_of(tree)
    current().add(
        TreeVersion(
            account_id=tree.account_id,
            tree_id=tree.id,
            version=tree.version,
            is_published=is_published,
            created_by_id=by.id,
            **kept,
        )
    )


def _folded_text(tree: Tree) -> str:
    return folded("\n".join([tree.title, tree.purpose, *tree.tags, *texts_of(nodes_of(tree))]))
