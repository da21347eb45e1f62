"""The service worker in a real Chromium: registered under the CSP, it shows messages and leads a page to their link."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, Worker, expect as see

from tests.e2e.conftest import Window
from tests.support.desk import Desk

MESSAGE = {
    "title": "Escalation from Sam: =Jane <b>Doe</b> & Co",
    "text": "Stuck since ten",
    "link": "/escalations?from=push",
    "tag": "AZ3dRp4ReOG2fJb0b7qy2w",
    "at": "2026-11-29T10:00:00Z",
}
# A headless Chromium shows no notifications: this keeps what the worker asks it to show.
KEEPS_WHAT_IS_SHOWN = """() => {
    self.shown = [];
    self.registration.showNotification = async (title, options) => { self.shown.push({ title, ...options }); };
}"""
CLICKS = """(data) => {
    const click = new ExtendableEvent("notificationclick");
    self.dispatchEvent(Object.assign(click, { notification: { data, close() {} } }));
}"""


@pytest.fixture
def page(desk: Desk, window: Window) -> Page:
    page = window(desk.senior)
    page.evaluate("navigator.serviceWorker.register('/push-worker.js').then(() => navigator.serviceWorker.ready)")
    return page


@pytest.fixture
def worker(page: Page) -> Worker:
    (worker,) = page.context.service_workers
    worker.evaluate(KEEPS_WHAT_IS_SHOWN)
    return worker


@pytest.fixture
def push(page: Page) -> Callable[[str], None]:
    """Hands data to the worker as a push service's message."""
    devtools = page.context.new_cdp_session(page)
    registration = _registration(devtools, page)

    def deliver(data: str) -> None:
        origin = page.evaluate("location.origin")
        devtools.send(
            "ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": registration, "data": data}
        )

    return deliver


def _registration(devtools: CDPSession, page: Page) -> str:
    found: list[dict[str, Any]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")
    while not found:
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    assert found[0]["scopeURL"] == page.evaluate("location.origin") + "/"
    return str(found[0]["registrationId"])


def shown(worker: Worker, count: int) -> list[dict[str, Any]]:
    worker.evaluate(
        "async (n) => { while (self.shown.length < n) await new Promise((resolve) => setTimeout(resolve, 20)); }", count
    )
    found: list[dict[str, Any]] = worker.evaluate("self.shown")
    return found


def test_a_message_is_shown_as_text_and_an_unreadable_one_too(worker: Worker, push: Callable[[str], None]) -> None:
    push(json.dumps(MESSAGE))
    push("not JSON")
    first, second = shown(worker, 2)
    assert (first["title"], first["body"], first["tag"]) == (MESSAGE["title"], MESSAGE["text"], MESSAGE["tag"])
    assert second["title"] == "FlowPilot has a notification for you"


def test_a_click_leads_the_open_page_there_without_a_reload(page: Page, worker: Worker) -> None:
    page.evaluate("window.isTheSamePage = true")
    worker.evaluate(CLICKS, {"link": "https://elsewhere.example.com/"})
    worker.evaluate(CLICKS, {"link": MESSAGE["link"]})
    page.wait_for_url("**/escalations?from=push")
    see(page.get_by_role("heading", name="Escalations", level=1)).to_be_visible()
    assert page.evaluate("window.isTheSamePage")
