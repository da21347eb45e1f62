"""What is asked of a PSA, a simulated or a real one, and a whole ticket as both can play it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import uuid4

from models.core import clock
from models.psa_kinds import LookupKind
from tasks.integrations.psa import (
    NewNote,
    NewTicket,
    NewTimeEntry,
    OutcomeUnknown,
    Psa,
    RateLimited,
    RemoteUnavailable,
    Ticket,
    Visibility,
)
from tests.tasks.integrations.psa.bench import Bench


class Ids(Protocol):
    """Records that the tenant has."""

    company_id: str
    contact_id: str | None
    board_id: str | None
    agent_id: str
    other_status_id: str
    """Which a new ticket does not have."""
    closed_status_id: str


def new_marker() -> str:
    return f"fp:{uuid4().hex[:12]}"


def a_note(marker: str, visibility: Visibility = Visibility.INTERNAL) -> NewNote:
    return NewNote(text="Checked the **spooler**.\nIt runs again.", visibility=visibility, marker=marker, title="Done")


def write_note(psa: Psa, ids: Ids, ticket: str, marker: str) -> str:
    return psa.add_note(ticket, a_note(marker))


def write_time(psa: Psa, ids: Ids, ticket: str, marker: str) -> str:
    started = clock.now() - timedelta(minutes=45)
    entry = NewTimeEntry(agent_id=ids.agent_id, started_at=started, minutes=20, text="Spooler", marker=marker)
    return psa.add_time(ticket, entry)


def write_ticket(psa: Psa, ids: Ids, ticket: str, marker: str) -> str:
    new = NewTicket(
        title="Second problem",
        description="The scanner too.\nSince Monday.",
        company_id=ids.company_id,
        contact_id=ids.contact_id,
        board_id=ids.board_id,
        marker=marker,
    )
    return psa.create_ticket(new).id


def all_changed(psa: Psa, since: datetime | None = None, between: Callable[[], Any] = lambda: None) -> list[Ticket]:
    """The tickets of all pages; `between` happens after the first."""
    page = psa.changed_tickets(since, None)
    tickets = list(page.tickets)
    between()
    while page.next_cursor:
        page = psa.changed_tickets(since, page.next_cursor)
        tickets += page.tickets
    return tickets


def check_discreet(bench: Bench, text: str) -> None:
    """No credential stands in `text`."""
    for name, secret in bench.connection.credentials.items():
        if name not in ("company_id", "tenant", "username"):
            assert secret not in text


def add_note_safely(psa: Psa, bench: Bench, ticket: str, marker: str) -> None:
    """As a job does it: after a lost answer, look first."""
    has_to_look = False
    while True:
        try:
            if not (has_to_look and psa.find_note(ticket, marker)):
                write_note(psa, bench, ticket, marker)
        except OutcomeUnknown:
            has_to_look = True
        except (RateLimited, RemoteUnavailable):
            continue
        else:
            return


def play_a_whole_ticket(psa: Psa, ids: Ids) -> None:
    """From its creation to its resolution, with a note of each kind and a time entry."""
    psa.test()
    psa.begin_step(time.monotonic())
    began = clock.now() - timedelta(minutes=5)
    ticket_id = _created(psa, ids)
    assert ticket_id in [one.id for one in psa.search_tickets("second PROBLEM")]
    assert ticket_id in [one.id for one in all_changed(psa, began)]
    psa.begin_step(time.monotonic())
    _note_and_find(psa, ticket_id)
    psa.begin_step(time.monotonic())
    marker = new_marker()
    entry_id = write_time(psa, ids, ticket_id, marker)
    assert psa.find_time(ticket_id, marker) == entry_id and psa.find_time(ticket_id, new_marker()) is None
    statuses = {item.id: item.is_closed for item in psa.lookup(LookupKind.STATUSES, parent_id=ids.board_id)}
    assert statuses[ids.closed_status_id] and ids.other_status_id in statuses
    assert psa.set_status(ticket_id, ids.other_status_id).status_id == ids.other_status_id
    assert psa.set_status(ticket_id, ids.closed_status_id).is_closed


def _created(psa: Psa, ids: Ids) -> str:
    marker = new_marker()
    ticket_id = write_ticket(psa, ids, "", marker)
    found = psa.find_created_ticket(marker)
    assert found and found.id == ticket_id and psa.find_created_ticket(new_marker()) is None
    ticket = psa.get_ticket(ticket_id)
    assert (ticket.title, ticket.company_id, ticket.is_closed) == ("Second problem", ids.company_id, False)
    assert "The scanner too." in ticket.description and ticket.client_name and ticket.status and ticket.updated_at
    assert psa.find_ticket(f"#{ticket.number}") == ticket
    return ticket_id


def _note_and_find(psa: Psa, ticket_id: str) -> None:
    markers = {visibility: new_marker() for visibility in Visibility}
    ids = {visibility: psa.add_note(ticket_id, a_note(marker, visibility)) for visibility, marker in markers.items()}
    listed = {note.id: note for note in psa.list_notes(ticket_id)}
    for visibility, note_id in ids.items():
        note = listed[note_id]
        assert psa.find_note(ticket_id, markers[visibility]) == note_id
        assert note.is_public is (visibility is Visibility.PUBLIC) and note.author and note.created_at
        assert "spooler" in note.text and f"[{markers[visibility]}]" in note.text
    assert psa.find_note(ticket_id, new_marker()) is None
