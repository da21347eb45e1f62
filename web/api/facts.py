"""/ai-sessions/{id}/facts: list, add, edit, dismiss and restore facts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.ai_session import SessionClosed
from models.fact import FactDismissed, FactKnown, FactLimit
from models.operations import facts as operations
from models.operations.facts import NewFact
from models.queries import access
from models.queries.access import OwnerOrHandlerRequired
from models.queries.facts import FactView, fact_view_of, fact_views_of
from schemas.facts import EditFactSchema, FactListQuery, FactSchema, FactsSchema, NewFactSchema
from web.edge.access import ENGINEERS_ONLY, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

facts = Resource("facts", __name__, url_prefix="/ai-sessions/<uuid:session_id>/facts", description="A session's facts.")


@facts.route("", access=MEMBERS)
@facts.arguments(FactListQuery, location="query")
@facts.response(200, FactsSchema)
def list_facts(query: dict[str, Any], session_id: UUID) -> dict[str, Any]:
    """List the facts in the order in which they were added"""
    ai_session = access.session_to_read(session_id, by=current_user())
    return {"items": fact_views_of(ai_session, **query), "next_cursor": None}


@facts.route(
    "",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, SessionClosed, FactKnown, FactLimit],
)
@facts.arguments(NewFactSchema)
@facts.response(201, FactSchema)
def add_fact(given: dict[str, Any], session_id: UUID) -> FactView:
    """Add a fact"""
    ai_session = access.workable_session(session_id, by=current_user())
    if given["step_id"]:
        access.step_of(ai_session, given["step_id"])
    return fact_view_of(ai_session, operations.add_fact(ai_session, NewFact(**given), by=current_user()))


@facts.route(
    "/<uuid:fact_id>",
    methods=["PATCH"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, SessionClosed, FactDismissed, FactKnown],
)
@facts.arguments(EditFactSchema)
@facts.response(200, FactSchema)
def edit_fact(given: dict[str, Any], session_id: UUID, fact_id: UUID) -> FactView:
    """Edit a fact's kind or value, pin or unpin it"""
    ai_session = access.workable_session(session_id, by=current_user())
    fact = access.fact_of(ai_session, fact_id)
    return fact_view_of(ai_session, operations.edit_fact(ai_session, fact, given, by=current_user()))


@facts.route(
    "/<uuid:fact_id>", methods=["DELETE"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired, SessionClosed]
)
@facts.response(200, FactSchema)
def dismiss_fact(session_id: UUID, fact_id: UUID) -> FactView:
    """Dismiss a fact; the copilot does not add it again"""
    ai_session = access.workable_session(session_id, by=current_user())
    fact = operations.dismiss_fact(ai_session, access.fact_of(ai_session, fact_id), by=current_user())
    return fact_view_of(ai_session, fact)


@facts.route(
    "/<uuid:fact_id>/restore",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, FactKnown],
)
@facts.response(200, FactSchema)
def restore_fact(session_id: UUID, fact_id: UUID) -> FactView:
    """Restore a dismissed fact"""
    ai_session = access.workable_session(session_id, by=current_user())
    return fact_view_of(ai_session, operations.restore_fact(ai_session, access.fact_of(ai_session, fact_id)))
