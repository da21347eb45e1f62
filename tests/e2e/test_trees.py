"""A decision tree in a real browser: written and published with the keyboard only, run, and looked at as a picture."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PATIENCE_MS, Window
from tests.e2e.test_screens import TAGS, faults_of
from tests.support.desk import Desk, expect as answers
from tests.support.trees import outcome, question

expect.set_options(timeout=PATIENCE_MS)

FIRST, SECOND = "Does it answer a ping?", "Is the queue stuck?"


def line(page: Page, words: str) -> Locator:
    return page.get_by_role("treeitem", name=words)


def tab_to(page: Page, target: Locator) -> None:
    """Reaches it by Tab alone."""
    for _ in range(150):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("Tab does not reach it.")


def press_button(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("button", name=name, exact=True).first)
    page.keyboard.press("Enter")


def new_tree(page: Page) -> None:
    page.goto("/trees")
    expect(page.get_by_role("heading", name="Trees")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_label("Title")).to_be_focused()
    page.wait_for_timeout(600)  # Enter counts only after the dialog has been there for a moment.
    page.keyboard.type("Printer shows offline")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This tree has no node yet.")).to_be_visible()


def write_tree(page: Page) -> None:
    """A question with a question and an escalation below it; one answer stays open."""
    press_button(page, "Question")
    name_line(page, FIRST)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    press_button(page, "Question")
    name_line(page, SECOND)
    for _ in range(2):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        press_button(page, "Solved")
        name_line(page, "Nothing is stuck any more")


def name_line(page: Page, text: str) -> None:
    """What was just added has the focus; typing names it."""
    expect(page.locator("[role=treeitem][aria-selected=true]")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("[role=treeitem][aria-selected=true]")).to_be_focused()


def test_written_with_the_keyboard_published_and_run(desk: Desk, window: Window) -> None:
    page = window(desk.junior)
    new_tree(page)
    write_tree(page)
    expect(page.get_by_role("button", name="1 path has no end")).to_be_visible()
    expect(page.get_by_role("group", name="Zoom")).to_be_visible()
    assert faults_of(page, TAGS) == []

    press_button(page, "Publish")
    expect(page.get_by_text("Not published.").first).to_be_visible()
    tab_to(page, page.locator("[role=treeitem][tabindex='0']"))
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    press_button(page, "Escalate")
    name_line(page, "Escalate with site contact")
    page.keyboard.press("Control+ArrowUp")
    expect(line(page, "Escalate with site contact")).to_have_attribute("aria-posinset", "1")
    page.keyboard.press("Control+z")
    expect(line(page, "Escalate with site contact")).to_have_attribute("aria-posinset", "2")
    page.keyboard.press("Shift+Tab")
    press_button(page, "Publish")
    expect(page.get_by_text("Published v")).to_be_visible()
    assert faults_of(page, TAGS) == []

    run(page)


def run(page: Page) -> None:
    page.goto(f"{page.url}/run")
    page.wait_for_url("**/tree-runs/**")
    expect(page.get_by_role("heading", name=FIRST)).to_be_visible()
    assert faults_of(page, TAGS) == []
    page.keyboard.press("1")
    expect(page.get_by_role("heading", name=SECOND)).to_be_focused()
    page.reload()
    expect(page.get_by_role("heading", name=SECOND)).to_be_visible()
    expect(page.get_by_role("button", name=f"Back to: {FIRST} Yes")).to_be_visible()
    page.keyboard.press("2")
    expect(page.get_by_role("heading", name="Nothing is stuck any more")).to_be_visible()
    assert faults_of(page, TAGS) == []


def test_two_hundred_nodes_are_all_in_the_outline(desk: Desk, window: Window) -> None:
    page = window(desk.junior)
    answers(desk.junior.post("/trees", title="Large", **large_tree(200)), 201)
    page.goto("/trees")
    link = page.get_by_role("link", name="Large")
    expect(link).to_be_visible()
    link.click()
    expect(page.get_by_role("group", name="Zoom")).to_be_visible()
    expect(page.get_by_role("treeitem")).to_have_count(200)
    assert faults_of(page, TAGS) == []


def large_tree(size: int) -> dict[str, Any]:
    """A heap: each node leads to the two after twice its number."""
    nodes: dict[str, Any] = {}
    for number in range(1, size + 1):
        text = f"Node number {number} of a large tree"
        below = {f"{child % 2}": f"n{child}" for child in (2 * number, 2 * number + 1) if child <= size}
        nodes[f"n{number}"] = question(text, **below) if below else outcome(text, "escalate")
    return {"root": "n1", "nodes": nodes}
