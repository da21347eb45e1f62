"""/psa/tickets: the copy of the PSA's tickets.  /psa/webhooks/{id}: where a PSA says that a ticket changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, request

from models.core.errors import NotFound, TooManyRequests
from models.core.locking import locked
from models.core.outgoing.psa_calls import PsaCall
from models.operations import psa_sync, psa_tickets as operations, psa_webhooks as webhooks
from models.psa_connection import PsaConnection, PsaState
from models.queries import psa_tickets as queries
from models.queries.psa_connections import PsaNotConnected, needed_connection
from models.queries.psa_tickets import TicketChoices, TicketDetail, TicketFilter
from schemas.fields import StatusSchema
from schemas.psa_tickets import TicketChoicesSchema, TicketDetailSchema, TicketListQuery, TicketsSchema
from web.edge.access import ENGINEERS_ONLY, MEMBERS, PROGRAMS
from web.edge.client_address import client_network
from web.edge.identity import current_user
from web.edge.parsing import read_body
from web.edge.resource import Resource

LARGEST_CALL_BYTES = 65_536
LARGEST_HEADERS_BYTES = 16_384

psa_tickets = Resource("psa_tickets", __name__, url_prefix="/psa/tickets", description="Tickets of the connected PSA.")
psa_webhooks = Resource("psa_webhooks", __name__, url_prefix="/psa/webhooks", description="What a PSA calls.")


@psa_tickets.route("", access=MEMBERS, errors=[PsaNotConnected])
@psa_tickets.arguments(TicketListQuery, location="query")
@psa_tickets.response(200, TicketsSchema)
def list_tickets(query: dict[str, Any]) -> dict[str, Any]:
    """List tickets, what changed last first; `sync` says how fresh the list is

    The list never waits for the PSA.
    """
    connection = needed_connection()
    limit, cursor = query.pop("limit"), query.pop("cursor")
    page = queries.tickets(connection, TicketFilter(**query), limit=limit, cursor=cursor, by=current_user())
    return {"items": page.items, "next_cursor": page.next_cursor, "sync": queries.sync_view(connection)}


@psa_tickets.route("/filters", access=MEMBERS, errors=[PsaNotConnected])
@psa_tickets.response(200, TicketChoicesSchema)
def list_filters() -> TicketChoices:
    """List the statuses, boards and clients of the tickets, at most 500 of each"""
    return queries.ticket_choices(needed_connection())


@psa_tickets.route("/refresh", methods=["POST"], access=ENGINEERS_ONLY, errors=[PsaNotConnected, TooManyRequests])
@psa_tickets.response(202, StatusSchema)
def refresh() -> dict[str, str]:
    """Read what is new from the PSA now; the event `psa_tickets_synced` says when that is done"""
    connection = needed_connection()
    current_app.extensions["psa_limit"].count_sync(current_user())
    psa_sync.ask_for_sync(locked(PsaConnection, connection.id), user_id=current_user().id)
    return {"status": "queued"}


@psa_tickets.route("/<number>", access=MEMBERS, errors=[PsaNotConnected, NotFound])
@psa_tickets.response(200, TicketDetailSchema)
def read_ticket(number: str) -> TicketDetail:
    """Read one ticket with its notes, from the copy

    If they were read more than a minute ago, they are read again: the event `psa_ticket_changed` says when.
    """
    connection = needed_connection()
    ticket = queries.ticket_by_number(connection, number, by=current_user())
    limit = current_app.extensions["psa_limit"]
    is_changed = ticket.notes is not None and ticket.notes_synced_at is None
    if (
        ticket.is_due
        and connection.state != PsaState.FAILING
        and limit.allows_reading(ticket.id, current_user(), is_changed=is_changed)
    ):
        operations.request_refresh(ticket.id, by=current_user())
    return ticket


@psa_webhooks.route("/<webhook_id>", methods=["POST"], access=PROGRAMS)
@psa_webhooks.response(204)
def take_call(webhook_id: str) -> None:
    """Take a call of a PSA: any body, at most 64 KB

    The answer is always the same.  A job verifies the call, and reads at most one ticket again.
    """
    body = read_body(request)
    headers = {name.lower(): value for name, value in request.headers.items()}
    is_small = len(body) <= LARGEST_CALL_BYTES and sum(map(len, headers.values())) <= LARGEST_HEADERS_BYTES
    known_form = _uuid(webhook_id)
    limit, client = current_app.extensions["psa_limit"], client_network(request)
    if known_form is None or not is_small or not limit.allows_webhook(known_form, client=client):
        return
    call = PsaCall(headers=headers, body=body)
    if not webhooks.note_call(known_form, call, calls=current_app.extensions["psa_calls"]):
        limit.count_unknown_webhook(client)


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
