"""Conclude while the model cannot be reached: the record is enough for a usable write-up."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PATIENCE_MS, Window
from tests.e2e.test_conclude import documentation_of, open_conclude
from tests.support.desk import Desk, expect as expect_answer
from tests.support.eventually import eventually
from tests.support.fleet import Fleet
from tests.support.installation import Installation, new_installation
from tests.support.own_redis import OwnRedis

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def installation(servers: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Its model is behind an address where nobody listens."""
    variables = {"ANTHROPIC_API_KEY": "sk-of-the-tests", "ANTHROPIC_BASE_URL": dead_address(), "PUBLIC_URL": ""}
    with (
        OwnRedis(tmp_path_factory.mktemp("redis")) as redis,
        new_installation(servers, redis, name="e2e_down", variables=variables) as installation,
    ):
        yield installation


@pytest.fixture(scope="module")
def address(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Fleet(installation.environment, tmp_path_factory.mktemp("fleet")) as fleet:
        fleet.ensure("web")
        fleet.wait_until_ready("web")
        fleet.ensure("worker_ai", "relay")
        yield f"http://127.0.0.1:{fleet.port('web')}"


def dead_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return f"http://127.0.0.1:{port}"


def reply_has_failed(desk: Desk, ai_session: dict[str, Any]) -> bool:
    steps = expect_answer(desk.junior.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    return any(step["data"] and step["data"].get("status") == "failed" for step in steps)


def test_a_session_is_concluded_with_the_model_down(desk: Desk, window: Window) -> None:
    page = window(desk.junior)
    ai_session = desk.junior.opens_session("Label printer at the front desk shows offline", client_name="Contoso")
    desk.proposes(ai_session, "Point the port to the new address")
    # A reply that fails later than the draft is written would make the draft out of date.
    assert eventually(lambda: reply_has_failed(desk, ai_session), patience=PATIENCE_MS / 1000)
    page.goto(f"/pilot/{ai_session['id']}")
    dialog = open_conclude(page)
    expect(dialog.get_by_text("Made from the record: check and complete it.")).to_be_visible()
    expect(dialog.get_by_role("textbox", name="Problem")).not_to_have_value("")
    dialog.get_by_role("textbox", name="Fix").fill("The port points to the new address.")
    dialog.get_by_role("radio", name="The user confirmed").check()
    dialog.get_by_role("button", name="Conclude", exact=True).click()
    expect(page.get_by_text("Session resolved", exact=True)).to_be_visible()
    assert desk.junior.reads(ai_session)["verified_by"] == "client"
    content = documentation_of(desk, ai_session)["content"]
    assert "The port points to the new address." in content
    assert "Label printer" in content
