"""The whole of FlowPilot with the Demo AI, and a browser window for each person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from setup import spa
from setup.browser import chromium
from tests.support.desk import PASSWORD, Desk, Person
from tests.support.fleet import Fleet
from tests.support.installation import Installation, new_installation
from tests.support.own_redis import OwnRedis
from tests.tasks.integrations.psa.connectwise.bench import ConnectWiseBench

HERE = Path(__file__).parent
# Generous: the machine that runs the tests has two cores, and they are shared.
PATIENCE_MS = 30_000

Window = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="package")
def installation(servers: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    # Slow enough to press Stop between two words.  Without PUBLIC_URL it is wherever the web process listens.
    variables = {"DEMO_AI_DELAY_MS": "15", "PUBLIC_URL": ""}
    with (
        OwnRedis(tmp_path_factory.mktemp("redis")) as redis,
        new_installation(servers, redis, name="e2e", variables=variables) as installation,
    ):
        yield installation


@pytest.fixture(scope="package")
def address(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the browser finds FlowPilot; every process type runs."""
    spa.ensure_built()
    with Fleet(installation.environment, tmp_path_factory.mktemp("fleet")) as fleet:
        fleet.ensure("web", "worker", "worker_ai", "worker_psa", "relay")
        fleet.wait_until_ready("web")
        yield f"http://127.0.0.1:{fleet.port('web')}"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=list(chromium.LAUNCH_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def ticket_system() -> Iterator[ConnectWiseBench]:
    """A simulated ConnectWise PSA, to which a test connects its account."""
    bench = ConnectWiseBench()
    with bench.simulator:
        yield bench


@pytest.fixture
def desk(installation: Installation) -> Desk:
    return installation.open_desk()


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Window]:
    """Opens a browser of one person, signed in; fails the test when the page logs an error or breaks the CSP."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(person: Person, **options: object) -> Page:
        context = browser.new_context(base_url=address, reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        sign_in(page, person)
        return page

    yield open_window
    for context in opened:
        context.close()
    assert complaints == []


def sign_in(page: Page, person: Person) -> None:
    page.goto("/login")
    page.get_by_label("Work email").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto("/pilot")


def _is_complaint(message: object) -> bool:
    """Chromium also logs every 4xx answer as an error; those are part of the play."""
    text, kind = str(message.text), str(message.type)
    return kind == "error" and "Failed to load resource" not in text
