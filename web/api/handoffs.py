"""Handoffs of a session, and the escalation queue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app

from models.ai_session import SessionClosed, SessionStatus
from models.handoff import (
    AlreadyEscalated,
    Handoff,
    HandoffAlreadyClaimed,
    HandoffWithdrawn,
    Intent,
    InvalidTarget,
    NotEscalated,
    NotTarget,
    OwnHandoff,
    TargetSelf,
)
from models.operations import assessments, handoffs as operations, legacy_escalations
from models.operations.assessments import AssessmentUnderWay
from models.operations.handoffs import NewHandoff
from models.queries import access, escalations
from models.queries.access import OwnerOrHandlerRequired
from models.queries.handoffs import handoffs_of
from models.queries.session_views import SessionView, view_of
from schemas.ai_sessions import SessionSchema
from schemas.fields import PageQuery
from schemas.handoffs import (
    CountSchema,
    CreateHandoffSchema,
    EscalatedSchema,
    EscalateSchema,
    HandoffSchema,
    HandoffsSchema,
    QueueQuery,
    QueueSchema,
)
from web.edge.access import ENGINEERS_ONLY, ENGINEERS_TO_MODEL, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

handoffs = Resource("handoffs", __name__, url_prefix="/ai-sessions", description="Giving a session away.")


@handoffs.route(
    "/<uuid:session_id>/handoff",
    methods=["POST"],
    access=ENGINEERS_TO_MODEL,
    errors=[OwnerOrHandlerRequired, SessionClosed, AlreadyEscalated, TargetSelf, InvalidTarget],
)
@handoffs.arguments(CreateHandoffSchema)
@handoffs.response(201, HandoffSchema)
def create_handoff(given: dict[str, Any], session_id: UUID) -> Handoff:
    """Escalate or park; answered at once, whatever runs slow behind it"""
    new = NewHandoff(intent=Intent(given["intent"]), reason=given["reason"], target_user_id=given["target_user_id"])
    ai_session = access.workable_session(session_id, by=current_user())
    return operations.create_handoff(ai_session, new, by=current_user(), assessment_budget=_budget())


@handoffs.route(
    "/<uuid:session_id>/escalate",
    methods=["POST"],
    access=ENGINEERS_TO_MODEL,
    errors=[OwnerOrHandlerRequired, SessionClosed, AlreadyEscalated, TargetSelf, InvalidTarget],
)
@handoffs.arguments(EscalateSchema)
@handoffs.response(200, EscalatedSchema)
def escalate(given: dict[str, Any], session_id: UUID) -> dict[str, Any]:
    """Escalate as older clients do; the same operation as `/handoff`"""
    access.owned_session(session_id, by=current_user())
    ai_session = access.workable_session(session_id, by=current_user())
    new = NewHandoff(intent=Intent.ESCALATE, reason=given["escalation_reason"], target_user_id=given["escalated_to_id"])
    handoff = operations.create_handoff(ai_session, new, by=current_user(), assessment_budget=_budget())
    return {
        "session_id": session_id,
        "status": SessionStatus.ESCALATED,
        "handoff_id": handoff.id,
        "documentation": {"status": "pending"},
        "psa_push": {"status": "no_psa"},
    }


@handoffs.route(
    "/<uuid:session_id>/pickup",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[OwnHandoff, NotTarget, HandoffAlreadyClaimed, HandoffWithdrawn, NotEscalated],
)
@handoffs.response(200, SessionSchema)
def pick_up(session_id: UUID) -> SessionView:
    """Claim what of this session waits, also one that was escalated before handoffs were rows"""
    return view_of(legacy_escalations.pick_up(session_id, by=current_user()), by=current_user())


@handoffs.route("/<uuid:session_id>/handoffs", access=MEMBERS)
@handoffs.arguments(PageQuery, location="query")
@handoffs.response(200, HandoffsSchema)
def list_handoffs(page: dict[str, Any], session_id: UUID) -> Any:
    """The session's handoffs, newest first"""
    return handoffs_of(access.readable_session(session_id, by=current_user()), by=current_user(), **page)


@handoffs.route("/<uuid:session_id>/handoffs/<uuid:handoff_id>", access=MEMBERS)
@handoffs.response(200, HandoffSchema)
def read_handoff(session_id: UUID, handoff_id: UUID) -> Handoff:
    """One handoff with its snapshot and assessment"""
    return access.readable_handoff(session_id, handoff_id, by=current_user())


@handoffs.route(
    "/<uuid:session_id>/handoffs/<uuid:handoff_id>/claim",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[OwnHandoff, NotTarget, HandoffAlreadyClaimed, HandoffWithdrawn],
)
@handoffs.response(200, HandoffSchema)
def claim_handoff(session_id: UUID, handoff_id: UUID) -> Handoff:
    """Take it over; of any number of people exactly one wins"""
    handoff = access.claimable_handoff(session_id, handoff_id, by=current_user())
    return operations.claim_handoff(handoff, by=current_user())


@handoffs.route(
    "/<uuid:session_id>/handoffs/<uuid:handoff_id>/recall",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[HandoffAlreadyClaimed],
)
@handoffs.response(200, HandoffSchema)
def recall_handoff(session_id: UUID, handoff_id: UUID) -> Handoff:
    """Take back an escalation that nobody has picked up"""
    handoff = access.recallable_handoff(session_id, handoff_id, by=current_user())
    return operations.recall_handoff(handoff, by=current_user())


@handoffs.route(
    "/<uuid:session_id>/handoffs/<uuid:handoff_id>/assessment/retry",
    methods=["POST"],
    access=ENGINEERS_TO_MODEL,
    errors=[OwnHandoff, NotTarget, HandoffAlreadyClaimed, AssessmentUnderWay],
)
@handoffs.response(202, HandoffSchema)
def retry_assessment(session_id: UUID, handoff_id: UUID) -> Handoff:
    """Ask for the assessment again, with a new budget"""
    handoff = access.assessable_handoff(session_id, handoff_id, by=current_user())
    return assessments.retry_assessment(handoff, budget=_budget())


@handoffs.route("/escalations", access=MEMBERS)
@handoffs.arguments(QueueQuery, location="query")
@handoffs.response(200, QueueSchema)
def read_queue(query: dict[str, Any]) -> Any:
    """Who waits for somebody to pick up"""
    newest_first = query.pop("sort") == "newest"
    return escalations.queue(current_user(), newest_first=newest_first, **query)


@handoffs.route("/escalations/count", access=MEMBERS)
@handoffs.response(200, CountSchema)
def count_queue() -> dict[str, int]:
    """How many wait"""
    return {"count": escalations.count(current_user())}


def _budget() -> timedelta:
    return timedelta(seconds=current_app.extensions["settings"].escalation_ai_assessment_timeout_seconds)
