"""The main job, played by three people: problem, reply, fix, escalation, claim, and the chat carried on."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PATIENCE_MS, Window
from tests.support.desk import Desk

PROBLEM = "Outlook keeps asking Jane for her password since she got a new phone"
# What the session is called once the problem is understood.
TITLE = "Outlook asks for password"

expect.set_options(timeout=PATIENCE_MS)


def describe(page: Page, problem: str) -> None:
    composer(page).fill(problem)
    page.get_by_role("button", name="Send").click()


def composer(page: Page) -> Locator:
    """Where one types: the problem of a new session, or the next message."""
    return page.get_by_role("textbox", name=re.compile("^(Problem|Message)$"))


def test_a_problem_goes_from_the_junior_to_the_senior_and_is_resolved(desk: Desk, window: Window) -> None:
    junior, senior, owner = window(desk.junior), window(desk.senior), window(desk.owner)
    for colleague in (senior, owner):
        colleague.goto("/escalations")
        expect(colleague.get_by_text("No one is waiting.")).to_be_visible()

    # 1. The junior reads the copilot's answer, applies its fix and says that it did not work.
    describe(junior, PROBLEM)
    expect(junior.get_by_role("button", name="Apply")).to_be_visible()
    expect(junior.get_by_text("Demo AI").first).to_be_visible()
    junior.get_by_role("button", name="Apply").click()
    junior.get_by_role("button", name="Did not work").click()
    expect(junior.get_by_text("did not work, recorded by you").first).to_be_visible()

    # 2. Escalated with a reason, answered at once.
    junior.get_by_role("button", name="Escalate").first.click()
    junior.get_by_label("Why?").fill("Tried it twice, still loops")
    junior.get_by_role("dialog").get_by_role("button", name="Escalate", exact=True).click()
    expect(junior.get_by_role("dialog")).to_be_hidden()

    # 3. The senior sees it without a reload, opens the context, sees the assessment, starts here.
    row = senior.get_by_role("link", name=TITLE)
    expect(row).to_be_visible()
    row.click()
    expect(senior.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(senior.get_by_text("Tried it twice, still loops").first).to_be_visible()
    expect(senior.get_by_text(re.compile("(Low|Medium|High) confidence")).first).to_be_visible()
    expect(owner.get_by_role("link", name=TITLE)).to_be_visible()
    senior.get_by_role("button", name="Start here").click()
    senior.wait_for_url(lambda url: "pickup" not in url and "/pilot/" in url)
    expect(owner.get_by_text("No one is waiting.")).to_be_visible()

    # 4. The senior goes on in the same chat, with its whole history, and resolves it.
    expect(senior.get_by_text(PROBLEM).first).to_be_visible()
    describe(senior, "I have signed the device out everywhere and registered it anew")
    expect(senior.get_by_text("registered it anew").first).to_be_visible()
    senior.get_by_role("button", name="Conclude").first.click()
    senior.get_by_role("radio", name="I tested it myself").check()
    senior.get_by_role("dialog").get_by_role("button", name="Conclude", exact=True).click()
    expect(senior.get_by_role("dialog")).to_be_hidden()
    expect(composer(senior)).to_have_count(0)


def test_a_colleague_who_presses_later_is_told_who_has_it(desk: Desk, window: Window) -> None:
    owner = window(desk.owner)
    handoff = desk.junior.escalates(desk.junior.opens_session("VPN drops every 20 minutes"))
    owner.goto("/escalations")
    pick_up = owner.get_by_role("button", name="Pick up: VPN")
    expect(pick_up).to_be_visible()
    # The screen has not heard of the claim yet when the button is pressed.
    owner.route("**/claim", lambda route: (desk.senior.claims(handoff), route.continue_())[1])
    pick_up.click()
    expect(owner.get_by_text("Already claimed by Priya")).to_be_visible()
    expect(owner.get_by_role("link", name="VPN")).to_have_count(0)


def test_stop_keeps_what_was_written(desk: Desk, window: Window) -> None:
    junior = window(desk.junior)
    describe(junior, PROBLEM)
    stop = junior.get_by_role("button", name="Stop")
    expect(stop).to_be_visible()
    stop.click()
    expect(junior.get_by_text("Stopped").first).to_be_visible()


def test_a_draft_outlives_a_reload(desk: Desk, window: Window) -> None:
    junior = window(desk.junior)
    composer(junior).fill("half a thought about the print server")
    junior.reload()
    expect(composer(junior)).to_have_value("half a thought about the print server")
