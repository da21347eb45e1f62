"""Every screen at every width, light and dark: no accessibility violation, nothing wider than the window, one title.

axe-core (A, AA and best practice) comes from the SPA's packages.  A picture of each is kept for people to look at.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from models.core import clock
from setup.paths import CACHE, ROOT
from tests.e2e.conftest import PATIENCE_MS, Window
from tests.support.desk import Desk, Person, expect as expect_status
from tests.support.eventually import eventually
from tests.support.installation import Installation
from tests.support.psa import connects_to
from tests.tasks.integrations.psa.connectwise.bench import ConnectWiseBench

PICTURES = CACHE / "screens"
AXE = ROOT / "web" / "spa" / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"1440": (1440, 900), "1366": (1366, 768), "1024": (1024, 768), "390": (390, 844)}
TAGS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Nothing else depends on the theme.
ONLY_COLOURS = {"type": "rule", "values": ["color-contrast"]}

Arrive = Callable[[Page], None]

expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Scene:
    """Where somebody goes, and what they open there."""

    name: str
    by: Person
    path: str
    then: Arrive | None = None
    has_layer: bool = True
    """Whether `then` opens a layer."""


@pytest.fixture
def scenes(desk: Desk, installation: Installation, ticket_system: ConnectWiseBench) -> list[Scene]:
    junior, senior = desk.junior, desk.senior
    about = {"client_name": "Contoso Dental", "psa_ticket_id": "48231"}
    proposed = junior.opens_session("Outlook keeps asking for a password", **about)
    desk.proposes(proposed)
    waiting = junior.opens_session("Backup of FS01 fails: VSS writer timed out", **about)
    handoff = junior.escalates(waiting, "Writers stay in state 9. The server is prod.")
    resolved = junior.opens_session("Label printer at the front desk shows offline")
    junior.post(f"/ai-sessions/{resolved['id']}/resolve", resolution="The port points to its new address.")
    for minutes in range(5):
        claimed_and_noted(desk, timedelta(days=1, minutes=minutes))
    chat = f"/pilot/{proposed['id']}"
    every_part = {"include": ["steps", "facts", "attempts", "documentation"], "expires_in_hours": 24}
    link = junior.post(f"/ai-sessions/{resolved['id']}/shares", **every_part).get_json()["url"]
    slack = {"kind": "slack", "name": "Service desk", "url": "https://hooks.slack.com/services/T0/B0/secret"}
    desk.owner.post("/notification-channels", **slack)
    return [
        Scene("home", senior, "/"),
        Scene("new-chat", junior, "/pilot"),
        Scene("chat", junior, chat),
        Scene("chat-escalate", junior, chat, lambda page: command(page, "escalate")),
        Scene("chat-escalate-preview", junior, chat, preview_package),
        Scene("chat-conclude", junior, chat, conclude),
        Scene("chat-conclude-package", junior, chat, conclude_package),
        Scene("chat-resolved", junior, f"/pilot/{resolved['id']}"),
        Scene("documentation", junior, f"/pilot/{resolved['id']}", document),
        Scene("documentation-edit", junior, f"/pilot/{resolved['id']}", edit_document),
        Scene("client-update", junior, chat, update_client),
        Scene("share", junior, chat, lambda page: command(page, "share")),
        Scene("shared", junior, urlsplit(link).path),
        Scene("queue", senior, "/escalations"),
        Scene("handoff", senior, f"/pilot/{handoff['session_id']}?pickup=true"),
        Scene("analytics", senior, "/analytics", await_figures, has_layer=False),
        Scene("analytics-table", senior, "/analytics", show_table, has_layer=False),
        Scene("told", desk.owner, f"/pilot/{handoff['session_id']}?pickup=true", show_told, has_layer=False),
        Scene("account", desk.owner, "/account", await_channels, has_layer=False),
        Scene("channel", desk.owner, "/account", add_channel),
        Scene("audit-log", desk.owner, "/account/audit-log"),
        Scene("palette", junior, "/account", lambda page: page.keyboard.press("Control+k")),
        Scene("shortcuts", junior, "/account", lambda page: page.keyboard.press("Control+/")),
        Scene("bell", senior, "/escalations", lambda page: page.get_by_role("button", name="Notifications").click()),
        Scene("viewer", desk.viewer, "/"),
        *ticket_scenes(installation.open_desk(), ticket_system),
    ]


def ticket_scenes(desk: Desk, ticket_system: ConnectWiseBench) -> list[Scene]:
    """Those of an account that has connected its ticket system."""
    ticket_system.simulator.reset()
    connects_to(desk, ticket_system)
    number = ticket_system.add_ticket("Outlook keeps asking for a password", description="Since the new phone.")
    junior = desk.junior
    expect_status(junior.post("/psa/tickets/refresh"), 202)
    assert eventually(lambda: junior.get("/psa/tickets", q=number).get_json()["items"])
    ai_session = junior.opens_session("Outlook asks", client_name="Contoso Dental", psa_ticket_id=number)
    chat = f"/pilot/{ai_session['id']}"
    return [
        Scene("tickets", junior, "/tickets", await_ticket, has_layer=False),
        Scene("ticket", junior, f"/tickets/{number}", await_ticket, has_layer=False),
        Scene("ticket-new", junior, "/tickets", lambda page: press(page, "New")),
        Scene("chat-spin-off", junior, chat, lambda page: command(page, "spin-off")),
        Scene("chat-conclude-public", junior, chat, conclude_publicly),
    ]


def await_ticket(page: Page) -> None:
    expect(page.get_by_text("Outlook keeps asking for a password").first).to_be_visible()


def press(page: Page, name: str) -> None:
    await_ticket(page)
    page.get_by_role("button", name=name, exact=True).click()


def conclude_publicly(page: Page) -> None:
    conclude(page)
    page.get_by_role("button", name="Public reply").click()
    expect(page.get_by_text("Contoso Dental will see this.")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_every_screen_is_accessible_and_fits(size: str, scenes: list[Scene], window: Window) -> None:
    width, height = SIZES[size]
    pages: dict[str, Page] = {}
    wrong: dict[str, list[str]] = {}
    PICTURES.mkdir(parents=True, exist_ok=True)
    for scene in scenes:
        if scene.by.email not in pages:
            pages[scene.by.email] = window(scene.by, viewport={"width": width, "height": height})
        page = pages[scene.by.email]
        arrive(page, scene)
        for theme, rules in (("light", TAGS), ("dark", ONLY_COLOURS)):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.screenshot(path=PICTURES / f"{scene.name}-{size}-{theme}.png")
            if faults := faults_of(page, rules):
                wrong[f"{scene.name} {theme}"] = faults
    assert not wrong, json.dumps(wrong, indent=1)


def test_nothing_moves_for_who_wants_it_still(desk: Desk, window: Window) -> None:
    desk.proposes(desk.junior.opens_session("Outlook keeps asking for a password"))
    page = window(desk.junior)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    moving = page.evaluate(
        """[...document.querySelectorAll("*")].filter(each =>
             getComputedStyle(each).transitionDuration.split(", ").some(time => parseFloat(time) > 0)
             || getComputedStyle(each).animationDuration.split(", ").some(time => parseFloat(time) > 0)
           ).map(each => each.outerHTML.slice(0, 120))"""
    )
    assert moving == []


def claimed_and_noted(desk: Desk, age: timedelta) -> None:
    """An escalation that was claimed so long ago, and on which the senior has written now."""
    ai_session = desk.junior.opens_session("VPN drops every twenty minutes", client_name="=Jane <b>Doe</b> & Co")
    handoff = desk.junior.escalates(ai_session)
    desk.senior.claims(handoff)
    desk.senior.post(f"/ai-sessions/{ai_session['id']}/notes", content="Compared the rekey timers")
    desk.changes_handoff(handoff, created_at=clock.now() - age - timedelta(hours=1), claimed_at=clock.now() - age)


def await_figures(page: Page) -> None:
    expect(page.get_by_role("img", name="Three lines by")).to_be_visible()


def show_table(page: Page) -> None:
    await_figures(page)
    page.get_by_role("button", name="Table").click()
    expect(page.get_by_role("table", name="From claim to first action")).to_be_visible()


def arrive(page: Page, scene: Scene) -> None:
    page.goto(scene.path)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    if scene.then:
        scene.then(page)
        if scene.has_layer:
            expect(page.get_by_role("dialog").first).to_be_visible()


def show_told(page: Page) -> None:
    page.get_by_role("button", name="Who was told").click()
    expect(page.get_by_role("list", name="Who was told")).to_be_visible()


def await_channels(page: Page) -> None:
    expect(page.get_by_role("list", name="Notification channels")).to_be_visible()


def add_channel(page: Page) -> None:
    page.get_by_role("button", name="Add channel").click()
    expect(page.get_by_role("textbox", name="Address")).to_be_visible()


def command(page: Page, name: str) -> None:
    """A chat's actions at every width: by the composer's commands."""
    composer = page.get_by_role("textbox", name="Message")
    composer.fill(f"/{name}")
    composer.press("Enter")


def conclude(page: Page) -> None:
    command(page, "conclude")
    expect(page.get_by_text("What you edit stays yours")).to_be_visible()


def conclude_package(page: Page) -> None:
    command(page, "conclude")
    page.get_by_role("button", name="Escalation package").click()
    expect(page.get_by_role("group", name="Escalation package, text")).to_be_visible()


def preview_package(page: Page) -> None:
    command(page, "escalate")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("group", name="Escalation package, text")).to_be_visible()


def document(page: Page) -> None:
    page.get_by_role("button", name="Documentation").click()
    expect(page.locator("[data-printed]")).to_be_visible()


def edit_document(page: Page) -> None:
    document(page)
    page.get_by_role("button", name="Edit", exact=True).click()
    expect(page.get_by_role("textbox", name="Cause")).to_be_visible()


def update_client(page: Page) -> None:
    command(page, "docs")
    page.get_by_role("button", name="For Contoso Dental").click()
    expect(page.get_by_text("Contoso Dental will see this")).to_be_visible()


def faults_of(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds, and whether the page scrolls sideways."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, { runOnly: rules })", rules)
    faults = [
        f"{rule['id']}: {node['target']} {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"]
    ]
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return faults + ([f"{overflow} px too wide"] if overflow > 0 else [])
