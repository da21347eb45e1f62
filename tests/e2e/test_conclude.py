"""Conclude, the documentation and the client update in a real browser, with the Demo AI."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PATIENCE_MS, Window
from tests.e2e.test_chat import open_chat
from tests.e2e.test_screens import PICTURES, command
from tests.support.desk import Desk

EDITED = "Removed the stale sign-in and registered the phone again."
VISIBLE_TEXT = "() => document.body.innerText"
COLOURS = """() => {
  const style = getComputedStyle(document.querySelector("[data-printed] p, [data-printed] li"));
  return [style.color, getComputedStyle(document.documentElement).backgroundColor];
}"""

expect.set_options(timeout=PATIENCE_MS)


def documentation_of(desk: Desk, ai_session: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = desk.junior.get(f"/ai-sessions/{ai_session['id']}/documentation").get_json()
    return found


def open_conclude(page: Page) -> Locator:
    page.get_by_role("button", name="Conclude").first.click()
    dialog = page.get_by_role("dialog", name="Conclude")
    expect(dialog.get_by_role("textbox", name="Problem")).to_be_focused()
    return dialog


def open_documentation(page: Page) -> Locator:
    """By the line that replaces the composer of a closed session."""
    page.get_by_role("button", name="Documentation").click()
    dialog = page.get_by_role("dialog", name="Documentation")
    expect(dialog.locator("[data-printed]")).to_be_visible()
    return dialog


def test_a_session_is_concluded_from_the_draft_to_the_documentation(desk: Desk, window: Window) -> None:
    page = window(desk.junior)
    ai_session, _fix = open_chat(desk, page)
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("button", name="It worked").click()
    expect(page.get_by_role("region", name="Messages").get_by_role("button", name="Undo")).to_be_visible()
    dialog = open_conclude(page)
    expect(dialog.get_by_text("What you edit stays yours")).to_be_visible()
    expect(dialog.get_by_role("textbox", name="Problem")).not_to_have_value("")
    dialog.get_by_role("textbox", name="Fix").fill(EDITED)
    dialog.get_by_role("button", name="Conclude", exact=True).click()
    expect(dialog.get_by_text("Choose how you know it.")).to_be_visible()
    expect(dialog.get_by_role("radio", name="I tested it myself")).to_be_focused()
    page.keyboard.press("Space")
    expect(dialog.get_by_role("radio", name="I tested it myself")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Session resolved", exact=True)).to_be_visible()
    expect(page.get_by_text("Tested by the engineer.")).to_be_visible()
    assert desk.junior.reads(ai_session)["verified_by"] == "tested"
    expect(open_documentation(page).locator("[data-printed]")).to_contain_text(EDITED)
    assert documentation_of(desk, ai_session)["sections"]["resolution"] == EDITED


def test_what_is_entered_outlives_a_reload(desk: Desk, window: Window) -> None:
    page = window(desk.junior)
    open_chat(desk, page)
    dialog = open_conclude(page)
    dialog.get_by_role("textbox", name="Cause").fill("The token on the old phone.")
    page.reload()
    expect(page.get_by_role("button", name="Conclude").first).to_be_enabled()
    dialog = open_conclude(page)
    expect(dialog.get_by_role("textbox", name="Cause")).to_have_value("The token on the old phone.")


def test_edited_documentation_is_not_overwritten(desk: Desk, window: Window) -> None:
    page = window(desk.junior)
    ai_session, _fix = open_chat(desk, page)
    path = f"/ai-sessions/{ai_session['id']}"
    desk.junior.post(f"{path}/resolve", resolution=EDITED, verified_by="client")
    desk.junior.patch(f"{path}/documentation", sections={"cause": "My own words."})
    dialog = open_documentation(page)
    text = dialog.locator("[data-printed]")
    expect(text).to_contain_text("My own words.")
    again = dialog.get_by_role("button", name="Draft again")
    again.click()
    expect(again).to_be_visible()
    expect(dialog.get_by_role("region", name="New draft")).to_be_visible()
    expect(text).to_contain_text("My own words.")
    dialog.get_by_role("button", name="New draft: use it").click()
    expect(dialog.get_by_role("region", name="New draft")).to_have_count(0)
    assert documentation_of(desk, ai_session)["draft"] is None


def test_only_the_document_is_printed_black_on_white(desk: Desk, window: Window) -> None:
    page = window(desk.junior, color_scheme="dark")
    ai_session, _fix = open_chat(desk, page)
    desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve", resolution=EDITED)
    open_documentation(page)
    page.emulate_media(media="print", color_scheme="dark")
    printed = page.evaluate(VISIBLE_TEXT)
    assert EDITED in printed
    for screen_only in ("Draft again", "Only your team sees this", "Sessions", "Escalations", "Print"):
        assert screen_only not in printed
    assert page.evaluate(COLOURS) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.pdf(path=PICTURES / "documentation.pdf")
    page.screenshot(path=PICTURES / "documentation-print.png", full_page=True)


def test_a_client_update_is_posted_only_after_it_was_read(desk: Desk, window: Window) -> None:
    page = window(desk.junior)
    ai_session = desk.junior.opens_session("Outlook keeps asking for a password", client_name="Contoso")
    page.goto(f"/pilot/{ai_session['id']}")
    command(page, "docs")
    page.get_by_role("button", name="For Contoso").click()
    dialog = page.get_by_role("dialog", name="Client update")
    expect(dialog.get_by_text("Contoso will see this")).to_be_visible()
    dialog.get_by_role("textbox").fill("Your mail works again.")
    dialog.get_by_role("button", name="Save").click()
    post = dialog.get_by_role("button", name="Post to Contoso")
    expect(post).to_be_disabled()
    dialog.get_by_role("checkbox", name="I have read it as Contoso would").check()
    post.click()
    expect(dialog.get_by_text("Not posted: no PSA is connected")).to_be_visible()
