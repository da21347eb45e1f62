"""A ticket's way through FlowPilot in a real browser, with real workers and a simulated ConnectWise PSA."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PATIENCE_MS, Window
from tests.support.desk import Desk
from tests.support.eventually import eventually
from tests.support.psa import connects_to
from tests.tasks.integrations.psa.bench import Written
from tests.tasks.integrations.psa.connectwise.bench import ConnectWiseBench

MARKER = re.compile(r"\[fp:[0-9a-f]{12,}\]$")
TITLE = "Outlook keeps asking Jane for her password"

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
def bench(ticket_system: ConnectWiseBench, desk: Desk) -> ConnectWiseBench:
    ticket_system.simulator.reset()
    connects_to(desk, ticket_system)
    return ticket_system


def test_from_the_ticket_to_its_note_and_its_end(desk: Desk, window: Window, bench: ConnectWiseBench) -> None:
    ticket = bench.add_ticket(TITLE, description="Since she got a new phone.")
    junior = window(desk.junior)
    start_from_ticket(junior, ticket)
    escalate(junior)
    # The announcement for screen readers has the same words for a moment.
    expect(junior.get_by_text(f"Posted to #{ticket}").first).to_be_visible()
    (note,) = posted(bench, ticket)
    assert not note.is_public and "Tried it twice" in note.text

    senior = window(desk.senior)
    senior.goto("/escalations")
    row = senior.get_by_role("listitem").filter(has_text=f"#{ticket}")
    expect(row).to_be_visible()
    row.get_by_role("button", name="Pick up").click()
    senior.wait_for_url("**/pilot/**")
    conclude(senior)
    expect(senior.get_by_text(f"Posted to #{ticket}").first).to_be_visible()
    tickets = bench.simulator.tenant.tables["tickets"]
    assert eventually(lambda: str(tickets[int(ticket)]["status"]["id"]) == bench.closed_status_id)
    assert [note.is_public for note in posted(bench, ticket)] == [False, False]


def posted(bench: ConnectWiseBench, ticket: str) -> list[Written]:
    """The notes that are FlowPilot's; the simulator keeps the ticket's description as a note too."""
    return [note for note in bench.notes(ticket) if MARKER.search(note.text)]


def start_from_ticket(page: Page, ticket: str) -> None:
    page.goto("/tickets")
    page.get_by_role("button", name="Look for changes").click()
    page.get_by_role("searchbox", name="Search tickets").fill("password")
    page.get_by_role("link", name=f"#{ticket}").click()
    page.get_by_role("button", name="Start session").click()
    told = page.get_by_role("textbox", name="What the copilot is told")
    expect(told).to_have_value(re.compile(f"{TITLE}\n+Since she got a new phone."))
    page.get_by_role("dialog").get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/pilot/**")
    expect(page.get_by_role("button", name="Apply")).to_be_visible()


def escalate(page: Page) -> None:
    page.get_by_role("button", name="Escalate").first.click()
    dialog = page.get_by_role("dialog", name="Escalate")
    expect(dialog.get_by_text("gets an internal note")).to_be_visible()
    dialog.get_by_label("Why?").fill("Tried it twice, still loops")
    dialog.get_by_role("button", name="Escalate", exact=True).click()
    expect(dialog).to_be_hidden()


def conclude(page: Page) -> None:
    page.get_by_role("button", name="Conclude").first.click()
    dialog = page.get_by_role("dialog", name="Conclude")
    expect(dialog.get_by_text("Only your team sees it in the ticket.")).to_be_visible()
    dialog.get_by_role("textbox", name="Fix").fill("Removed the stale sign-in.")
    dialog.get_by_label("Ticket status").select_option(label="Closed")
    dialog.get_by_role("radio", name="I tested it myself").check()
    dialog.get_by_role("button", name="Conclude", exact=True).click()
    expect(dialog).to_be_hidden()
