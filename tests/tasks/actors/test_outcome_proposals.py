"""What Claude reads as an outcome is proposed if it holds, and never taken from a reply that broke off."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.outside.anthropic_server import AnthropicServer, CutSocket, Gate, broken_off, held, text
from tests.support.chat import answers, session_now, writes
from tests.support.desk import Desk, expect, path_of_fixes
from tests.support.events import EventListener
from tests.support.installation import Installation

WORDS = "Good to hear."
FIX = '[SUGGEST_FIX] {"title": "T", "rationale": "R", "steps": ["S"], "risk": "low", "script_block": null}\n'
MESSAGE = "No prompt since ten minutes, all good"


def marker(**changes: Any) -> str:
    body = {"fix_ref": "F1", "outcome": "worked", "quote": "all good", "note": None} | changes
    return f"[FIX_OUTCOME] {json.dumps(body)}\n"


@pytest.fixture
def ai_session(claude: AnthropicServer, desk: Desk, heard: EventListener) -> dict[str, Any]:
    """Claude has proposed its first fix."""
    claude.script(text(f"Try this.\n{FIX}"))
    ai_session = desk.junior.opens_session()
    heard.wait_for("reply_finished")
    return ai_session


def proposal(desk: Desk, ai_session: dict[str, Any]) -> dict[str, Any] | None:
    (fix,) = expect(desk.junior.get(path_of_fixes(ai_session)), 200)["items"]
    assert fix["status"] == "proposed"
    found: dict[str, Any] | None = fix["ai_outcome_proposal"]
    return found


def test_what_the_engineer_said_is_proposed_in_their_words(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    claude.script(text(f"{WORDS}\n{marker(quote='ALL  good', note='It has been quiet')}{marker(quote='ALL  good')}"))
    writes(desk.junior, ai_session, MESSAGE)
    heard.wait_for("reply_finished")
    found = proposal(desk, ai_session)
    assert found is not None
    assert (found["outcome"], found["notes"], found["provider"]) == (
        "applied_success",
        "It has been quiet",
        "anthropic",
    )
    assert answers(desk.junior, ai_session)[-1]["content"] == WORDS


DROPPED = {
    "a fix that does not exist": marker(fix_ref="F2"),
    "an outcome that does not exist": marker(outcome="exploded"),
    "words that nobody said": marker(quote="it works like a charm"),
    "no words": marker(quote="\u00a0 "),
    "broken JSON": "[FIX_OUTCOME] {broken\n",
    "an outcome and its opposite": marker() + marker(outcome="did_not_work"),
    "a marker in a code block": f"```\n{marker()}```\n",
    "a marker inside a line": f"As in {marker()}",
}


@pytest.mark.parametrize("what", DROPPED)
def test_what_does_not_hold_is_dropped(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any], what: str
) -> None:
    claude.script(text(f"{WORDS}\n{DROPPED[what]}"))
    writes(desk.junior, ai_session, MESSAGE)
    heard.wait_for("reply_finished")
    assert proposal(desk, ai_session) is None
    assert answers(desk.junior, ai_session)[-1]["content"].startswith(WORDS)


def test_what_is_dropped_is_counted(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any], installation: Installation
) -> None:
    counts = installation.app.extensions["dropped_markers"]
    before = counts.totals()
    claude.script(text(f"{WORDS}\n{marker(fix_ref='F2')}[MADE_UP] {{}}\n"))
    writes(desk.junior, ai_session, MESSAGE)
    heard.wait_for("reply_finished")
    for one in (("FIX_OUTCOME", "no_such_fix"), ("other", "unknown")):
        assert counts.totals()[one] == before.get(one, 0) + 1


def test_a_marker_that_a_person_writes_is_text(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    claude.script(text(WORDS))
    writes(desk.junior, ai_session, marker())
    heard.wait_for("reply_finished")
    assert proposal(desk, ai_session) is None


@pytest.mark.parametrize(
    "reply",
    [
        text(f"{marker()}{WORDS}", stop_reason="max_tokens"),
        text(f"{marker()}{WORDS}", stop_reason="refusal"),
        broken_off(text(f"{marker()}{WORDS * 30}", piece_characters=120), CutSocket(), after_pieces=2),
        broken_off(text(f"{marker()}{WORDS * 30}", piece_characters=120), after_pieces=2),
    ],
    ids=["too long", "refused", "cut", "ended early"],
)
def test_nothing_is_taken_from_a_reply_that_broke_off(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any], reply: Any
) -> None:
    claude.script(reply)
    writes(desk.junior, ai_session, MESSAGE)
    heard.wait_for("reply_failed")
    assert proposal(desk, ai_session) is None


def test_nothing_is_taken_from_a_reply_that_was_stopped(
    claude: AnthropicServer, desk: Desk, heard: EventListener, ai_session: dict[str, Any]
) -> None:
    gate = Gate()
    claude.script(held(text(f"{marker()}{WORDS * 30}", piece_characters=120), gate, after_pieces=2))
    writes(desk.junior, ai_session, MESSAGE)
    gate.wait_until_reached()
    heard.wait_for("reply_delta")
    expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/reply/cancel"), 202)
    heard.wait_for("reply_failed", code="cancelled")
    gate.open()
    assert proposal(desk, ai_session) is None
    assert session_now(desk.junior, ai_session)["reply"] is None
