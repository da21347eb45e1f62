"""The script builder with Claude, played by the loopback: Stop, retry, failures, a script that is corrected."""

from __future__ import annotations

from typing import Any

import pytest

from tests.outside.anthropic_server import AnthropicServer, Gate, error, held, text
from tests.support.chat import streamed_text
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.script_builder import SESSIONS, script_session

WROTE = (
    "It restarts one service.\n\n```powershell\nRestart-Service -Name {{Service}}\nTest-Connection PRN-77\n```\n\n"
    '[SCRIPT] {"title": "Restart a service", "purpose": "P", "language": "powershell", "parameters":'
    ' [{"name": "Service", "label": "Service", "type": "text", "default": "Spooler"}, {"name": "X", "type": "host"}]}\n'
)
WORDS = "This restarts the service that you name, and says what it did."


@pytest.fixture
def session(desk: Desk) -> dict[str, Any]:
    return script_session(desk.junior)


def posts(desk: Desk, session: dict[str, Any], content: str = "Restart a service") -> dict[str, Any]:
    reply: dict[str, Any] = expect(desk.junior.post(f"{SESSIONS}/{session['id']}/messages", content=content), 202)[
        "reply"
    ]
    return reply


def now(desk: Desk, session: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = expect(desk.junior.get(f"{SESSIONS}/{session['id']}"), 200)
    return found


def test_what_the_model_says_about_its_script_is_corrected(
    claude: AnthropicServer, desk: Desk, heard: EventListener, session: dict[str, Any]
) -> None:
    claude.script(text(WROTE))
    reply = posts(desk, session, "Restart a service, my password: Winter-2026!")
    heard.wait_for("reply_finished", reply_id=reply["id"])
    told = now(desk, session)
    assert [(one["name"], one["default"]) for one in told["script"]["parameters"]] == [("Service", "Spooler")]
    assert told["script"]["risk"] != "reads" and told["title"] == "Restart a service"
    written = told["messages"][-1]["content"]
    assert "`PRN-77` stands in the script, and nobody mentioned it" in written and "[SCRIPT]" not in written
    assert streamed_text(heard, reply["id"]).strip() == written
    assert "Winter" not in str(claude.requests)


def test_stop_keeps_what_was_written_and_retry_asks_again(
    claude: AnthropicServer, desk: Desk, heard: EventListener, session: dict[str, Any]
) -> None:
    gate = Gate()
    claude.script(held(text(WORDS), gate, after_pieces=2), text(WROTE))
    reply = posts(desk, session)
    gate.wait_until_reached()
    heard.wait_for("reply_delta", reply_id=reply["id"])
    expect(desk.junior.post(f"{SESSIONS}/{session['id']}/stop"), 202)
    heard.wait_for("reply_failed", reply_id=reply["id"], code="cancelled")
    stopped = now(desk, session)["messages"][-1]
    assert (stopped["status"], stopped["content"]) == ("cancelled", WORDS[:24].strip())
    asked = expect(desk.junior.post(f"{SESSIONS}/{session['id']}/retry"), 202)["reply"]
    heard.wait_for("reply_finished", reply_id=asked["id"])
    assert now(desk, session)["draft_version"] == 1


def test_a_failure_is_told_with_its_code_and_leaves_no_script(
    claude: AnthropicServer, desk: Desk, heard: EventListener, session: dict[str, Any]
) -> None:
    claude.script(error(401))
    reply = posts(desk, session)
    heard.wait_for("reply_failed", reply_id=reply["id"], code="bad_credentials")
    told = now(desk, session)
    assert (told["messages"][-1]["status"], told["script"]) == ("failed", None)
