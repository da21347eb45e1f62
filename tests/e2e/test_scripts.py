"""The script library in a real browser: write, check, publish, and two people who save at the same time."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PATIENCE_MS, Window
from tests.e2e.test_screens import PICTURES, SIZES, TAGS, faults_of
from tests.support.desk import Desk, Person

BODY = "Get-PrintJob -PrinterName {{PrinterName}} | Remove-PrintJob\nRestart-Service Spooler -Force\n"
PRINTER = {"name": "PrinterName", "label": "Printer", "type": "text"}

expect.set_options(timeout=PATIENCE_MS)


def test_a_script_is_written_checked_and_published(desk: Desk, window: Window) -> None:
    page = window(desk.junior)
    page.goto("/scripts/new")
    page.get_by_role("textbox", name="Title").fill("Restart the spooler")
    replace(page, "Code", "if (Get-Service Spooler {\n  Restart-Service Spooler -Name {{Name}}\n")
    problems = page.get_by_role("list", name="Problems").get_by_role("button")
    expect(problems.first).to_be_visible()
    problems.first.click()
    expect(code_of(page, "Code")).to_be_focused()

    replace(page, "Code", 'Restart-Service -Name {{Name}}\n$password = "hunter2-Winter-2024"\n')
    expect(page.get_by_text("no problems found")).to_be_visible()
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("button", name="Make it a secret parameter").click()
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url(re.compile(r"/scripts/[0-9a-f-]{36}"))
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 2", exact=True)).to_be_visible()
    (script,) = desk.junior.get("/scripts", source="own").get_json()["items"]
    assert script["status"] == "published"
    assert {one["type"] for one in script["parameters"]} == {"text", "secret"}


def test_of_two_who_save_at_once_the_second_compares_and_loses_nothing(desk: Desk, window: Window) -> None:
    script = written(desk.junior)
    first, second = window(desk.junior), window(desk.senior)
    for page in (first, second):
        page.goto(f"/scripts/{script['id']}")
        expect(code_of(page, "Code")).to_be_visible()
    replace(second, "Code", BODY + "# Mine\n")
    replace(first, "Code", BODY + "# Theirs\n")
    first.keyboard.press("Control+s")
    expect(first.get_by_text("Version 2", exact=True)).to_be_visible()

    second.keyboard.press("Control+s")
    dialog = second.get_by_role("dialog", name=re.compile("saved version 2 before you"))
    expect(code_of(second, "Yours")).to_contain_text("# Mine")
    expect(dialog).to_contain_text("# Theirs")
    second.reload()
    expect(code_of(second, "Code")).to_contain_text("# Mine")
    second.get_by_role("button", name="Compare", exact=True).first.click()
    second.get_by_role("button", name="Save mine as v3").click()
    expect(second.get_by_text("Version 3", exact=True)).to_be_visible()
    bodies = [
        desk.junior.get(f"/scripts/{script['id']}/versions/{version}").get_json()["body"] for version in (1, 2, 3)
    ]
    assert bodies == [BODY, BODY + "# Theirs\n", BODY + "# Mine\n"]


@pytest.mark.parametrize("size", SIZES)
def test_the_screens_of_scripts_are_accessible_and_fit(size: str, desk: Desk, window: Window) -> None:
    width, height = SIZES[size]
    script = written(desk.junior)
    page = window(desk.junior, viewport={"width": width, "height": height})
    wrong: dict[str, list[str]] = {}
    PICTURES.mkdir(parents=True, exist_ok=True)

    def look(name: str) -> None:
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.screenshot(path=PICTURES / f"{name}-{size}-{theme}.png")
            if faults := faults_of(page, TAGS):
                wrong[f"{name} {theme}"] = faults

    page.goto("/scripts")
    expect(page.get_by_role("link", name=re.compile("Clear print queue"))).to_be_visible()
    look("scripts")
    page.goto(f"/scripts/{script['id']}")
    replace(page, "Code", BODY + "if (\n")
    expect(page.get_by_role("list", name="Problems")).to_be_visible()
    look("script")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(code_of(page, "Unsaved changes")).to_be_visible()
    look("script-compare")
    page.goto("/scripts/builder")
    page.get_by_role("button", name="Write with Copilot").click()
    expect(page.get_by_role("textbox", name="What the script should do")).to_be_visible()
    look("script-builder")
    assert not wrong, wrong


def written(by: Person) -> dict[str, str]:
    answer = by.post("/scripts", title="Clear print queue", language="powershell", body=BODY, parameters=[PRINTER])
    script: dict[str, str] = answer.get_json()
    return script


def code_of(page: Page, name: str) -> Locator:
    """An editor; Playwright looks into open shadow roots."""
    return page.get_by_role("textbox", name=name, exact=True)


def replace(page: Page, name: str, code: str) -> None:
    editor = code_of(page, name)
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)
