"""The calls of a push: what its rows say, in the types of the port."""

from __future__ import annotations

from datetime import datetime

from models.operations.psa_operations import Step
from models.operations.psa_reasons import TICKET_CHANGED, Reason
from models.operations.psa_sending import Status, TicketNow
from models.psa_kinds import LookupKind
from models.psa_operation import Kind
from tasks.integrations.psa import NewNote, NewTimeEntry, Psa, Visibility


class StatusWasChanged(Exception):
    """Somebody else set another status, which is left alone."""

    reason: Reason = TICKET_CHANGED


def ticket_now(psa: Psa, number: str, *, with_statuses: bool) -> TicketNow:
    """Raises CallFailed."""
    ticket = psa.find_ticket(number)
    items = psa.lookup(LookupKind.STATUSES, parent_id=ticket.board_id) if with_statuses else ()
    return TicketNow(
        remote_id=ticket.id,
        number=ticket.number,
        client_name=ticket.client_name,
        updated_at=ticket.updated_at,
        status_id=ticket.status_id,
        board_id=ticket.board_id,
        statuses=[Status(item.id, item.forbids_time) for item in items],
    )


def carry_out(psa: Psa, ticket_id: str, step: Step) -> str:
    """Write it; the id that the PSA gives it.  Raises CallFailed, StatusWasChanged."""
    payload = step.payload
    if step.kind == Kind.STATUS:
        return _set_status(psa, ticket_id, payload["status_id"], instead_of=payload.get("instead_of"))
    if step.kind == Kind.TIME_ENTRY:
        entry = NewTimeEntry(
            agent_id=payload["agent_id"],
            started_at=datetime.fromisoformat(payload["started_at"]),
            minutes=payload["minutes"],
            text=payload["text"],
            marker=step.marker,
        )
        return psa.add_time(ticket_id, entry)
    visibility = Visibility(payload["visibility"])
    note = NewNote(text=payload["text"], visibility=visibility, marker=step.marker, title=payload["title"])
    return psa.add_note(ticket_id, note)


def look_for(psa: Psa, ticket_id: str, step: Step) -> str | None:
    """The id under which the PSA has what an earlier attempt may have written.  Raises CallFailed."""
    find = psa.find_time if step.kind == Kind.TIME_ENTRY else psa.find_note
    return find(ticket_id, step.marker)


def _set_status(psa: Psa, ticket_id: str, status_id: str, *, instead_of: str | None) -> str:
    """Read first, because hours may have passed since it was planned.  The result is the status's id."""
    now = psa.get_ticket(ticket_id).status_id
    if now == status_id:
        return status_id
    if instead_of is not None and now != instead_of:
        raise StatusWasChanged
    return psa.set_status(ticket_id, status_id).status_id or status_id
