"""/trees/draft: the copilot drafts a decision tree, which a person reads, edits and publishes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.ai_session import NotResolved
from models.core.errors import NotFound
from models.operations import tree_drafts as operations
from models.queries import access, tree_drafts as queries
from models.tree import TreeDraft
from schemas.tree_runs import AskTreeDraftSchema, TreeDraftSchema
from web.edge.access import ENGINEERS_ONLY_TO_MODEL, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

tree_drafts = Resource(
    "tree_drafts", __name__, url_prefix="/trees/draft", description="Decision trees drafted by the copilot."
)


@tree_drafts.route("", methods=["POST"], access=ENGINEERS_ONLY_TO_MODEL, errors=[NotFound, NotResolved])
@tree_drafts.arguments(AskTreeDraftSchema)
@tree_drafts.response(202, TreeDraftSchema)
def ask_for_tree(given: dict[str, Any]) -> dict[str, Any]:
    """Ask for a draft from a description or from a resolved session; `tree_draft_ready` says when it is there"""
    by = current_user()
    if "session_id" in given:
        ai_session = access.session_to_read(given["session_id"], by=by)
        return _told(operations.request_from_session(ai_session, by=by))
    return _told(operations.request_from_description(given["description"], by=by))


@tree_drafts.route("/<uuid:draft_id>", access=MEMBERS, errors=[NotFound])
@tree_drafts.response(200, TreeDraftSchema)
def read_draft(draft_id: UUID) -> dict[str, Any]:
    """Read a request of one's own"""
    return _told(queries.own_draft(draft_id, by=current_user()))


def _told(draft: TreeDraft) -> dict[str, Any]:
    names = ("id", "status", "tree_id", "description", "ai_session_id", "error", "provider_label")
    times = ("created_at", "finished_at")
    return {name: getattr(draft, name) for name in (*names, *times)} | {"message": queries.message_of(draft)}
