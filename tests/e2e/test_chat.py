"""The chat in a real browser: where the buttons stand, who has the focus, and what axe says of it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.conftest import PATIENCE_MS, Window
from tests.e2e.test_main_job import composer
from tests.e2e.test_random_input import settling_calls
from tests.e2e.test_screens import TAGS, command, faults_of
from tests.support.desk import Desk

TERMINAL_ACTIONS = {"It worked", "Did not work", "Dismiss", "Confirm"}
UNDER_THE_POINTER = "({x, y}) => document.elementFromPoint(x, y)?.closest('button')?.textContent ?? ''"

expect.set_options(timeout=PATIENCE_MS)


def open_chat(desk: Desk, page: Page) -> tuple[dict[str, Any], dict[str, Any]]:
    """A session whose fix the copilot has proposed, once it has said all, and that fix."""
    ai_session = desk.junior.opens_session("Outlook keeps asking Jane for her password, ticket 52010")
    page.goto(f"/pilot/{ai_session['id']}")
    expect(page.get_by_role("region", name="Suggested fix")).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    expect(page.get_by_role("main").locator("[aria-busy=true]")).to_have_count(0)
    return ai_session, fixes_of(desk, ai_session)[0]


@pytest.mark.parametrize("size", [(1440, 900), (1366, 768), (1024, 768)])
def test_a_double_click_on_apply_only_applies(desk: Desk, window: Window, size: tuple[int, int]) -> None:
    page = window(desk.junior, viewport=ViewportSize(width=size[0], height=size[1]))
    ai_session, fix = open_chat(desk, page)
    calls = settling_calls(page)
    apply = page.get_by_role("button", name="Apply")
    expect(apply).to_be_enabled()
    box = apply.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.dblclick(box["x"] + box["width"] / 2, middle)
    expect(page.get_by_role("button", name="It worked")).to_be_visible()
    for x in (box["x"] + 3, box["x"] + box["width"] / 2, box["x"] + box["width"] - 3):
        assert page.evaluate(UNDER_THE_POINTER, {"x": x, "y": middle}).strip() not in TERMINAL_ACTIONS
    expect(page.get_by_role("region", name="Suggested fix")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="It worked")).to_be_enabled()
    assert calls == []
    assert status_of(desk, ai_session, fix) == "proposed"


def test_an_outcome_is_undone(desk: Desk, window: Window) -> None:
    page = window(desk.junior)
    ai_session, fix = open_chat(desk, page)
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("button", name="It worked").click()
    undo = page.get_by_role("region", name="Messages").get_by_role("button", name="Undo")
    with page.expect_response(lambda answer: answer.url.endswith("/outcome") and answer.request.method == "DELETE"):
        undo.click()
    expect(page.get_by_role("button", name="It worked")).to_be_visible()
    expect(undo).to_have_count(0)
    assert status_of(desk, ai_session, fix) == "proposed"


def test_typing_after_a_reload_is_a_message(desk: Desk, window: Window) -> None:
    page = window(desk.junior)
    ai_session, _fix = open_chat(desk, page)
    page.reload()
    expect(composer(page)).to_be_focused()
    page.get_by_role("heading", level=1).focus()
    page.keyboard.type("restarted it twice, e.g. now")
    expect(composer(page)).to_have_value("restarted it twice, e.g. now")
    page.keyboard.press("Enter")
    expect(composer(page)).to_have_value("")
    assert desk.junior.reads(ai_session)["status"] == "active"


def test_the_dock_takes_at_most_a_third_of_the_chat(desk: Desk, window: Window) -> None:
    page = window(desk.junior, viewport=ViewportSize(width=1366, height=768))
    open_chat(desk, page)
    assert_dock_is_low(page)
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("button", name="It worked")).to_be_visible()
    assert_dock_is_low(page)


def fixes_of(desk: Desk, ai_session: dict[str, Any]) -> list[dict[str, Any]]:
    """Newest first."""
    items: list[dict[str, Any]] = desk.junior.get(f"/ai-sessions/{ai_session['id']}/suggested-fixes").get_json()[
        "items"
    ]
    return items


def status_of(desk: Desk, ai_session: dict[str, Any], fix: dict[str, Any]) -> str:
    return next(str(each["status"]) for each in fixes_of(desk, ai_session) if each["id"] == fix["id"])


def assert_dock_is_low(page: Page) -> None:
    chat, dock = page.evaluate(
        "() => ['main', '[data-keep-clear]'].map((part) => document.querySelector(part).offsetHeight)"
    )
    assert dock <= chat / 3


@pytest.mark.parametrize("width", [1440, 390])
def test_what_opens_in_a_chat_is_accessible(desk: Desk, window: Window, width: int) -> None:
    page = window(desk.junior, viewport=ViewportSize(width=width, height=844))
    ai_session, _fix = open_chat(desk, page)
    for value in ("Monday", "Tuesday"):
        desk.junior.post(f"/ai-sessions/{ai_session['id']}/facts", kind="since", value=value)
    composer(page).fill("/")
    expect(page.get_by_role("listbox", name="Commands")).to_be_visible()
    assert faults_of(page, TAGS) == []
    for name, landmark in [("note", "Add a note"), ("park", "Park"), ("script", "Details")]:
        command(page, name)
        layer = page.get_by_role("dialog", name=landmark).or_(page.get_by_role("complementary", name=landmark))
        expect(layer.first).to_be_visible()
        assert faults_of(page, TAGS) == []
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
