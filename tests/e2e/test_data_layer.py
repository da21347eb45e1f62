"""What only a browser shows of the SPA's data: calls on the wire, tabs that share a cookie, files that are gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.e2e.conftest import PATIENCE_MS, Window, sign_in
from tests.support.desk import Desk

PROBLEM = "Outlook keeps asking Jane for her password since she got a new phone"

expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def readings(page: Page) -> Iterator[list[str]]:
    """What `page` reads from the API meanwhile; the stream is one long call and does not count."""
    read: list[str] = []

    def note(request: Request) -> None:
        if "/api/v1/" in request.url and request.method == "GET" and "/stream" not in request.url:
            read.append(request.url)

    page.on("request", note)
    yield read
    page.remove_listener("request", note)


def test_one_reply_read_in_an_open_chat_costs_at_most_three_calls(desk: Desk, window: Window) -> None:
    junior = window(desk.junior)
    ai_session = desk.junior.opens_session("VPN drops every 20 minutes")
    junior.goto(f"/pilot/{ai_session['id']}")
    expect(junior.get_by_role("button", name="Stop")).to_have_count(0)
    expect(junior.get_by_text("Live", exact=True)).to_be_visible()
    junior.wait_for_load_state("networkidle")
    with readings(junior) as read:
        junior.get_by_role("textbox", name="Message").fill("It happens on Wi-Fi only. What else could we do?")
        junior.get_by_role("button", name="Send").click()
        expect(junior.get_by_role("main").get_by_role("heading", name="Copilot")).to_have_count(2)
        expect(junior.get_by_role("button", name="Stop")).to_have_count(0)
        expect(junior.get_by_role("article").last).not_to_have_attribute("aria-busy", "true")
        junior.wait_for_load_state("networkidle")
    assert len(read) <= 3, read


def test_a_claim_that_a_bystander_sees_costs_at_most_two_calls(desk: Desk, window: Window) -> None:
    owner = window(desk.owner)
    handoff = desk.junior.escalates(desk.junior.opens_session("Backup fails on the file server"))
    owner.goto("/escalations")
    row = owner.get_by_role("link", name=re.compile("Backup fails"))
    expect(row.first).to_be_visible()
    expect(owner.get_by_text("Live", exact=True)).to_be_visible()
    owner.wait_for_load_state("networkidle")
    with readings(owner) as read:
        desk.senior.claims(handoff)
        expect(row).to_have_count(0)
        owner.wait_for_load_state("networkidle")
    assert len(read) <= 2, read


def test_two_tabs_share_a_draft_and_what_is_sent_is_gone_in_both(desk: Desk, window: Window) -> None:
    first = window(desk.junior)
    second = first.context.new_page()
    second.goto("/pilot")
    problem = second.get_by_role("textbox", name="Problem")
    first.goto("/pilot")
    first.get_by_role("textbox", name="Problem").fill(PROBLEM)
    expect(problem).to_have_value(PROBLEM)
    first.get_by_role("button", name="Send").click()
    first.wait_for_url("**/pilot/*")
    expect(problem).to_have_value("")
    problem.press("Enter")
    expect(problem).to_have_value("")
    assert [row["problem"] for row in desk.junior.get("/ai-sessions").get_json()["items"]] == [PROBLEM]


def test_somebody_else_who_signs_in_in_another_tab_takes_the_page(desk: Desk, window: Window) -> None:
    first = window(desk.junior)
    ai_session = desk.junior.opens_session("The junior's own problem")
    first.goto(f"/pilot/{ai_session['id']}")
    first.get_by_role("textbox", name="Message").fill("half a thought")
    second = first.context.new_page()
    second.set_default_timeout(PATIENCE_MS)
    second.goto("/login")
    sign_in(second, desk.senior)
    expect(first.get_by_text("This does not exist or you cannot see it.")).to_be_visible()
    expect(first.get_by_text("half a thought")).to_have_count(0)
    second.goto("/login")
    sign_in(second, desk.junior)
    expect(first.get_by_role("textbox", name="Message")).to_have_value("half a thought")


@pytest.fixture
def bare_page(browser: Browser, address: str) -> Iterator[Page]:
    """Without the check of the console: a missing file is an error there, and these tests take files away."""
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def _gone(route: Route) -> None:
    route.fulfill(status=404, body="")


def test_a_screen_whose_file_is_gone_says_so_and_keeps_the_draft(desk: Desk, bare_page: Page) -> None:
    sign_in(bare_page, desk.junior)
    bare_page.goto("/pilot")
    bare_page.get_by_role("textbox", name="Problem").fill("half a thought")
    bare_page.route(re.compile(r"/assets/AccountScreen[^/]*\.js"), _gone)
    bare_page.get_by_role("link", name="Account").click()
    expect(bare_page.get_by_text("FlowPilot was updated.")).to_be_visible()
    expect(bare_page.get_by_role("navigation", name="Main")).to_be_visible()
    bare_page.unroute_all()
    bare_page.get_by_role("button", name="Reload").click()
    expect(bare_page.get_by_role("heading", level=1, name="Account")).to_be_visible()
    bare_page.goto("/pilot")
    expect(bare_page.get_by_role("textbox", name="Problem")).to_have_value("half a thought")


def test_a_chat_whose_formatter_is_gone_says_so_and_takes_messages(desk: Desk, bare_page: Page) -> None:
    sign_in(bare_page, desk.junior)
    ai_session = desk.junior.opens_session(PROBLEM)
    bare_page.route(re.compile(r"/assets/Formatted[^/]*\.js"), _gone)
    bare_page.goto(f"/pilot/{ai_session['id']}")
    expect(bare_page.get_by_text("FlowPilot was updated.")).to_be_visible()
    bare_page.get_by_role("textbox", name="Message").fill("half a thought")
    bare_page.unroute_all()
    bare_page.get_by_role("button", name="Reload").click()
    expect(bare_page.get_by_text(PROBLEM).first).to_be_visible()
    expect(bare_page.get_by_role("textbox", name="Message")).to_have_value("half a thought")


def test_a_dialog_whose_file_is_gone_leaves_the_chat_standing(desk: Desk, bare_page: Page) -> None:
    sign_in(bare_page, desk.junior)
    ai_session = desk.junior.opens_session(PROBLEM)
    bare_page.route(re.compile(r"/assets/EscalateDialog[^/]*\.js"), _gone)
    bare_page.goto(f"/pilot/{ai_session['id']}")
    bare_page.get_by_role("button", name="Escalate").first.click()
    expect(bare_page.get_by_text("FlowPilot was updated.")).to_be_visible()
    expect(bare_page.get_by_role("textbox", name="Message")).to_be_visible()
