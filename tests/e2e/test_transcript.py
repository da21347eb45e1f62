"""The transcript in the real browser: the view stays at its end whatever grows, and no raw Markdown is ever painted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from models.ai_session import AiSession
from models.operations.steps import add_step
from models.step import StepKind
from tests.e2e.conftest import PATIENCE_MS, Window
from tests.support.desk import Desk

expect.set_options(timeout=PATIENCE_MS)

ANSWER = (
    "Check the **token** with `dsregcmd /status`, see [the guide][1].\n\n- [x] Restarted\n\n[1]: https://example.com/x"
)
LOG = "\n".join(f"2026-11-28 10:00:{second:02} ERROR writer {second} timed out" for second in range(40))

_DISTANCE = "box => box.scrollHeight - box.clientHeight - box.scrollTop"
_AT_END = f"box => ({_DISTANCE})(box) <= 2 && box.scrollHeight > box.clientHeight"


def a_long_record(desk: Desk, rounds: int = 8) -> dict[str, Any]:
    """A session of the junior's with more text than any of the tested screens holds."""
    ai_session = desk.junior.opens_session("Outlook keeps asking Jane for her password since she got a new phone")
    with desk.unit() as unit:
        row = unit.db_session.get_one(AiSession, UUID(ai_session["id"]))
        for number in range(rounds):
            add_step(row, StepKind.NOTE, f"Round {number}\n{LOG}")
            add_step(
                row, StepKind.ASSISTANT_MESSAGE, f"{ANSWER}\n\nRound {number} is answered.", data={"status": "finished"}
            )
    return ai_session


def opens(page: Page, ai_session: dict[str, Any]) -> Locator:
    page.goto(f"/pilot/{ai_session['id']}")
    return page.get_by_role("group", name="Conversation")


def stays_at_end(page: Page, conversation: Locator) -> None:
    page.wait_for_function(_AT_END, arg=conversation.element_handle())


def is_answered(page: Page) -> None:
    """The reply has come and gone, and with it the fix that makes the dock grow."""
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    expect(page.get_by_role("button", name="Apply").first).to_be_attached()


@pytest.mark.parametrize("height", [480, 768, 1100])
def test_a_chat_at_its_end_stays_there_whatever_grows(desk: Desk, window: Window, height: int) -> None:
    ai_session = a_long_record(desk)
    page = window(desk.junior, viewport={"width": 1366, "height": height})
    conversation = opens(page, ai_session)
    stays_at_end(page, conversation)

    # A message of a colleague (here of another of one's own screens), the reply as it is written, the fix in the dock.
    desk.junior.post(f"/ai-sessions/{ai_session['id']}/messages", content="Outlook asks for the password again")
    expect(page.get_by_text("Outlook asks for the password again").first).to_be_attached()
    is_answered(page)
    stays_at_end(page, conversation)

    # A draft of many lines makes the dock grow, and shrink again.
    composer = page.get_by_role("textbox", name="Message")
    composer.fill("\n".join("a long draft" for _ in range(8)))
    stays_at_end(page, conversation)
    composer.fill("")
    stays_at_end(page, conversation)

    # What stands further up unfolds and folds.
    for _ in range(2):
        page.get_by_role("button", name="lines").last.evaluate("button => button.click()")
        stays_at_end(page, conversation)

    # The window, and with it every line break.
    for size in (
        {"width": 1366, "height": height - 100},
        {"width": 700, "height": height},
        {"width": 1440, "height": height + 200},
    ):
        page.set_viewport_size(size)
        stays_at_end(page, conversation)

    # Opened again: by a reload, and by coming back from another screen.
    page.reload()
    stays_at_end(page, conversation)
    page.get_by_role("link", name="Escalations").first.click()
    page.wait_for_url("**/escalations")
    page.go_back()
    stays_at_end(page, page.get_by_role("group", name="Conversation"))


def test_further_up_nothing_moves_and_what_is_new_is_counted(desk: Desk, window: Window) -> None:
    ai_session = a_long_record(desk)
    page = window(desk.junior, viewport={"width": 1366, "height": 768})
    conversation = opens(page, ai_session)
    is_answered(page)
    stays_at_end(page, conversation)
    before = step_count(desk, ai_session)
    conversation.hover()
    page.mouse.wheel(0, -600)
    page.wait_for_function(f"box => ({_DISTANCE})(box) > 300", arg=conversation.element_handle())
    seen = page.get_by_text("is answered.").last
    place = seen.bounding_box()
    desk.junior.post(f"/ai-sessions/{ai_session['id']}/messages", content="One more thing")
    is_answered(page)
    came = step_count(desk, ai_session) - before
    button = page.get_by_role("button", name=f"{came} new")
    expect(button).to_be_visible()
    assert seen.bounding_box() == place
    button.click()
    stays_at_end(page, conversation)
    expect(button).to_have_count(0)


def step_count(desk: Desk, ai_session: dict[str, Any]) -> int:
    return int(desk.junior.reads(ai_session)["step_count"])


def test_stored_text_is_formatted_in_the_first_paint_that_shows_it(desk: Desk, window: Window) -> None:
    ai_session = a_long_record(desk, rounds=1)
    page = window(desk.junior)
    page.add_init_script(_WATCH_FOR_MARKS)
    with held_back(page, "**/assets/Formatted-*.js"):
        conversation = opens(page, ai_session)
        expect(page.get_by_text("Loading the session")).to_be_attached()
        expect(conversation).to_have_count(0)
    expect(page.get_by_text("is answered.").last).to_be_visible()
    expect(page.get_by_role("link", name="the guide (example.com)")).to_be_visible()
    assert page.evaluate("window.marksSeen") == []


@contextmanager
def held_back(page: Page, files: str) -> Iterator[None]:
    """These files arrive when the block ends."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(files, hold)
    yield
    for route in waiting:
        route.continue_()
    page.unroute(files)


_WATCH_FOR_MARKS = """
window.marksSeen = [];
new MutationObserver(() => {
  const text = document.querySelector('[aria-label="Conversation"]')?.innerText ?? "";
  const mark = /\\*\\*|`|\\]\\[|\\[x\\]/.exec(text);
  if (mark) window.marksSeen.push(text.slice(Math.max(0, mark.index - 20), mark.index + 40));
}).observe(document, { subtree: true, childList: true, characterData: true });
"""
