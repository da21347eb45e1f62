"""Tickets of HaloPSA: their texts, and lists that change while they are read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tasks.integrations.psa import TicketNotFound
from tasks.integrations.psa.halopsa import HaloPsa
from tasks.integrations.psa.halopsa.paging import window
from tests.outside.psa.halopsa import CLOSED, NEW, HaloSimulator


def test_a_ticket_is_read_with_names_and_plain_text(halo: HaloSimulator, psa: HaloPsa) -> None:
    ticket = psa.find_ticket("#0004001")
    assert (ticket.id, ticket.title, ticket.client_name, ticket.contact_name) == (
        "4001",
        "Printer offline",
        "Acme Ltd",
        "Ann Lee",
    )
    assert ticket.description == "The printer on floor 2 is offline.\n\nIt worked yesterday."
    assert (ticket.status, ticket.priority, ticket.board, ticket.is_closed) == ("New", "Normal", "Service", False)
    assert ticket.updated_at is not None and abs(ticket.updated_at - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_missing_ticket_is_not_found_however_halo_says_it(halo: HaloSimulator, psa: HaloPsa) -> None:
    for halo.hides_missing in (False, True):
        with pytest.raises(TicketNotFound):
            psa.get_ticket("9999")
    halo.tenant.tickets[4001]["deleted"] = True
    for wanted in ("4001", "T20261123.0001", "../Client/1", ""):
        with pytest.raises(TicketNotFound):
            psa.find_ticket(wanted)
    assert not halo.calls("* */Client/*")


def everything(psa: HaloPsa, since: datetime | None, between: Any = lambda page: None) -> list[str]:
    """The ids of all pages; `between` is called before each page but the first."""
    found: list[str] = []
    cursor = None
    while True:
        page = psa.changed_tickets(since, cursor)
        found += [ticket.id for ticket in page.tickets]
        cursor = page.next_cursor
        if cursor is None:
            return found
        between(found)


def test_all_open_and_recent_tickets_are_read(halo: HaloSimulator, psa: HaloPsa) -> None:
    halo.seed("tickets", count=2_500, minutes_apart=60)
    wanted = {
        str(row["id"])
        for row in halo.tenant.tickets.values()
        if not row["hasbeenclosed"] or row["last_update"] > f"{datetime.now(UTC) - timedelta(days=29):%Y-%m-%d}"
    }
    assert wanted <= set(everything(psa, None))
    pages = halo.calls("GET /api/Tickets")
    assert max(int(one.request.query["page_size"]) for one in pages) == 100
    assert len(pages) < 30


def test_tickets_that_leave_the_list_while_it_is_read_hide_no_others(halo: HaloSimulator, psa: HaloPsa) -> None:
    halo.seed("tickets", count=900)
    wanted = {str(number) for number in halo.tenant.tickets}
    leaving = [row["id"] for row in halo.tenant.tickets.values() if not row["hasbeenclosed"]][:120]
    returning = [row["id"] for row in halo.tenant.tickets.values() if row["hasbeenclosed"]][:120]

    def change_some(found: list[str]) -> None:
        for _ in range(min(20, len(leaving))):
            halo.tenant.touch(leaving.pop(0), hasbeenclosed=True, status_id=CLOSED)
            halo.tenant.touch(returning.pop(0), hasbeenclosed=False, status_id=NEW)

    assert wanted <= set(everything(psa, None, change_some))


def test_tickets_that_join_the_list_while_it_is_read_hide_no_others(halo: HaloSimulator, psa: HaloPsa) -> None:
    halo.seed("tickets", count=900)
    since = datetime.now(UTC) - timedelta(minutes=400.5)
    older = [row for row in halo.tenant.tickets.values() if row["last_update"] < f"{since:%Y-%m-%dT%H:%M:%S}"][:90]
    wanted = {str(row["id"]) for row in halo.tenant.tickets.values()} - {str(row["id"]) for row in older}
    wanted = {one for one in wanted if halo.tenant.tickets[int(one)]["last_update"] > f"{since:%Y-%m-%dT%H:%M:%S}"}

    def change_some(found: list[str]) -> None:
        for row in older[:30]:
            halo.tenant.touch(row["id"])
            older.remove(row)

    found = everything(psa, since, change_some)
    assert wanted <= set(found)
    assert len(found) == len(set(found))


def test_pages_overlap_and_go_on(halo: HaloSimulator) -> None:
    for read in range(1, 20_000, 7):
        number, size = window(read)
        assert (number - 1) * size < read < number * size


def test_only_what_changed_is_read(halo: HaloSimulator, psa: HaloPsa) -> None:
    halo.seed("tickets", count=300)
    since = datetime.now(UTC) - timedelta(minutes=10.5)
    assert len(everything(psa, since)) == 13
    asked = halo.calls("GET /api/Tickets")[0].request.query["lastupdatefromdate"]
    assert datetime.fromisoformat(asked) <= since - timedelta(minutes=59)
