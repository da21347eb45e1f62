"""Every attempt leaves a record of what it cost and how it ended."""

from __future__ import annotations

import pytest

from prompts.templates import prompt_for
from tests.outside.anthropic_server import AnthropicServer, broken_off, error, structured, text
from tests.support.sample_sessions import OUTLOOK_ASSESSMENT, OUTLOOK_PROSE
from tests.tasks.integrations.assistant.asking import TASKS, ask, claude

ANSWERS = {"chat_reply": text(OUTLOOK_PROSE), "assessment": structured(OUTLOOK_ASSESSMENT)}


@pytest.mark.parametrize("task", TASKS)
def test_a_record_names_the_prompt_the_model_and_the_request(server: AnthropicServer, task: str) -> None:
    server.script(ANSWERS[task])
    (call,) = ask(claude(server), task).calls
    prompt = prompt_for(task).ref
    assert (call.task, call.provider, call.model) == (task, "anthropic", "claude-sonnet-5-5")
    assert (call.prompt_id, call.prompt_version, call.prompt_hash) == (task, prompt.version, prompt.hash)
    assert (call.request_id, call.stop_reason, call.error_code) == ("req_0001", "end_turn", None)


def test_the_cost_counts_fresh_written_read_and_output_tokens(server: AnthropicServer) -> None:
    server.script(text(OUTLOOK_PROSE))
    (call,) = ask(claude(server)).calls
    assert (call.cache_write_tokens, call.cache_read_tokens) == (120, 80)
    assert call.output_tokens == 1 + len(OUTLOOK_PROSE) // 4
    expected = 2 * (call.input_tokens + 1.25 * 120 + 0.1 * 80) + 10 * call.output_tokens
    assert call.cost_micros == pytest.approx(expected, abs=1)
    assert call.price_as_of is not None


def test_a_stream_that_was_cut_is_counted_by_its_text(server: AnthropicServer) -> None:
    server.script(broken_off(text(OUTLOOK_PROSE * 4, piece_characters=32), after_pieces=3))
    (call,) = ask(claude(server)).calls
    assert call.output_tokens == 96 / 3.2
    assert call.input_tokens > 0
    assert call.cost_micros > 0


def test_a_failed_attempt_without_an_answer_costs_nothing_and_is_recorded_all_the_same(
    server: AnthropicServer,
) -> None:
    server.script(error(529), text(OUTLOOK_PROSE))
    failed, succeeded = ask(claude(server)).calls
    assert (failed.request_id, failed.error_code, failed.cost_micros) == ("req_0001", "overloaded", 0)
    assert (failed.ttft_ms, failed.output_tokens) == (None, 0)
    assert succeeded.ttft_ms is not None
    assert 0 <= succeeded.ttft_ms <= succeeded.duration_ms


def test_a_refusal_is_paid_for(server: AnthropicServer) -> None:
    server.script(text("I cannot", stop_reason="refusal"))
    (call,) = ask(claude(server)).calls
    assert (call.error_code, call.stop_reason) == ("refused", "refusal")
    assert call.cost_micros > 0


def test_a_model_without_a_known_price_costs_nothing_known(server: AnthropicServer) -> None:
    server.script(text(OUTLOOK_PROSE))
    (call,) = ask(claude(server, model="claude-of-tomorrow")).calls
    assert (call.model, call.cost_micros, call.price_as_of) == ("claude-of-tomorrow", 0, None)
    assert call.input_tokens > 0
