"""The queue and the toasts in a real browser, where things have a place on the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import FloatRect, Locator, Page, Request, expect

from tests.e2e.conftest import Window
from tests.support.desk import Desk


def place(element: Locator) -> FloatRect:
    box = element.bounding_box()
    assert box is not None
    return box


def waiting(desk: Desk, problem: str) -> dict[str, object]:
    return desk.junior.escalates(desk.junior.opens_session(problem))


def row(page: Page, problem: str) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=problem)


def test_a_row_under_the_pointer_stays_where_it_is(desk: Desk, window: Window) -> None:
    owner = window(desk.owner)
    first = waiting(desk, "Backup of FS01 fails every night")
    waiting(desk, "VPN drops every 20 minutes")
    owner.goto("/escalations")
    hovered = row(owner, "VPN")
    hovered.hover()
    before = place(hovered)
    waiting(desk, "Printer in the lobby prints blank pages")
    expect(owner.get_by_role("button", name="1 new, show")).to_be_visible()
    assert place(hovered) == before
    desk.senior.claims(first)
    expect(owner.get_by_role("listitem").filter(has_text="Taken by Priya")).to_be_visible()
    assert place(hovered) == before


def test_a_double_click_takes_one_row_at_most(desk: Desk, window: Window) -> None:
    owner = window(desk.owner)
    lost = waiting(desk, "Backup of FS01 fails every night")
    waiting(desk, "VPN drops every 20 minutes")
    owner.goto("/escalations")
    pick_up = owner.get_by_role("button", name="Pick up: Backup")
    expect(pick_up).to_be_visible()
    asked: list[Request] = []
    owner.on("request", lambda request: asked.append(request) if request.url.endswith("/claim") else None)
    # A colleague is faster, so that the row leaves between the two clicks.
    owner.route("**/claim", lambda route: (desk.senior.claims(lost), route.continue_())[1])
    pick_up.dblclick()
    expect(owner.get_by_text("Already claimed by Priya")).to_be_visible()
    assert len(asked) == 1
    expect(row(owner, "VPN")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_a_toast_covers_no_composer(desk: Desk, window: Window, width: int) -> None:
    junior = window(desk.junior, viewport={"width": width, "height": 768})
    handoff = waiting(desk, "VPN drops every 20 minutes")
    junior.goto("/pilot")
    composer = junior.get_by_role("textbox", name="Problem")
    expect(composer).to_be_visible()
    # An event of before the stream stands reaches nobody; what it is about is then read.
    expect(junior.get_by_text("Live", exact=True)).to_be_visible()
    desk.senior.claims(handoff)
    toast = junior.get_by_role("region", name="Messages")
    expect(toast).to_contain_text("Priya picked up your escalation")
    box, dock = place(toast), place(composer)
    is_beside = box["x"] + box["width"] <= dock["x"] or box["x"] >= dock["x"] + dock["width"]
    is_above = box["y"] + box["height"] <= dock["y"]
    assert is_beside or is_above
