"""Create a ticket, split a second problem off into one, link a session to one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.core.errors import Invalid, NotFound
from models.operations import psa_new_tickets as operations
from models.operations.ai_sessions import describe_session
from models.operations.psa_new_tickets import NewTicket
from models.queries import access
from models.queries.access import OwnerOrHandlerRequired
from models.queries.psa_connections import PsaNotConnected, needed_connection
from models.queries.psa_tickets import ticket_by_number
from models.queries.session_views import SessionView, view_of
from schemas.ai_sessions import SessionSchema
from schemas.psa_new_tickets import (
    CreateTicketSchema,
    LinkTicketSchema,
    SpinOffTicketSchema,
    TicketRequestedSchema,
)
from web.edge.access import ENGINEERS_ONLY
from web.edge.identity import current_user
from web.edge.resource import Resource

psa_new_tickets = Resource("psa_new_tickets", __name__, url_prefix="/psa/tickets", description="New tickets.")
session_ticket = Resource(
    "session_ticket", __name__, url_prefix="/ai-sessions/<uuid:session_id>", description="The session's ticket."
)


class TicketUnknown(NotFound):
    code = "ticket_not_found"
    message = "FlowPilot's copy of the ticket system has no such ticket. Refresh the tickets, or check the number."


@psa_new_tickets.route(
    "", methods=["POST"], access=ENGINEERS_ONLY, errors=[PsaNotConnected, NotFound, OwnerOrHandlerRequired]
)
@psa_new_tickets.arguments(CreateTicketSchema)
@psa_new_tickets.response(202, TicketRequestedSchema)
def create_ticket(given: dict[str, Any]) -> dict[str, UUID]:
    """Create a ticket; its number arrives as the event `psa_ticket_created`

    A lost answer makes no second ticket.  After a quarter of an hour without success, the event says why.
    """
    session_id = given.pop("session_id")
    ai_session = access.workable_session(session_id, by=current_user()) if session_id else None
    return {"request_id": operations.request_ticket(NewTicket(**given), ai_session=ai_session, by=current_user())}


@session_ticket.route(
    "/spin-off-ticket", methods=["POST"], access=ENGINEERS_ONLY, errors=[PsaNotConnected, OwnerOrHandlerRequired]
)
@session_ticket.arguments(SpinOffTicketSchema)
@session_ticket.response(202, TicketRequestedSchema)
def spin_off_ticket(given: dict[str, Any], session_id: UUID) -> dict[str, UUID]:
    """Turn a second problem into a ticket of its own; its number arrives as the event `psa_ticket_created`

    The two tickets get internal notes that name each other.  The chosen steps go into the new ticket's note, not into
    its description, which the client may be able to read.  To work on it, open a session with its number.
    """
    if given.pop("session_id") not in (None, session_id):
        raise Invalid(detail={"session_id": ["This is another session."]})
    ai_session = access.workable_session(session_id, by=current_user())
    steps = [access.step_of(ai_session, step_id) for step_id in dict.fromkeys(given.pop("step_ids"))]
    return {"request_id": operations.request_spin_off(NewTicket(**given), ai_session, steps, by=current_user())}


@session_ticket.route(
    "/ticket", methods=["POST"], access=ENGINEERS_ONLY, errors=[PsaNotConnected, OwnerOrHandlerRequired, TicketUnknown]
)
@session_ticket.arguments(LinkTicketSchema)
@session_ticket.response(200, SessionSchema)
def link_ticket(given: dict[str, str], session_id: UUID) -> SessionView:
    """Link the session to a ticket that FlowPilot's copy has"""
    ai_session = access.workable_session(session_id, by=current_user())
    connection = needed_connection()
    try:
        ticket = ticket_by_number(connection, given["psa_ticket_id"], by=current_user())
    except NotFound:
        raise TicketUnknown from None
    if ticket.is_gone:
        raise TicketUnknown
    return view_of(describe_session(ai_session, {"psa_ticket_id": ticket.number}), by=current_user())
