"""Reads the requests for a decision tree from the copilot."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from models.core.errors import NotFound
from models.core.unit_of_work import current, db_session
from models.tree import TreeDraft
from models.user import User

NOTHING_FOUND = "nothing_found"
"""The error of a draft for which the material supports no tree."""

_DESCRIPTION_TOO_LITTLE = (
    "No guide of the library covers this well enough to draft a tree from it. Say more: the product, what people see,"
    " and the error code. Or choose a resolved session, or write the tree yourself."
)
_SESSION_TOO_LITTLE = (
    "This session does not say what solved it. Record the outcome of the fix, or how it was resolved, and ask again."
)
_FAILED = "The copilot could not draft the tree. Ask again."


def own_draft(draft_id: UUID, *, by: User) -> TreeDraft:
    """A request of `by`.  Raises NotFound."""
    query = select(TreeDraft).where(
        TreeDraft.id == draft_id, TreeDraft.account_id == current().account_id, TreeDraft.requested_by_id == by.id
    )
    draft = db_session().scalars(query).one_or_none()
    if draft is None:
        raise NotFound
    return draft


def message_of(draft: TreeDraft) -> str | None:
    """The error in words, with what the copilot needs; None without one."""
    if draft.error is None:
        return None
    if draft.error == NOTHING_FOUND:
        return _SESSION_TOO_LITTLE if draft.ai_session_id else _DESCRIPTION_TOO_LITTLE
    return _FAILED
