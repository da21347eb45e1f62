"""Which model does what, and what it costs."""

from __future__ import annotations

import pytest

from prompts.models_catalog import DEMO_MODEL, catalog, choose_model, cost_of


@pytest.mark.parametrize("tier", ["chat", "deep", "fast"])
def test_every_tier_has_a_model_with_a_price(tier: str) -> None:
    choice = choose_model(tier)  # type: ignore[arg-type]
    assert catalog().models[choice.model].prices


def test_thinking_is_set_for_chat_only() -> None:
    assert choose_model("chat").thinking == "between_tools"
    assert choose_model("deep").thinking is None


def test_any_name_can_override_and_an_unknown_one_gets_no_options() -> None:
    choice = choose_model("chat", "my-own-model")
    assert (choice.model, choice.effort, choice.thinking) == ("my-own-model", None, None)


def test_a_dated_name_is_known_by_its_family() -> None:
    assert choose_model("chat", "claude-sonnet-5-5-20261001").effort == "low"


def test_cost_counts_cache_reads_and_writes() -> None:
    cost = cost_of("claude-sonnet-5-5", fresh=1_000, cache_write=1_000, cache_read=1_000, output=1_000)
    assert cost.micros == 2_000 + 2_500 + 200 + 10_000


def test_a_long_prompt_can_cost_more() -> None:
    short = cost_of("claude-haiku-5-5", fresh=100_000, cache_write=0, cache_read=0, output=0)
    long = cost_of("claude-haiku-5-5", fresh=100_001, cache_write=0, cache_read=0, output=0)
    assert (short.micros, long.micros) == (10_000, 50_001)


def test_the_demo_is_free_and_an_unknown_model_has_no_price() -> None:
    assert cost_of(DEMO_MODEL, fresh=9, cache_write=9, cache_read=9, output=9).micros == 0
    assert cost_of("my-own-model", fresh=9, cache_write=0, cache_read=0, output=9).as_of is None
