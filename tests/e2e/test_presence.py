"""Two people see by name what the other has open and writes, in two real browsers."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import PATIENCE_MS, Window
from tests.support.desk import Desk

expect.set_options(timeout=PATIENCE_MS)


def test_a_row_names_who_reads_the_handoff_until_they_close_it(desk: Desk, window: Window) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session("VPN drops every 20 minutes"))
    owner, senior = window(desk.owner), window(desk.senior)
    owner.goto("/escalations")
    row = owner.locator("main [data-rows] > li").filter(has_text="VPN")
    expect(row).to_be_visible()
    expect(owner.get_by_text("Live", exact=True)).to_be_visible()
    senior.goto(f"/pilot/{handoff['session_id']}?pickup=true")
    expect(row).to_contain_text("Also viewing: Priya")
    owner.get_by_role("link", name="Open handoff").click()
    expect(owner.locator("footer")).to_contain_text("Also viewing: Priya")
    expect(senior.locator("footer")).to_contain_text("Also viewing: Olga")
    # Closing the tab signs off, long before the 30 seconds are over.
    senior.close(run_before_unload=True)
    expect(owner.get_by_text("Also viewing")).to_have_count(0)


def test_whoever_writes_a_message_is_shown_as_writing(desk: Desk, window: Window) -> None:
    ai_session = desk.junior.opens_session("Printer in the lobby prints blank pages")
    junior, owner = window(desk.junior), window(desk.owner)
    for page in (junior, owner):
        page.goto(f"/pilot/{ai_session['id']}")
    expect(junior.get_by_role("main")).to_contain_text("Also viewing: Olga")
    junior.get_by_role("textbox", name="Message").press_sequentially("The fuser")
    expect(owner.get_by_text("Sam is writing")).to_be_visible()
    junior.get_by_role("textbox", name="Message").fill("")
    expect(owner.get_by_text("Also viewing: Sam")).to_be_visible()
    junior.goto("/")
    expect(owner.get_by_text("Also viewing")).to_have_count(0)
