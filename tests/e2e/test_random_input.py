"""Two thousand keys and clicks at random in a chat with a proposed fix: whoever decides nothing, settles nothing."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.conftest import PATIENCE_MS, Window
from tests.e2e.test_main_job import composer
from tests.support.desk import Desk

ACTS = 2_000
KEYS = [
    *"restarted it twice and it loops again",
    *"erc.g?jkn/1234",
    *["Enter", "Enter", "Space", "Escape", "Escape", "Tab", "Shift+Tab", "Backspace", "F6"],
    *["ArrowDown", "ArrowUp", "ArrowLeft", "Control+z", "Control+Enter", "Control+k", "Shift+Enter", "Home"],
]
PRESSES_WHAT_HAS_THE_FOCUS = {"Enter", "Space", " ", "Control+Enter"}
SETTLES = ("/outcome", "/resolve", "/abandon", "/handoff", "/escalate", "/recall")
TERMINAL = {"applied_success", "applied_failed", "dismissed"}


class Monkey:
    """Types and clicks by a seed.  It knows the forbidden buttons and leaves them out."""

    def __init__(self, page: Page, seed: int) -> None:
        self._page, self._random, self._address = page, random.Random(seed), page.url

    def act(self) -> None:
        """One key, click, double click, reload or step back."""
        lot = self._random.random()
        if lot < 0.7:
            self._press(self._random.choice(KEYS))
        elif lot < 0.997:
            self._click(self._random.choice([1, 1, 2, 3]))
        else:
            self._page.reload()
        if self._page.url != self._address:
            self._page.goto(self._address)

    def _press(self, key: str) -> None:
        if key not in PRESSES_WHAT_HAS_THE_FOCUS or self._page.evaluate("randomInput.mayPress()"):
            self._page.keyboard.press(key)

    def _click(self, times: int) -> None:
        point = self._page.evaluate("place => randomInput.pointFor(place)", self._random.random())
        if point:
            self._page.mouse.click(point["x"], point["y"], click_count=times)


def settling_calls(page: Page) -> list[str]:
    """Filled with every call that settles a fix or a session, from now on."""
    calls: list[str] = []

    def look(request: Request) -> None:
        if request.method != "GET" and request.url.endswith(SETTLES):
            calls.append(f"{request.method} {request.url} {request.post_data}")

    page.on("request", look)
    return calls


@pytest.mark.parametrize("seed", [2026])
def test_nothing_is_settled_by_chance(desk: Desk, window: Window, seed: int) -> None:
    junior = window(desk.junior)
    junior.add_init_script(path=Path(__file__).parent / "random_input.js")
    ai_session = desk.junior.opens_session("Outlook keeps asking Jane for her password since she got a new phone")
    desk.proposes(ai_session)
    junior.goto(f"/pilot/{ai_session['id']}")
    expect(junior.get_by_role("button", name="Apply")).to_be_visible(timeout=PATIENCE_MS)
    expect(composer(junior)).to_be_focused(timeout=PATIENCE_MS)
    calls = settling_calls(junior)
    monkey = Monkey(junior, seed)
    for _ in range(ACTS):
        monkey.act()
    assert calls == []
    assert desk.junior.reads(ai_session)["status"] == "active"
    assert settled_by_somebody(desk, ai_session) == []


def settled_by_somebody(desk: Desk, ai_session: dict[str, Any]) -> list[dict[str, Any]]:
    """Fixes in a terminal state.  One that gave way to the copilot's next proposal was settled by nobody."""
    fixes = desk.junior.get(f"/ai-sessions/{ai_session['id']}/suggested-fixes").get_json()["items"]
    return [fix for fix in fixes if fix["status"] in TERMINAL and fix["dismissed_reason"] != "superseded"]
