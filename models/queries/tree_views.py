"""Decision trees as the API tells them: one with its faults, and the list of one's own and of the library's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import defer

from models.case_words import folded
from models.core.errors import Invalid
from models.core.paging import Page, decode_position, encode_position
from models.core.unit_of_work import current, db_session
from models.decision_trees.graph import Nodes
from models.decision_trees.guide_trees import LibraryTree, library_trees
from models.decision_trees.problems import Problem
from models.queries.trees import content_of, nodes_of, problems_in, readable_version
from models.tree import Tree, TreeStatus
from models.user import User

MOST_WORDS = 10
"""Of a search."""
_SAME = (
    *("id", "title", "purpose", "tags", "status", "version", "published_version", "published_at", "source"),
    *("created_by", "updated_by", "created_at", "updated_at", "read_only"),
)


@dataclass(frozen=True, kw_only=True)
class TreeItem:
    """A tree in the list.  The library's have neither people nor times."""

    id: UUID
    title: str
    purpose: str
    tags: list[str]
    status: str
    version: int
    published_version: int | None
    published_at: datetime | None
    source: Any
    created_by: User | None
    updated_by: User | None
    created_at: datetime | None
    updated_at: datetime | None
    read_only: bool
    node_count: int


@dataclass(frozen=True, kw_only=True)
class TreeView(TreeItem):
    """One tree: its newest version, with its faults."""

    root: str | None
    nodes: Nodes
    problems: list[Problem]


@dataclass(frozen=True, kw_only=True)
class TreeVersionView:
    """One version of a tree, with its nodes."""

    version: int
    title: str
    purpose: str
    tags: list[str]
    root: str | None
    nodes: Nodes
    is_published: bool
    created_by: User | None
    created_at: datetime | None


def version_view(tree_id: UUID, number: int) -> TreeVersionView:
    """Raises NotFound."""
    version = readable_version(tree_id, number)
    return TreeVersionView(
        **content_of(version),
        version=version.version,
        is_published=version.is_published,
        created_by=version.created_by,
        created_at=version.created_at,
    )


def view_of(tree: Tree | LibraryTree) -> TreeView:
    nodes = nodes_of(tree)
    problems = [] if isinstance(tree, LibraryTree) else problems_in(tree.root, nodes)
    same = {name: getattr(tree, name) for name in _SAME}
    return TreeView(**same, node_count=len(nodes), root=tree.root, nodes=nodes, problems=problems)


def tree_items(
    *, q: str | None, tag: str | None, status: str | None, source: str | None, limit: int, cursor: str | None
) -> Page[TreeItem]:
    """The account's own trees, the newest change first, then the library's by title.

    `q`: words, all of which a tree has in title, purpose, tags or nodes.  Archived trees are found only by that status.
    Raises Invalid (422) for a cursor that is not ours.
    """
    words = folded(q or "").split()[:MOST_WORDS]
    after = _Position.of(cursor)
    items: list[TreeItem] = []
    if source != "library" and not after.in_library:
        found = _own(words, tag, status, after)
        items = [_own_item(tree, count) for tree, count in db_session().execute(found.limit(limit + 1)).unique()]
        if len(items) > limit:
            return Page(items[:limit], _cursor_after(items[limit - 1]))
    if source == "own":
        return Page(items, None)
    items += _library(words, tag, status, after)
    return Page(items[:limit], _cursor_after(items[limit - 1]) if len(items) > limit else None)


@dataclass(frozen=True)
class _Position:
    """Where the page before ended."""

    moment: datetime | None = None
    row_id: UUID | None = None
    library_tree: LibraryTree | None = None

    @property
    def in_library(self) -> bool:
        return self.library_tree is not None

    @classmethod
    def of(cls, cursor: str | None) -> _Position:
        if cursor is None:
            return cls()
        try:
            (moment,), row_id = decode_position(cursor, moments=1)
            return cls(moment, row_id)
        except Invalid:
            _, tree_id = decode_position(cursor, moments=0)
            if tree_id not in library_trees():
                raise
            return cls(library_tree=library_trees()[tree_id])


def _cursor_after(item: TreeItem) -> str:
    moments = [] if item.updated_at is None else [item.updated_at]
    return encode_position(*moments, row_id=item.id)


def _own(words: list[str], tag: str | None, status: str | None, after: _Position) -> Select[Any]:
    keys = func.jsonb_object_keys(Tree.nodes).table_valued("key")
    count = select(func.count()).select_from(keys).scalar_subquery()
    wanted = select(Tree, count).where(Tree.account_id == current().account_id)
    wanted = wanted.where(Tree.status == status if status else Tree.status != TreeStatus.ARCHIVED)
    if tag is not None:
        wanted = wanted.where(Tree.tags.contains([tag]))
    for word in words:
        wanted = wanted.where(Tree.folded_text.contains(word, autoescape=True))
    if after.moment is not None:
        wanted = wanted.where(tuple_(Tree.updated_at, Tree.id) < tuple_(after.moment, after.row_id))
    newest_first = wanted.order_by(Tree.updated_at.desc(), Tree.id.desc())
    return newest_first.options(defer(Tree.nodes), defer(Tree.folded_text))


def _own_item(tree: Tree, count: int) -> TreeItem:
    return TreeItem(**{name: getattr(tree, name) for name in _SAME}, node_count=count)


def _library(words: list[str], tag: str | None, status: str | None, after: _Position) -> Iterator[TreeItem]:
    for tree in library_trees().values():
        is_seen = after.library_tree is not None and tree.sort_key <= after.library_tree.sort_key
        is_wanted = status in (None, tree.status) and (tag is None or tag in tree.tags)
        if not is_seen and is_wanted and all(word in tree.folded_text for word in words):
            yield TreeItem(**{name: getattr(tree, name) for name in _SAME}, node_count=tree.node_count)
