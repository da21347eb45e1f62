"""When a request is made again, how long we wait before it, and what is asked the second time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.outside.anthropic_server import (
    AnthropicServer,
    Reply,
    broken_off,
    drip,
    error,
    error_event,
    structured,
    text,
)
from tests.support.sample_sessions import OUTLOOK_ASSESSMENT, OUTLOOK_ESCALATION, OUTLOOK_PROSE, long_chat
from tests.tasks.integrations.assistant.asking import ask, claude, within


def test_a_reply_comes_at_the_third_attempt(server: AnthropicServer) -> None:
    server.script(error(529), error(500), text(OUTLOOK_PROSE))
    came = ask(claude(server))
    assert came.reply is not None
    assert (came.reply.text, came.codes) == (OUTLOOK_PROSE, ["overloaded", "network", None])


def test_a_retry_waits_at_least_as_long_as_it_was_told(server: AnthropicServer) -> None:
    server.script(error(429, retry_after=0.3), text(OUTLOOK_PROSE))
    came = ask(claude(server))
    assert came.codes == ["rate_limited", None]
    assert came.seconds >= 0.3


@pytest.mark.parametrize(
    "retry_after",
    [9, format_datetime(datetime.now(UTC) + timedelta(hours=5), usegmt=True)],
    ids=["in seconds", "as a date"],
)
def test_a_wait_beyond_the_budget_fails_at_once(server: AnthropicServer, retry_after: float | str) -> None:
    server.script(error(429, retry_after=retry_after), text(OUTLOOK_PROSE))
    came = ask(claude(server), control=within(8))
    assert came.error is not None
    assert (came.code, came.codes) == ("rate_limited", ["rate_limited"])
    assert came.error.after is not None
    assert came.error.after > 8
    assert came.seconds < 5


def test_no_retry_begins_without_a_second_to_spare(server: AnthropicServer) -> None:
    server.script(error(529), text(OUTLOOK_PROSE))
    assert ask(claude(server), control=within(0.9)).codes == ["overloaded"]


def test_nothing_is_tried_again_once_somebody_has_seen_text(server: AnthropicServer) -> None:
    server.script(broken_off(text(OUTLOOK_PROSE), error_event("overloaded_error"), after_pieces=1), text(OUTLOOK_PROSE))
    assert len(ask(claude(server)).calls) == len(server.requests) == 1


@pytest.mark.parametrize(
    ("first", "code"),
    [
        (structured({"summary": "half of it"}), "invalid_output"),
        (text('{"facts_used": ["The er', stop_reason="max_tokens"), "truncated"),
        (text("I would rather write prose."), "invalid_output"),
    ],
)
def test_an_assessment_that_does_not_fit_is_asked_for_once_more_with_twice_the_room(
    server: AnthropicServer, first: Reply, code: str
) -> None:
    server.script(first, structured(OUTLOOK_ASSESSMENT))
    came = ask(claude(server), "assessment")
    assert (came.assessment, came.codes) == (OUTLOOK_ASSESSMENT, [code, None])
    rooms = [request.body["max_tokens"] for request in server.requests]
    assert rooms[1] == 2 * rooms[0]


def test_an_assessment_that_never_fits_is_given_up_after_the_second_answer(server: AnthropicServer) -> None:
    server.answer_with(lambda _: structured({"summary": "half of it"}))
    came = ask(claude(server), "assessment")
    assert (came.code, came.codes) == ("invalid_output", ["invalid_output"] * 2)


def test_an_assessment_that_names_what_nobody_mentioned_is_refused_or_trimmed(server: AnthropicServer) -> None:
    invented = OUTLOOK_ASSESSMENT.model_copy(update={"suggested_steps": ["Restart SRV-99", "Make a new profile"]})
    server.script(structured(invented))
    came = ask(claude(server), "assessment")
    assert came.assessment is not None
    assert came.assessment.suggested_steps == ["Make a new profile"]
    assert "SRV-99" not in OUTLOOK_ESCALATION.model_dump_json()


@pytest.mark.parametrize("too_large", [error(413), text("", stop_reason="model_context_window_exceeded")])
def test_a_conversation_that_is_too_large_is_sent_again_with_half_its_history(
    server: AnthropicServer, too_large: Reply
) -> None:
    server.script(too_large, text(OUTLOOK_PROSE))
    came = ask(claude(server), told=long_chat(20))
    assert came.codes == ["too_large", None]
    first, second = (len(request.text) for request in server.requests)
    assert second < first * 0.7


def test_a_conversation_that_is_too_large_even_shortened_says_so(server: AnthropicServer) -> None:
    server.answer_with(lambda _: error(413))
    came = ask(claude(server), told=long_chat(20))
    assert (came.code, came.codes) == ("too_large", ["too_large"] * 2)


def test_every_attempt_of_a_task_shares_one_budget(server: AnthropicServer) -> None:
    server.script(error(529), drip())
    came = ask(claude(server), control=within(1.5))
    assert came.codes == ["overloaded", "deadline"]
    assert came.seconds < 5
