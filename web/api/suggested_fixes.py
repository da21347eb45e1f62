"""/ai-sessions/{id}/suggested-fixes: read, apply, record the outcome."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.ai_session import SessionClosed
from models.operations import fixes as operations
from models.queries import access
from models.queries.access import OwnerOrHandlerRequired
from models.queries.ai_sessions import fixes_of
from models.suggested_fix import AlreadyApplied, FixStatus, FixTerminal, SuggestedFix
from schemas.suggested_fixes import FixesSchema, FixSchema, OutcomeSchema
from web.edge.access import ENGINEERS_ONLY, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

suggested_fixes = Resource(
    "suggested_fixes",
    __name__,
    url_prefix="/ai-sessions/<uuid:session_id>/suggested-fixes",
    description="What the copilot proposed, and what it did.",
)


@suggested_fixes.route("", access=MEMBERS)
@suggested_fixes.response(200, FixesSchema)
def list_fixes(session_id: UUID) -> dict[str, Any]:
    """The session's fixes, newest first"""
    return {"items": fixes_of(access.readable_session(session_id, by=current_user())), "next_cursor": None}


@suggested_fixes.route("/<uuid:fix_id>", access=MEMBERS)
@suggested_fixes.response(200, FixSchema)
def read_fix(session_id: UUID, fix_id: UUID) -> SuggestedFix:
    """One fix"""
    return access.fix_of(access.readable_session(session_id, by=current_user()), fix_id)


@suggested_fixes.route(
    "/<uuid:fix_id>/apply",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, SessionClosed, FixTerminal, AlreadyApplied],
)
@suggested_fixes.response(200, FixSchema)
def apply(session_id: UUID, fix_id: UUID) -> SuggestedFix:
    """The engineer tries it; it is verifying from now on"""
    ai_session = access.workable_session(session_id, by=current_user())
    return operations.apply_fix(ai_session, access.fix_of(ai_session, fix_id), by=current_user())


@suggested_fixes.route(
    "/<uuid:fix_id>/outcome",
    methods=["PATCH"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, SessionClosed, FixTerminal],
)
@suggested_fixes.arguments(OutcomeSchema)
@suggested_fixes.response(200, FixSchema)
def record_outcome(given: dict[str, Any], session_id: UUID, fix_id: UUID) -> SuggestedFix:
    """What the fix did"""
    ai_session = access.workable_session(session_id, by=current_user())
    return operations.record_outcome(
        ai_session,
        access.fix_of(ai_session, fix_id),
        FixStatus(given["outcome"]),
        notes=given["notes"],
        by=current_user(),
    )
