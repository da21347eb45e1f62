"""/trees: decision trees, the account's own and those of the built-in library."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Any
from uuid import UUID

from models.core.errors import VersionConflict
from models.core.paging import Page
from models.decision_trees.guide_trees import LibraryTree
from models.operations import trees as operations
from models.operations.trees import NewTree
from models.queries import tree_views, trees as queries
from models.queries.tree_views import TreeItem, TreeVersionView, TreeView, view_of
from models.tree import (
    NewerTreeFile,
    NotATreeFile,
    TreeArchived,
    TreeInvalid,
    TreeReadOnly,
    TreeVersion,
)
from schemas.fields import PageQuery
from schemas.trees import (
    FORMAT,
    FORMAT_VERSION,
    EditTreeSchema,
    ImportedTreeSchema,
    NewTreeSchema,
    TreeFileSchema,
    TreeListQuery,
    TreeSchema,
    TreesSchema,
    TreeVersionNumberSchema,
    TreeVersionSchema,
    TreeVersionsSchema,
)
from web.edge.access import ENGINEERS_ONLY, MEMBERS
from web.edge.conflicts import showing_newest
from web.edge.identity import current_user
from web.edge.resource import Resource

_ONE = "/<uuid:tree_id>"
_CHANGE_ERRORS = [TreeReadOnly, TreeArchived, VersionConflict]

trees = Resource("trees", __name__, url_prefix="/trees", description="Decision trees.")


@trees.route("", access=MEMBERS)
@trees.arguments(TreeListQuery, location="query")
@trees.response(200, TreesSchema)
def list_trees(query: dict[str, Any]) -> Page[TreeItem]:
    """List the trees: the account's own, the newest change first, then the library's by title"""
    return tree_views.tree_items(**query)


@trees.route("", methods=["POST"], access=ENGINEERS_ONLY)
@trees.arguments(NewTreeSchema)
@trees.response(201, TreeSchema)
def create_tree(given: dict[str, Any]) -> TreeView:
    """Create a draft, which may be empty"""
    return view_of(operations.create_tree(NewTree(**given), by=current_user()))


@trees.route("/import", methods=["POST"], access=ENGINEERS_ONLY, errors=[NotATreeFile, NewerTreeFile])
@trees.arguments(TreeFileSchema)
@trees.response(201, ImportedTreeSchema)
def import_tree(given: dict[str, Any]) -> dict[str, Any]:
    """Import an exported tree as a draft

    It may have faults.  Scripts that this account does not have are left out, and noted.
    """
    tree, notes = operations.import_tree(NewTree(**given["tree"]), by=current_user())
    return vars(view_of(tree)) | {"notes": [asdict(note) for note in notes]}


@trees.route(_ONE, access=MEMBERS)
@trees.response(200, TreeSchema)
def read_tree(tree_id: UUID) -> TreeView:
    """Read the newest version of a tree, with its faults"""
    return view_of(queries.readable_tree(tree_id))


@trees.route(_ONE, methods=["PATCH"], access=ENGINEERS_ONLY, errors=_CHANGE_ERRORS)
@trees.arguments(EditTreeSchema)
@trees.response(200, TreeSchema)
def save_tree(given: dict[str, Any], tree_id: UUID) -> TreeView:
    """Save a tree as a newer draft, also with faults; people go on running the published version

    When somebody else has saved it in the meantime, `detail.tree` is the tree as it is now.
    """
    version = given.pop("version")
    with _showing_newest_tree():
        return view_of(operations.save_tree(tree_id, given, version=version, by=current_user()))


@trees.route(_ONE, methods=["DELETE"], access=ENGINEERS_ONLY, errors=[TreeReadOnly])
@trees.response(204)
def archive_tree(tree_id: UUID) -> None:
    """Archive a tree; runs that have begun go on"""
    operations.archive_tree(tree_id, by=current_user())


@trees.route(f"{_ONE}/publish", methods=["POST"], access=ENGINEERS_ONLY, errors=[TreeInvalid, *_CHANGE_ERRORS])
@trees.arguments(TreeVersionNumberSchema)
@trees.response(200, TreeSchema)
def publish_tree(given: dict[str, int], tree_id: UUID) -> TreeView:
    """Publish a tree; with faults it is refused, and `detail.problems` lists them"""
    with _showing_newest_tree():
        return view_of(operations.publish_tree(tree_id, version=given["version"], by=current_user()))


@trees.route(f"{_ONE}/restore", methods=["POST"], access=ENGINEERS_ONLY, errors=[TreeReadOnly])
@trees.arguments(TreeVersionNumberSchema)
@trees.response(200, TreeSchema)
def restore_tree(given: dict[str, int], tree_id: UUID) -> TreeView:
    """Make a former version the newest draft; an archived tree comes back"""
    return view_of(operations.restore_tree(tree_id, number=given["version"], by=current_user()))


@trees.route(f"{_ONE}/copy", methods=["POST"], access=ENGINEERS_ONLY)
@trees.response(201, TreeSchema)
def copy_tree(tree_id: UUID) -> TreeView:
    """Copy a tree of the library, or one of the account's own, into a draft"""
    return view_of(operations.copy_tree(tree_id, by=current_user()))


@trees.route(f"{_ONE}/versions", access=MEMBERS)
@trees.arguments(PageQuery, location="query")
@trees.response(200, TreeVersionsSchema)
def list_versions(query: dict[str, Any], tree_id: UUID) -> Page[TreeVersion] | Page[LibraryTree]:
    """List the versions, newest first"""
    return queries.versions_of(queries.readable_tree(tree_id), **query)


@trees.route(f"{_ONE}/versions/<int:version>", access=MEMBERS)
@trees.response(200, TreeVersionSchema)
def read_version(tree_id: UUID, version: int) -> TreeVersionView:
    """Read one version with its nodes"""
    return tree_views.version_view(tree_id, version)


@trees.route(f"{_ONE}/export", access=MEMBERS)
@trees.response(200, TreeFileSchema)
def export_tree(tree_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Download the newest version as a file that can be imported"""
    tree = queries.readable_tree(tree_id)
    name = re.sub(r"[^a-z0-9]+", "-", tree.title.lower()).strip("-") or "tree"
    file = {"format": FORMAT, "version": FORMAT_VERSION, "tree": queries.content_of(tree)}
    return file, 200, {"Content-Disposition": f'attachment; filename="{name}.tree.json"'}


def _showing_newest_tree() -> AbstractContextManager[None]:
    return showing_newest(lambda tree: {"tree": TreeSchema().dump(view_of(tree))})
