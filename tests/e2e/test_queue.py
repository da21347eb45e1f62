"""The queue and the toasts in a real browser, where things have a place on the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import FloatRect, Locator, Page, Request, expect

from tests.e2e.conftest import Window
from tests.support.desk import Desk
from tests.support.queue_storm import stir_queue


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


def test_two_tabs_share_one_stream_and_another_takes_over(desk: Desk, window: Window) -> None:
    first = window(desk.owner)
    streams: list[Request] = []
    first.context.on("request", lambda request: streams.append(request) if "/stream?" in request.url else None)
    first.goto("/escalations")
    expect(first.get_by_text("Live", exact=True)).to_be_visible()
    second = first.context.new_page()
    second.goto("/escalations")
    expect(second.get_by_text("Live", exact=True)).to_be_visible()
    assert len(streams) == 1
    waiting(desk, "VPN drops every 20 minutes")
    expect(row(first, "VPN")).to_be_visible()
    expect(row(second, "VPN")).to_be_visible()
    first.close()
    waiting(desk, "Backup of FS01 fails every night")
    expect(row(second, "Backup")).to_be_visible()
    ai_session = desk.owner.opens_session("Printer in the lobby prints blank pages")
    third = second.context.new_page()
    third.goto(f"/pilot/{ai_session['id']}")
    expect(third.get_by_role("article").last).not_to_have_attribute("aria-busy", "true")
    desk.owner.post(f"/ai-sessions/{ai_session['id']}/notes", content="The fuser was replaced in May")
    expect(third.get_by_text("The fuser was replaced in May")).to_be_visible()
    # Chromium freezes hidden pages after a while; the leader is one now, and answers nobody.
    frozen = second.context.new_cdp_session(second)
    frozen.send("Page.setWebLifecycleState", {"state": "frozen"})
    third.get_by_role("link", name="Escalations").click()
    expect(row(third, "Backup")).to_be_visible()
    waiting(desk, "Scan to folder fails")
    expect(row(third, "Scan")).to_be_visible()
    expect(third.get_by_text("Live", exact=True)).to_be_visible()


def test_after_500_events_without_a_connection_the_queue_equals_a_fresh_read(desk: Desk, window: Window) -> None:
    waiting(desk, "VPN drops every 20 minutes")
    owner = window(desk.owner)
    owner.clock.install()
    owner.goto("/escalations")
    expect(row(owner, "VPN")).to_be_visible()
    expect(owner.get_by_text("Live", exact=True)).to_be_visible()
    owner.context.set_offline(True)
    stir_queue(desk, escalations=280, claims=220)
    owner.clock.fast_forward(60_000)
    expect(owner.get_by_text("Offline", exact=True)).to_be_visible()
    owner.context.set_offline(False)
    fresh = desk.owner.get("/ai-sessions/escalations", sort="oldest", limit=100).get_json()["items"]
    assert len(fresh) == 61
    expect(owner.locator("main [data-rows] > li h2")).to_have_text([one["title"] for one in fresh])
    expect(owner.get_by_text("61 waiting", exact=True).first).to_be_visible()
    expect(owner.get_by_role("link", name="Escalations 61 waiting")).to_be_visible()
    desk.senior.claims({"session_id": fresh[0]["session_id"], "id": fresh[0]["handoff_id"]})
    expect(owner.locator("main [data-rows] > li h2")).to_have_text([one["title"] for one in fresh[1:]])
