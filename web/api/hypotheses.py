"""/ai-sessions/{id}/hypotheses: list, add and change the possible causes, with their evidence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.ai_session import SessionClosed
from models.hypothesis import EvidenceRequired, HypothesisKnown, HypothesisLimit
from models.operations import hypotheses as operations
from models.operations.hypotheses import NewHypothesis
from models.queries import access
from models.queries.access import OwnerOrHandlerRequired
from models.queries.hypotheses import HypothesisView, hypothesis_view_of, hypothesis_views_of
from schemas.hypotheses import EditHypothesisSchema, HypothesesSchema, HypothesisSchema, NewHypothesisSchema
from web.edge.access import ENGINEERS_ONLY, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

hypotheses = Resource(
    "hypotheses",
    __name__,
    url_prefix="/ai-sessions/<uuid:session_id>/hypotheses",
    description="The possible causes of a session's problem, and the evidence for and against each.",
)


@hypotheses.route("", access=MEMBERS)
@hypotheses.response(200, HypothesesSchema)
def list_hypotheses(session_id: UUID) -> dict[str, Any]:
    """List the hypotheses: the most likely one first, refuted ones last"""
    ai_session = access.session_to_read(session_id, by=current_user())
    return {"items": hypothesis_views_of(ai_session), "next_cursor": None}


@hypotheses.route(
    "",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, SessionClosed, HypothesisKnown, HypothesisLimit, EvidenceRequired],
)
@hypotheses.arguments(NewHypothesisSchema)
@hypotheses.response(201, HypothesisSchema)
def add_hypothesis(given: dict[str, Any], session_id: UUID) -> HypothesisView:
    """Add a possible cause"""
    ai_session = access.workable_session(session_id, by=current_user())
    row = operations.add_hypothesis(ai_session, NewHypothesis(**given), by=current_user())
    return hypothesis_view_of(ai_session, row)


@hypotheses.route(
    "/<uuid:hypothesis_id>",
    methods=["PATCH"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, SessionClosed, EvidenceRequired],
)
@hypotheses.arguments(EditHypothesisSchema)
@hypotheses.response(200, HypothesisSchema)
def change_hypothesis(given: dict[str, Any], session_id: UUID, hypothesis_id: UUID) -> HypothesisView:
    """Change a hypothesis's state or evidence"""
    ai_session = access.workable_session(session_id, by=current_user())
    hypothesis = access.hypothesis_of(ai_session, hypothesis_id)
    row = operations.change_hypothesis(ai_session, hypothesis, given, by=current_user())
    return hypothesis_view_of(ai_session, row)
