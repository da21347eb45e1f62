"""/ai-sessions: handoffs of a session, and the escalation queue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app

from models.ai_session import AiSession, SessionClosed, SessionStatus
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
from models.operations import assessments, handoffs as operations, legacy_escalations, withdrawals
from models.operations.assessments import AssessmentUnderWay
from models.operations.handoffs import NewHandoff
from models.operations.postings import PostingStatus
from models.operations.psa_pushes import can_push
from models.queries import access, escalations
from models.queries.access import OwnerOrHandlerRequired
from models.queries.documentation import documentation_view
from models.queries.handoffs import handoffs_of
from models.queries.session_views import SessionView, view_of
from schemas.ai_sessions import SessionSchema
from schemas.fields import PageQuery
from schemas.handoffs import (
    CountSchema,
    CreatedHandoffSchema,
    CreateHandoffSchema,
    EscalatedSchema,
    EscalateSchema,
    HandoffSchema,
    HandoffsSchema,
    QueueQuery,
    QueueSchema,
)
from web.edge.access import ENGINEERS_ONLY, ENGINEERS_ONLY_TO_MODEL, ENGINEERS_TO_MODEL, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

handoffs = Resource(
    "handoffs",
    __name__,
    url_prefix="/ai-sessions",
    description="Handoffs and the escalation queue.",
)

_SHOWN = [field.attribute or name for name, field in HandoffSchema().fields.items()]


@handoffs.route(
    "/<uuid:session_id>/handoff",
    methods=["POST"],
    access=ENGINEERS_TO_MODEL,
    errors=[OwnerOrHandlerRequired, SessionClosed, AlreadyEscalated, TargetSelf, InvalidTarget],
)
@handoffs.arguments(CreateHandoffSchema)
@handoffs.response(201, CreatedHandoffSchema)
def create_handoff(given: dict[str, Any], session_id: UUID) -> dict[str, Any]:
    """Escalate or park a session; assessment and messages follow as jobs"""
    new = NewHandoff(intent=Intent(given["intent"]), reason=given["reason"], target_user_id=given["target_user_id"])
    ai_session = access.workable_session(session_id, by=current_user())
    handoff = operations.create_handoff(ai_session, new, by=current_user(), assessment_budget=_budget())
    return {name: getattr(handoff, name) for name in _SHOWN} | {"psa_push": _push_of(ai_session, new.intent)}


@handoffs.route(
    "/<uuid:session_id>/escalate",
    methods=["POST"],
    access=ENGINEERS_TO_MODEL,
    errors=[OwnerOrHandlerRequired, SessionClosed, AlreadyEscalated, TargetSelf, InvalidTarget],
)
@handoffs.arguments(EscalateSchema)
@handoffs.response(200, EscalatedSchema)
def escalate(given: dict[str, Any], session_id: UUID) -> dict[str, Any]:
    """Escalate, for older clients; the same operation as `/handoff`"""
    access.owned_session(session_id, by=current_user())
    ai_session = access.workable_session(session_id, by=current_user())
    new = NewHandoff(intent=Intent.ESCALATE, reason=given["escalation_reason"], target_user_id=given["escalated_to_id"])
    handoff = operations.create_handoff(ai_session, new, by=current_user(), assessment_budget=_budget())
    return {
        "session_id": session_id,
        "status": SessionStatus.ESCALATED,
        "handoff_id": handoff.id,
        "documentation": documentation_view(ai_session, by=current_user()),
        "psa_push": _push_of(ai_session, new.intent),
    }


@handoffs.route(
    "/<uuid:session_id>/pickup",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[OwnHandoff, NotTarget, HandoffAlreadyClaimed, HandoffWithdrawn, NotEscalated],
)
@handoffs.response(200, SessionSchema)
def pick_up(session_id: UUID) -> SessionView:
    """Claim the session's open handoff, or a legacy escalation without a handoff"""
    return view_of(legacy_escalations.pick_up(session_id, by=access.active_engineer(current_user())), by=current_user())


@handoffs.route("/<uuid:session_id>/handoffs", access=MEMBERS)
@handoffs.arguments(PageQuery, location="query")
@handoffs.response(200, HandoffsSchema)
def list_handoffs(page: dict[str, Any], session_id: UUID) -> Any:
    """List the session's handoffs, newest first"""
    return handoffs_of(access.session_to_read(session_id, by=current_user()), by=current_user(), **page)


@handoffs.route("/<uuid:session_id>/handoffs/<uuid:handoff_id>", access=MEMBERS)
@handoffs.response(200, HandoffSchema)
def read_handoff(session_id: UUID, handoff_id: UUID) -> Handoff:
    """Read one handoff with its snapshot and assessment"""
    return access.readable_handoff(session_id, handoff_id, by=current_user())


@handoffs.route(
    "/<uuid:session_id>/handoffs/<uuid:handoff_id>/claim",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[OwnHandoff, NotTarget, HandoffAlreadyClaimed, HandoffWithdrawn],
)
@handoffs.response(200, HandoffSchema)
def claim_handoff(session_id: UUID, handoff_id: UUID) -> Handoff:
    """Claim a handoff; of several simultaneous claims exactly one succeeds"""
    handoff = access.handoff_to_claim(session_id, handoff_id, by=current_user())
    return operations.claim_handoff(handoff, by=current_user())


@handoffs.route(
    "/<uuid:session_id>/handoffs/<uuid:handoff_id>/recall",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[HandoffAlreadyClaimed],
)
@handoffs.response(200, HandoffSchema)
def recall_handoff(session_id: UUID, handoff_id: UUID) -> Handoff:
    """Withdraw an escalation that nobody has claimed"""
    handoff = access.recallable_handoff(session_id, handoff_id, by=access.active_engineer(current_user()))
    return withdrawals.recall_handoff(handoff, by=current_user())


@handoffs.route(
    "/<uuid:session_id>/handoffs/<uuid:handoff_id>/assessment/retry",
    methods=["POST"],
    access=ENGINEERS_ONLY_TO_MODEL,
    errors=[OwnHandoff, NotTarget, HandoffAlreadyClaimed, AssessmentUnderWay],
)
@handoffs.response(202, HandoffSchema)
def retry_assessment(session_id: UUID, handoff_id: UUID) -> Handoff:
    """Request the assessment again, with a new time budget"""
    handoff = access.assessable_handoff(session_id, handoff_id, by=current_user())
    return assessments.retry_assessment(handoff, budget=_budget())


@handoffs.route("/escalations", access=MEMBERS)
@handoffs.arguments(QueueQuery, location="query")
@handoffs.response(200, QueueSchema)
def read_queue(query: dict[str, Any]) -> Any:
    """List the sessions that wait to be claimed"""
    newest_first = query.pop("sort") == "newest"
    return escalations.queue(current_user(), newest_first=newest_first, **query)


@handoffs.route("/escalations/count", access=MEMBERS)
@handoffs.response(200, CountSchema)
def count_queue() -> dict[str, int]:
    """Count the sessions that wait to be claimed"""
    return {"count": escalations.count(current_user())}


def _push_of(ai_session: AiSession, intent: Intent) -> dict[str, PostingStatus]:
    """What an escalation has requested: it is posted to the ticket, if there is one."""
    is_posted = intent == Intent.ESCALATE and can_push(ai_session)
    return {"status": PostingStatus.QUEUED if is_posted else PostingStatus.NO_PSA}


def _budget() -> timedelta:
    budget: timedelta = current_app.extensions["settings"].assessment_budget
    return budget
