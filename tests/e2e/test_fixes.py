"""What a fix did, said in the chat and with the buttons, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.e2e.conftest import PATIENCE_MS, Window
from tests.e2e.test_chat import assert_dock_is_low, open_chat, status_of
from tests.e2e.test_main_job import composer
from tests.e2e.test_screens import TAGS, faults_of
from tests.support.desk import Desk

expect.set_options(timeout=PATIENCE_MS)


def banner_of(page: Page) -> Locator:
    return page.get_by_role("region", name="Suggested fix")


def undo_of(page: Page) -> Locator:
    """It appears when the outcome is recorded; the banner changes before that."""
    return page.get_by_role("region", name="Messages").get_by_role("button", name="Undo")


def says(page: Page, text: str) -> None:
    composer(page).fill(text)
    composer(page).press("Enter")
    expect(composer(page)).to_have_value("")


def test_said_in_the_chat_confirmed_and_undone(desk: Desk, window: Window) -> None:
    page, other = window(desk.junior), window(desk.junior)
    ai_session, fix = open_chat(desk, page)
    other.goto(f"/pilot/{ai_session['id']}")
    page.get_by_role("button", name="Apply").click()
    expect(banner_of(other).get_by_text("Verifying")).to_be_visible()

    says(page, "That worked. Nobody is asked any more.")
    for tab in (page, other):
        expect(banner_of(tab).get_by_text("Read as \u201cit worked\u201d")).to_be_visible()
        expect(banner_of(tab).get_by_text("You wrote: \u201cThat worked.\u201d")).to_be_visible()
    assert status_of(desk, ai_session, fix) == "proposed"
    assert_dock_is_low(page)
    assert faults_of(page, TAGS) == []
    page.reload()
    expect(banner_of(page).get_by_text("Read as \u201cit worked\u201d")).to_be_visible()

    confirm = banner_of(page).get_by_role("button", name="Confirm")
    expect(confirm).to_be_enabled()
    confirm.click()
    undo = undo_of(page)
    expect(undo).to_be_visible()
    expect(banner_of(other).get_by_role("button", name="Confirm")).to_have_count(0)
    assert status_of(desk, ai_session, fix) == "applied_success"
    undo.click()
    expect(banner_of(page).get_by_text("Read as \u201cit worked\u201d")).to_be_visible()
    expect(undo).to_have_count(0)

    not_yet = banner_of(page).get_by_role("button", name="Not yet")
    expect(not_yet).to_be_enabled()
    not_yet.click()
    expect(banner_of(page).get_by_text("Verifying")).to_be_visible()
    expect(banner_of(other).get_by_text("Verifying")).to_be_visible()
    assert status_of(desk, ai_session, fix) == "proposed"


def test_a_failure_said_in_the_chat_is_asked_about_before_the_next_fix(desk: Desk, window: Window) -> None:
    page = window(desk.junior)
    ai_session, fix = open_chat(desk, page)
    page.get_by_role("button", name="Apply").click()
    expect(banner_of(page).get_by_text("Verifying")).to_be_visible()
    says(page, "didnt work, same prompt")
    expect(banner_of(page).get_by_text("Read as \u201cit did not work\u201d")).to_be_visible()
    confirm = banner_of(page).get_by_role("button", name="Confirm")
    expect(confirm).to_be_enabled()
    confirm.click()
    expect(undo_of(page)).to_be_visible()
    expect(banner_of(page).get_by_text("Proposed fix")).to_be_visible()
    assert status_of(desk, ai_session, fix) == "applied_failed"


@pytest.mark.parametrize("width", [1440, 390])
def test_a_fix_that_waits_stands_on_home_with_its_reminder(desk: Desk, window: Window, width: int) -> None:
    page = window(desk.junior, viewport=ViewportSize(width=width, height=844))
    ai_session, fix = open_chat(desk, page)
    banner = banner_of(page)
    if width < 720:
        banner.get_by_role("button", name="Respond").click()
    banner.get_by_role("button", name="Apply").click()
    banner.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Waiting to verify\u2026").click()
    banner.get_by_role("textbox", name="Waiting on what?").fill("Tonight's run")
    choice = banner.get_by_role("combobox", name="Reminder")
    tomorrow = choice.locator("option", has_text="Tomorrow morning").get_attribute("value")
    choice.select_option(value=tomorrow)
    assert faults_of(page, TAGS) == []
    record = banner.get_by_role("button", name="Record")
    expect(record).to_be_enabled()
    record.click()
    expect(undo_of(page)).to_be_visible()
    expect(banner.get_by_text(re.compile("Waits on: Tonight's run . Reminder Tomorrow 09:00"))).to_be_visible()
    assert status_of(desk, ai_session, fix) == "applied_pending"
    page.goto("/")
    expect(page.get_by_text("Reminder Tomorrow 09:00")).to_be_visible()
    assert faults_of(page, TAGS) == []
