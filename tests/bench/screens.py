"""Figure 22: from the junior's Enter to the row on the senior's screen, with 500 other streams open."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

from setup import spa
from setup.browser import chromium
from setup.paths import VENV
from tests.bench.place import Place, running
from tests.bench.stream import listens, stream_of
from tests.bench.subscribers import Subscribers, request
from tests.bench.table import Figure, ms, ratio_of
from tests.support.desk import PASSWORD, Desk, Person
from tests.support.eventually import eventually
from tests.support.own_redis import free_port

OTHERS = 500
OF_ANOTHER_ACCOUNT = 20
"""Of the others: an account may have 500 open, and the two browsers need theirs."""
STREAMS_A_PERSON = 8
DIALOG_GUARD_MS = 1_000
"""A dialog does not take an Enter that was meant for something before it."""

_NOTE_ENTER = """
addEventListener("keydown", (event) => {
  if (event.key === "Enter") window.pressedAt = performance.timeOrigin + performance.now();
}, true);
"""
_AWAIT_ROW = """
(mark) => {
  window.shown = new Promise((resolve) => {
    const look = () => {
      if (!document.querySelector(`main a[href*="${mark}"]`)) return;
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, subtree: true, attributes: true });
    look();
  });
}
"""


@dataclass(frozen=True)
class Screens:
    """`get_ready` brings the junior to where Enter escalates, and returns what the row's link will contain."""

    junior: Page
    senior: Page
    get_ready: Callable[[], str]

    def seconds(self) -> float:
        """From the key to the frame that shows the row; both pages read the machine's clock."""
        mark = self.get_ready()
        self.senior.evaluate(_AWAIT_ROW, mark)
        self.junior.keyboard.press("Enter")
        shown_at = float(self.senior.evaluate("() => window.shown"))
        return (shown_at - float(self.junior.evaluate("() => window.pressedAt"))) / 1_000


def measure(place: Place) -> Iterator[Figure]:
    rounds = 40 if place.is_full else 15
    spa.ensure_built()
    mine, its = [], []
    with ExitStack() as stack:
        browser = stack.enter_context(_browser())
        ours = stack.enter_context(_ours(place, browser, rounds + 1))
        bare = stack.enter_context(_bare(place, browser))
        for screens in (ours, bare):
            screens.seconds()  # caches fill
        for _ in range(rounds):
            mine.append(ours.seconds())
            its.append(bare.seconds())
    words = "from the junior's Enter to the row on the senior's screen, 500 other streams, ours / a bare page"
    yield Figure(number="22", words=words, ours=ms(mine), peer=ms(its), ratio=ratio_of(mine, its), goal="≤ 3")


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=list(chromium.LAUNCH_FLAGS))
        yield browser
        browser.close()


@contextmanager
def _ours(place: Place, browser: Browser, sessions: int) -> Iterator[Screens]:
    """Every process of a deploy runs, so that what an escalation starts in the workers is in the time too."""
    names = ("web", "worker", "worker_ai", "relay")
    for name in names:
        place.fleet.start(name, PUBLIC_URL="")
    place.fleet.wait_until_ready()
    port = place.fleet.port()
    desk, other = place.installation.open_desk(), place.installation.open_desk()
    waiting = [desk.junior.opens_session(f"Printer {number} is offline")["id"] for number in range(sessions)]
    assert eventually(lambda: _is_idle(place), patience=120)
    requests = [*_streams(desk, OTHERS - OF_ANOTHER_ACCOUNT), *_streams(other, OF_ANOTHER_ACCOUNT)]
    with _open_streams(port, requests):
        junior, senior = (_signed_in(browser, port, person) for person in (desk.junior, desk.senior))
        senior.goto("/escalations")
        senior.get_by_text("Live", exact=True).wait_for()
        yield Screens(junior, senior, lambda: _dialog_of(junior, waiting.pop()))
        for page in (junior, senior):
            page.context.close()
    for name in names:
        place.fleet.tell_to_stop(name)
        assert place.fleet.has_ended(name)


def _is_idle(place: Place) -> bool:
    return not place.installation.sql(
        "select 1 from outbox where kind = 'job' and state in ('ready', 'running') limit 1"
    )


def _streams(desk: Desk, count: int) -> list[bytes]:
    people = [desk.joins(f"Noor{number}", "engineer") for number in range(-(-count // STREAMS_A_PERSON))]
    return [stream_of(people[number // STREAMS_A_PERSON]) for number in range(count)]


def _signed_in(browser: Browser, port: int, person: Person) -> Page:
    page = browser.new_context(base_url=f"http://127.0.0.1:{port}").new_page()
    page.add_init_script(_NOTE_ENTER)
    page.goto("/login")
    page.get_by_label("Work email").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login" not in url)
    return page


def _dialog_of(junior: Page, session_id: str) -> str:
    junior.goto(f"/pilot/{session_id}")
    junior.get_by_role("button", name="Escalate").first.click()
    junior.get_by_label("Why?").fill("Tried it twice, still offline")
    junior.wait_for_timeout(DIALOG_GUARD_MS)
    return session_id


@contextmanager
def _bare(place: Place, browser: Browser) -> Iterator[Screens]:
    port, numbers = free_port(), iter(range(1_000_000))
    command = [VENV / "bin" / "python", "-m", "tests.bench.peers.bare_page", str(port)]
    addresses = {"BARE_DATABASE_URL": place.installation.superuser_url, "REDIS_URL": place.redis.url}
    with (
        running(command, log=place.log("bare"), ready=lambda: listens(port), **addresses),
        _open_streams(port, [request("/events")] * OTHERS),
    ):
        junior, senior = (browser.new_page(base_url=f"http://127.0.0.1:{port}") for _ in range(2))
        junior.add_init_script(_NOTE_ENTER)
        for page in (junior, senior):
            page.goto("/")

        def get_ready() -> str:
            mark = f"row{next(numbers)}"
            junior.get_by_label("Why?").fill(mark)
            return mark

        yield Screens(junior, senior, get_ready)
        for page in (junior, senior):
            page.context.close()


@contextmanager
def _open_streams(port: int, requests: Sequence[bytes]) -> Iterator[None]:
    """Read all the while, as browsers do."""
    subscribers, has_ended = Subscribers(port, requests), threading.Event()

    def read() -> None:
        while not has_ended.is_set():
            subscribers.read(0.1)

    thread = threading.Thread(target=read, name="other streams")
    thread.start()
    try:
        yield
    finally:
        has_ended.set()
        thread.join()
        subscribers.close()
