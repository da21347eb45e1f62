"""The task lane in a real browser: a question is answered and an action ticked, through to the copilot's reply."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.e2e.conftest import PATIENCE_MS, Window
from tests.e2e.test_main_job import composer
from tests.e2e.test_screens import TAGS, faults_of
from tests.support.chat import answers, steps_of
from tests.support.desk import Desk
from tests.support.lane import lane_of, open_items

PROBLEM = "Outlook keeps asking for the password on LAP-0231"

expect.set_options(timeout=PATIENCE_MS)


def open_lane(desk: Desk, page: Page) -> dict[str, Any]:
    """A session whose first answer asks something, once it has been read."""
    ai_session = desk.junior.opens_session(PROBLEM)
    page.goto(f"/pilot/{ai_session['id']}")
    expect(page.get_by_role("region", name="Suggested fix")).to_be_visible()
    expect_no_reply(page)
    return ai_session


def expect_no_reply(page: Page) -> None:
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    expect(page.get_by_role("main").locator("[aria-busy=true]")).to_have_count(0)


def lane(page: Page) -> Locator:
    return page.get_by_role("region", name="Copilot asks")


def button(page: Page, item: dict[str, Any], name: str) -> Locator:
    """A button of an item, once it responds."""
    found = lane(page).get_by_role("group", name=item["text"]).get_by_role("button", name=name, exact=True)
    expect(found).not_to_have_attribute("data-guarded", "true")
    return found


def answer(page: Page, item: dict[str, Any]) -> None:
    if item["choices"]:
        button(page, item, item["choices"][0]).click()
        return
    field = lane(page).get_by_role("group", name=item["text"]).get_by_role("textbox")
    field.fill("0x800CCC0E in the log")
    field.press("Enter")


def test_questions_and_actions_lead_to_one_reply_each_round(desk: Desk, window: Window) -> None:
    page, other_tab = window(desk.junior), window(desk.junior)
    ai_session = open_lane(desk, page)
    other_tab.goto(f"/pilot/{ai_session['id']}")
    first, second = open_items(desk.junior, ai_session)
    expect(lane(other_tab).get_by_text("0 of 2")).to_be_visible()

    # 1. The first answer waits; the other tab sees it.
    answer(page, first)
    expect(lane(page).get_by_role("button", name="Send 1 answer")).to_be_visible()
    expect(lane(other_tab).get_by_text("1 of 2")).to_be_visible()
    assert len(answers(desk.junior, ai_session)) == 1

    # 2. The second one brings the reply to both.
    answer(page, second)
    expect(page.get_by_role("main").get_by_role("heading", name="Copilot")).to_have_count(2)
    expect_no_reply(page)
    assert len(answers(desk.junior, ai_session)) == 2
    said = [step["content"] for step in steps_of(desk.junior, ai_session) if step["kind"] == "user_message"]
    assert [text.partition("\n")[0] for text in said[1:]] == [f"> {first['text']}", f"> {second['text']}"]

    # 3. With the fix applied, the copilot asks for checks; the last tick brings its reply.
    page.get_by_role("button", name="Apply").click()
    composer(page).fill("I went through the steps")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(lane(page).get_by_role("button", name="Done").first).to_be_visible()
    expect_no_reply(page)
    for item in open_items(desk.junior, ai_session):
        button(page, item, "Done" if item["kind"] == "action" else "Skip").click()
    expect(page.get_by_role("main").get_by_role("heading", name="Copilot")).to_have_count(4)
    expect_no_reply(page)
    assert "done" in {item["state"] for item in lane_of(desk.junior, ai_session)}


def test_on_a_phone_the_dock_counts_what_is_open_and_opens_the_lane(desk: Desk, window: Window) -> None:
    page = window(desk.junior, viewport=ViewportSize(width=390, height=844))
    ai_session = open_lane(desk, page)
    page.get_by_role("button", name="Copilot asks 2 open").click()
    drawer = page.get_by_role("dialog", name="Details")
    expect(lane(page)).to_be_visible()
    assert faults_of(page, TAGS) == []
    first, _ = open_items(desk.junior, ai_session)
    answer(page, first)
    expect(drawer.get_by_text("1 of 2")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Copilot asks 1 open")).to_be_visible()
    assert faults_of(page, TAGS) == []


def test_the_lane_works_by_keyboard_alone(desk: Desk, window: Window) -> None:
    page = window(desk.junior)
    ai_session = open_lane(desk, page)
    first, second = open_items(desk.junior, ai_session)
    assert faults_of(page, TAGS) == []
    skip = button(page, first, "Skip")
    skip.focus()
    page.keyboard.press("Enter")
    expect(lane(page).get_by_role("heading", name="Copilot asks")).to_be_focused()
    button(page, second, "Skip").focus()
    with page.expect_response(lambda response: response.url.endswith(second["id"])):
        page.keyboard.press("Enter")
    expect(lane(page).get_by_role("button", name="2 earlier answers")).to_be_visible()
    assert {item["state"] for item in lane_of(desk.junior, ai_session)} == {"skipped"}
