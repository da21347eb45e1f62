"""Images and logs in a real browser: pasted and dropped, sent, and seen in the transcript."""

from __future__ import annotations

import base64
import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PATIENCE_MS, Window
from tests.e2e.test_main_job import composer
from tests.e2e.test_screens import TAGS, faults_of
from tests.support.desk import Desk
from tests.support.files import image

LOG = b"10:02:10 INFO started\n10:02:11 ERROR 0x80070005 access denied\n"
PASTE = """(field, { name, type, content }) => {
  const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
DROP = """(field, { name, type, content }) => {
  const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  for (const kind of ["dragover", "drop"]) {
    field.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""

expect.set_options(timeout=PATIENCE_MS)


def file_of(name: str, kind: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "type": kind, "content": base64.b64encode(content).decode()}


def tray(page: Page) -> Locator:
    return page.get_by_role("list", name="Files of this message")


def test_a_pasted_image_and_a_dropped_log_open_a_session(desk: Desk, window: Window) -> None:
    page = window(desk.junior)
    composer(page).evaluate(PASTE, file_of("image.png", "image/png", image(1_000, 600)))
    expect(tray(page).get_by_role("button", name=re.compile(r"^Remove Screenshot, \d\d:\d\d$"))).to_be_visible()
    composer(page).evaluate(DROP, file_of("outlook.log", "text/plain", LOG))
    expect(tray(page).get_by_role("button", name="Remove outlook.log")).to_be_visible()
    expect(page.get_by_text("cannot mask passwords inside an image")).to_be_visible()
    assert faults_of(page, TAGS) == []

    composer(page).fill("Outlook shows this since the new phone")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/pilot/*")
    expect(page.get_by_text("cannot see images")).to_be_visible()
    picture = page.get_by_role("list", name="Images").get_by_role("img")
    picture.scroll_into_view_if_needed()
    expect(page.get_by_text("2 lines, 1 kB")).to_be_visible()
    page.wait_for_function("image => image.naturalWidth > 0", arg=picture.element_handle())
    assert faults_of(page, TAGS) == []

    page.get_by_role("button", name=re.compile("^Open image Screenshot")).click()
    dialog = page.get_by_role("dialog", name=re.compile("^Screenshot"))
    expect(dialog.get_by_role("img")).to_be_visible()
    assert faults_of(page, TAGS) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_files_fit_on_a_phone_and_survive_a_reload(desk: Desk, window: Window) -> None:
    page = window(desk.junior, viewport={"width": 390, "height": 844})
    ai_session = desk.junior.opens_session("Outlook prompts")
    page.goto(f"/pilot/{ai_session['id']}")
    for name in ("one.log", "a-second-file-with-a-rather-long-name-for-a-phone.log"):
        composer(page).evaluate(DROP, file_of(name, "text/plain", LOG))
        expect(tray(page).get_by_role("button", name=f"Remove {name}")).to_be_visible()
    assert faults_of(page, TAGS) == []
    page.reload()
    expect(tray(page).get_by_role("listitem")).to_have_count(2)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("link", name="Download one.log")).to_be_visible()
    assert faults_of(page, TAGS) == []


def test_a_broken_image_says_so_and_sends_nothing(desk: Desk, window: Window) -> None:
    page = window(desk.junior)
    composer(page).evaluate(PASTE, file_of("photo.png", "image/png", image(500, 500)[:600]))
    expect(tray(page).get_by_text("This image is incomplete or damaged.")).to_be_visible()
    page.get_by_role("button", name="Remove photo.png").click()
    expect(tray(page)).to_have_count(0)
