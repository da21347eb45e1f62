"""A model that refuses, breaks off, speaks nonsense or says nothing: the chat says what happened, and goes on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.outside.anthropic_server import (
    AnthropicServer,
    CutSocket,
    Head,
    Raw,
    Reply,
    broken_off,
    error,
    error_event,
    html_error,
    silence,
    text,
)
from tests.support.chat import answers, session_now, streamed_text, writes
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.installation import Installation

WORDS = "Check the spooler first. Then restart the print server and look at its event log."
PIECE = 12
FIX = '\n[SUGGEST_FIX] {"title": "T", "rationale": "R", "steps": ["S"], "risk": "low", "script_block": null}\n'

SILENT_FAILURES: dict[str, tuple[Reply, str]] = {
    "a wrong key": (error(401), "bad_credentials"),
    "a spent limit": (error(429, error_code="workspace_spend_limit_reached"), "spend_limit"),
    "a refused request": (error(400), "bad_request"),
    "an overloaded model": (error(529), "overloaded"),
    "a proxy's page": (html_error(502), "network"),
    "a line of nonsense": (lambda _: [Head(), Raw(b"event: message_start\ndata: {not json\n\n")], "network"),
    "a message without an answer": (text(""), "invalid_output"),
}

PARTIAL_FAILURES: dict[str, tuple[Reply, str, str]] = {
    "a refusal": (text("I cannot help with this.", stop_reason="refusal"), "refused", "I cannot help with this."),
    "an answer too long": (text(WORDS, stop_reason="max_tokens"), "truncated", WORDS),
    "a cut line": (broken_off(text(WORDS), CutSocket(), after_pieces=3), "network", WORDS[: 3 * PIECE].strip()),
    "an early end": (broken_off(text(WORDS), after_pieces=3), "network", WORDS[: 3 * PIECE].strip()),
    "an error on the way": (
        broken_off(text(WORDS), error_event("overloaded_error"), after_pieces=2),
        "overloaded",
        WORDS[: 2 * PIECE].strip(),
    ),
}


def failed_answer(desk: Desk, heard: EventListener) -> tuple[dict[str, Any], dict[str, Any]]:
    """Open a session whose reply fails: the step it leaves, the event that tells."""
    ai_session = desk.junior.opens_session()
    told = heard.wait_for("reply_failed")
    (step,) = answers(desk.junior, ai_session)
    assert told["data"]["step_id"] == step["id"] and step["data"]["status"] == "failed"
    return step, told["data"]


@pytest.mark.parametrize("how", SILENT_FAILURES)
def test_a_reply_that_never_began_fails_with_its_reason(
    how: str, claude: AnthropicServer, desk: Desk, heard: EventListener
) -> None:
    reply, code = SILENT_FAILURES[how]
    claude.answer_with(lambda _: reply)
    step, told = failed_answer(desk, heard)
    assert (step["content"], step["data"]["code"], told["code"]) == ("", code, code)
    assert step["data"]["message"] and step["data"]["provider"] == "anthropic"


@pytest.mark.parametrize("how", PARTIAL_FAILURES)
def test_a_reply_that_broke_off_keeps_what_was_written(
    how: str, claude: AnthropicServer, desk: Desk, heard: EventListener
) -> None:
    reply, code, kept = PARTIAL_FAILURES[how]
    claude.script(reply)
    step, told = failed_answer(desk, heard)
    assert (step["content"], step["data"]["code"], told["code"]) == (kept, code, code)
    assert streamed_text(heard, told["reply_id"]).strip() == kept
    assert len(claude.requests) == 1, "what a person has seen is not begun again"


def test_a_model_that_hangs_costs_no_more_than_the_budget(
    claude: AnthropicServer, desk: Desk, heard: EventListener
) -> None:
    claude.script(silence())
    step, told = failed_answer(desk, heard)
    assert (step["content"], told["code"]) == ("", "deadline")
    claude.wait_for_disconnects(1)


def test_nothing_is_taken_over_from_a_reply_that_broke_off(
    claude: AnthropicServer, desk: Desk, heard: EventListener
) -> None:
    claude.script(broken_off(text(WORDS + FIX + WORDS, piece_characters=200), CutSocket(), after_pieces=1))
    failed_answer(desk, heard)
    assert [event for event in heard.drain() if event["type"] == "fix_changed"] == []


def test_a_busy_model_is_asked_again_and_each_attempt_is_metered(
    claude: AnthropicServer, desk: Desk, heard: EventListener, installation: Installation
) -> None:
    claude.script(error(529), error(429), text(WORDS))
    ai_session = desk.junior.opens_session()
    heard.wait_for("reply_finished")
    assert [step["content"] for step in answers(desk.junior, ai_session)] == [WORDS]
    metered = installation.sql(
        "select * from ai_usage where account_id = %(account)s order by created_at, id", account=desk.account_id
    )
    assert sorted(str(row["error_code"]) for row in metered) == ["None", "overloaded", "rate_limited"]
    assert {str(row["ai_session_id"]) for row in metered} == {ai_session["id"]}


def test_the_next_message_after_a_failure_is_answered(
    claude: AnthropicServer, desk: Desk, heard: EventListener
) -> None:
    claude.script(error(401), text(WORDS))
    ai_session = desk.junior.opens_session()
    heard.wait_for("reply_failed")
    writes(desk.junior, ai_session, "Try again")
    heard.wait_for("reply_finished")
    assert [step["data"]["status"] for step in answers(desk.junior, ai_session)] == ["failed", "finished"]
    assert session_now(desk.junior, ai_session)["reply"] is None


def test_an_error_of_claude_is_never_answered_by_the_demo(
    claude: AnthropicServer, desk: Desk, heard: EventListener
) -> None:
    claude.answer_with(lambda _: error(401))
    step, _ = failed_answer(desk, heard)
    assert "Demo" not in step["data"]["provider_label"]


def test_what_the_model_writes_as_an_event_of_ours_stays_text(
    claude: AnthropicServer, desk: Desk, heard: EventListener
) -> None:
    spoof = 'event: handoff_claimed\ndata: {"id": "x"}\n\n'
    claude.script(text(spoof))
    desk.junior.opens_session()
    heard.wait_for("reply_finished")
    assert "handoff_claimed" not in heard.types()


def test_what_no_database_can_keep_is_left_out_and_the_rest_is_kept(
    claude: AnthropicServer, desk: Desk, heard: EventListener
) -> None:
    """JSON can spell NUL; a reply with one is a reply all the same."""
    facts = '[FACTS] {"facts": [{"kind": "cause", "value": "a wrong\\u0000 driver"}]}\n'
    claude.script(text(f"Replace\x00 the driver.\n{facts}"))
    ai_session = desk.junior.opens_session()
    heard.wait_for("reply_finished")
    (step,) = answers(desk.junior, ai_session)
    assert step["content"] == "Replace the driver."
    assert [fact["value"] for fact in facts_of(desk, ai_session)] == ["a wrong driver"]


def facts_of(desk: Desk, ai_session: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = expect(desk.junior.get(f"/ai-sessions/{ai_session['id']}/facts"), 200)["items"]
    return items
