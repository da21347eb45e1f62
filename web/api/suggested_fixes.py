"""/ai-sessions/{id}/suggested-fixes: read and apply fixes, record and undo outcomes, decide on their scripts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.ai_session import SessionClosed
from models.fix_transitions import AlreadyApplied, Decision, FixStatus, FixTerminal, TooLate
from models.operations import fix_scripts, outcome_proposals, suggested_fixes as operations
from models.queries import access
from models.queries.access import OwnerOrHandlerRequired
from models.queries.suggested_fixes import fixes_of
from models.suggested_fix import SuggestedFix
from schemas.suggested_fixes import DecisionSchema, DraftSchema, FixesSchema, FixSchema, OutcomeSchema
from web.edge.access import ENGINEERS_ONLY, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

suggested_fixes = Resource(
    "suggested_fixes",
    __name__,
    url_prefix="/ai-sessions/<uuid:session_id>/suggested-fixes",
    description="Fixes that the copilot suggested, and their outcomes.",
)


@suggested_fixes.route("", access=MEMBERS)
@suggested_fixes.response(200, FixesSchema)
def list_fixes(session_id: UUID) -> dict[str, Any]:
    """List the session's fixes, newest first"""
    return {"items": fixes_of(access.session_to_read(session_id, by=current_user())), "next_cursor": None}


@suggested_fixes.route("/<uuid:fix_id>", access=MEMBERS)
@suggested_fixes.response(200, FixSchema)
def read_fix(session_id: UUID, fix_id: UUID) -> SuggestedFix:
    """Read one fix"""
    return access.fix_of(access.session_to_read(session_id, by=current_user()), fix_id)


@suggested_fixes.route(
    "/<uuid:fix_id>/apply",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, SessionClosed, FixTerminal, AlreadyApplied],
)
@suggested_fixes.response(200, FixSchema)
def apply(session_id: UUID, fix_id: UUID) -> SuggestedFix:
    """Apply a fix: the engineer tries it and records the outcome later"""
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
    """Record the outcome of a fix"""
    ai_session = access.workable_session(session_id, by=current_user())
    return operations.record_outcome(
        ai_session,
        access.fix_of(ai_session, fix_id),
        FixStatus(given["outcome"]),
        notes=given["notes"],
        remind_at=given.get("remind_at", operations.UNCHANGED),
        by=current_user(),
    )


@suggested_fixes.route(
    "/<uuid:fix_id>/outcome",
    methods=["DELETE"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, TooLate],
)
@suggested_fixes.response(200, FixSchema)
def undo_outcome(session_id: UUID, fix_id: UUID) -> SuggestedFix:
    """Undo the outcome that the user has just recorded, within 15 s and before anything depends on it

    The fix returns to its previous state; the steps keep the outcome and its undo.  A second call changes nothing and
    returns 200.
    """
    ai_session = access.workable_session(session_id, by=current_user())
    return operations.undo_outcome(ai_session, access.fix_of(ai_session, fix_id), by=current_user())


@suggested_fixes.route(
    "/<uuid:fix_id>/ai-outcome-proposal",
    methods=["DELETE"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, SessionClosed],
)
@suggested_fixes.response(200, FixSchema)
def reject_proposal(session_id: UUID, fix_id: UUID) -> SuggestedFix:
    """Reject the outcome that the copilot proposed (Not yet)

    The status and `state_version` stay.  Without a proposal nothing changes and the answer is 200.
    """
    ai_session = access.workable_session(session_id, by=current_user())
    return outcome_proposals.reject_proposal(ai_session, access.fix_of(ai_session, fix_id))


@suggested_fixes.route(
    "/<uuid:fix_id>/draft",
    methods=["PUT"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, SessionClosed, FixTerminal],
)
@suggested_fixes.arguments(DraftSchema)
@suggested_fixes.response(200, FixSchema)
def draft(given: dict[str, Any], session_id: UUID, fix_id: UUID) -> SuggestedFix:
    """Replace the fix's drafted script and its parameters

    This does not apply the fix.  The same draft again changes nothing.
    """
    ai_session = access.workable_session(session_id, by=current_user())
    return fix_scripts.draft_script(
        ai_session,
        access.fix_of(ai_session, fix_id),
        given["ai_drafted_script"],
        given["ai_drafted_parameters"] or [],
        by=current_user(),
    )


@suggested_fixes.route(
    "/<uuid:fix_id>/decision",
    methods=["PATCH"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, SessionClosed, FixTerminal],
)
@suggested_fixes.arguments(DecisionSchema)
@suggested_fixes.response(200, FixSchema)
def decide(given: dict[str, Any], session_id: UUID, fix_id: UUID) -> SuggestedFix:
    """Decide how to use the drafted script

    `used_template` says that a script of the library was run instead, and also applies the fix; a `script_id` that the
    library does not have is 404.  `draft_template` also keeps the script as a draft in the library, once for each fix.
    The same decision again changes nothing.
    """
    ai_session = access.workable_session(session_id, by=current_user())
    return fix_scripts.decide(
        ai_session,
        access.fix_of(ai_session, fix_id),
        Decision(given["decision"]),
        script_id=given["script_id"],
        by=current_user(),
    )
