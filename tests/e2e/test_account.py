"""The account screen in a real browser: invitations, members and their work, in both themes and every width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PATIENCE_MS, Window
from tests.e2e.test_screens import PICTURES, SIZES, TAGS, faults_of
from tests.support.desk import Desk
from tests.tasks.integrations.psa.connectwise.bench import ConnectWiseBench


@pytest.fixture
def account(desk: Desk, window: Window) -> Page:
    """The owner's account screen, with invitations in two states."""
    page = window(desk.owner)
    page.goto("/account")
    for name in ("lee", "noor"):
        invite(page, f"{name}-{desk.account_id.hex[:8]}@acme.test")
    return page


def invite(page: Page, email: str) -> None:
    page.get_by_label("Work email").fill(email)
    page.get_by_role("button", name="Invite", exact=True).click()
    waiting = page.get_by_role("list", name="Waiting").get_by_text(email, exact=True)
    expect(waiting).to_be_visible(timeout=PATIENCE_MS)


def test_the_links_of_two_invitations_stand_there_until_one_is_revoked(account: Page) -> None:
    rows = account.get_by_role("list", name="Waiting").get_by_role("listitem")
    expect(account.locator("code")).to_have_count(2)
    first = account.locator("code").first.inner_text()
    rows.first.get_by_role("button", name="Resend to").click()
    expect(account.locator("code").first).not_to_have_text(first)
    expect(account.locator("code")).to_have_count(2)
    # A double click opens the question, and answers nothing.
    rows.first.get_by_role("button", name="Revoke").dblclick()
    question = account.get_by_role("dialog", name="Revoke the invitation?")
    expect(question).to_be_visible()
    expect(account.locator("code")).to_have_count(2)
    question.get_by_role("button", name="Revoke").click()
    expect(rows).to_have_count(1)
    expect(account.get_by_text("Accepted and revoked")).to_be_visible()


def test_somebody_is_removed_and_their_work_goes_to_a_colleague(desk: Desk, account: Page, window: Window) -> None:
    ai_session = desk.junior.opens_session("The scanner in room 4 is offline")
    account.get_by_role("button", name="Actions for Sam").click()
    account.get_by_role("menuitem", name="Remove…").click()
    question = account.get_by_role("dialog", name="Remove Sam?")
    question.get_by_label("To one person").check()
    question.get_by_label("Person", exact=True).select_option(label="Priya")
    question.get_by_role("button", name="Remove Sam").click()
    expect(question).to_be_hidden()
    expect(account.get_by_role("row", name="Sam")).to_have_count(0)
    colleague = window(desk.senior)
    colleague.goto(f"/pilot/{ai_session['id']}")
    expect(colleague.get_by_role("textbox").last).to_be_enabled()
    assert desk.senior.reads(ai_session)["handler"]["name"] == "Priya"


@pytest.mark.parametrize("size", SIZES)
def test_links_and_the_question_about_a_member_are_accessible_and_fit(account: Page, size: str) -> None:
    width, height = SIZES[size]
    account.set_viewport_size({"width": width, "height": height})
    check_looks(account, f"account-invited-{size}")
    account.get_by_role("button", name="Actions for Sam").click()
    account.get_by_role("menuitem", name="Remove…").click()
    expect(account.get_by_role("dialog", name="Remove Sam?")).to_be_visible()
    check_looks(account, f"account-remove-{size}")


def test_the_psa_connection_is_accessible_and_fits(desk: Desk, window: Window, ticket_system: ConnectWiseBench) -> None:
    ticket_system.simulator.reset()
    tenant = ticket_system.simulator.tenant
    page = window(desk.owner)
    page.goto("/account#psa")
    part = page.locator("#psa")
    part.get_by_label("ConnectWise PSA").check()
    part.get_by_label("Region").select_option("Own server…")
    part.get_by_label("Address", exact=True).fill(ticket_system.simulator.url)
    keys = (("Company ID", tenant.company_id), ("Public key", tenant.public_key), ("Private key", tenant.private_key))
    for label, text in (*keys, ("Client ID (optional)", tenant.client_id)):
        part.get_by_label(label, exact=True).fill(text)
    part.get_by_role("button", name="Connect and test").click()
    expect(part.get_by_role("form", name="People")).to_be_visible(timeout=PATIENCE_MS)
    expect(part.get_by_label("Private key")).to_have_value("")
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        check_looks(page, f"account-psa-{size}")
    part.get_by_role("button", name="Disconnect…").click()
    question = page.get_by_role("dialog", name="Disconnect ConnectWise PSA?")
    check_looks(page, "account-psa-disconnect")
    question.get_by_role("button", name="Disconnect").click()
    expect(part.get_by_label("HaloPSA")).to_be_visible()


def check_looks(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.screenshot(path=PICTURES / f"{name}-{theme}.png")
        assert faults_of(page, TAGS) == []
