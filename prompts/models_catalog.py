"""Reads `models.toml`: the model of each tier, what it can do, and what it costs.

A task names its tier in the front matter of its template.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict

Tier = Literal["chat", "deep", "fast"]
Effort = Literal["low", "medium", "high"]
DEMO_MODEL = "demo-playbooks-1"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _TierEntry(_Entry):
    model: str
    effort: Effort


class _Price(_Entry):
    """US dollars per million tokens, for prompts of up to `up_to_prompt_tokens` tokens (None: any)."""

    as_of: str
    input: Decimal
    output: Decimal
    up_to_prompt_tokens: int | None = None


class _ModelEntry(_Entry):
    effort: bool = False
    thinking: str | None = None
    actions: Literal["markers", "tools"] = "markers"
    prices: list[_Price] = []


class _CacheFactors(_Entry):
    read: Decimal
    write: Decimal


class _Catalog(_Entry):
    tiers: dict[Tier, _TierEntry]
    models: dict[str, _ModelEntry]
    cache: _CacheFactors


@dataclass(frozen=True)
class ModelChoice:
    """A model and the options it accepts; None means that the parameter is left out of the request."""

    model: str
    effort: Effort | None
    thinking: str | None
    actions: Literal["markers", "tools"]


@dataclass(frozen=True)
class Cost:
    """`micros` is in millionths of a US dollar; `as_of` is the price's date, None where no price is known."""

    micros: int
    as_of: str | None


@cache
def catalog() -> _Catalog:
    """The parsed file, read once per process."""
    text = resources.files("prompts").joinpath("models.toml").read_text(encoding="utf-8")
    return _Catalog.model_validate(tomllib.loads(text, parse_float=Decimal))


def choose_model(tier: Tier, override: str | None = None) -> ModelChoice:
    """The tier's model, or `override` (any string) with what is known about it."""
    entry = catalog().tiers[tier]
    model = override or entry.model
    known = _entry_of(model) or _ModelEntry()
    return ModelChoice(
        model=model,
        effort=entry.effort if known.effort else None,
        thinking=known.thinking if tier == "chat" else None,
        actions=known.actions,
    )


def cost_of(model: str, *, fresh: int, cache_write: int, cache_read: int, output: int) -> Cost:
    """What these tokens cost; `fresh` is the input that was neither read from nor written to the cache."""
    price = _price_of(model, fresh + cache_write + cache_read)
    if price is None:
        return Cost(0, None)
    factors = catalog().cache
    dollars_per_million = price.input * (fresh + factors.write * cache_write + factors.read * cache_read)
    dollars_per_million += price.output * output
    return Cost(int(dollars_per_million.quantize(Decimal(1), ROUND_HALF_UP)), price.as_of)


def _price_of(model: str, prompt_tokens: int) -> _Price | None:
    entry = _entry_of(model)
    fitting = (
        price
        for price in (entry.prices if entry else [])
        if price.up_to_prompt_tokens is None or prompt_tokens <= price.up_to_prompt_tokens
    )
    return next(fitting, None)


def _entry_of(model: str) -> _ModelEntry | None:
    """The entry of a model, also when its name ends in a date."""
    names = [name for name in catalog().models if model == name or model.startswith(f"{name}-")]
    return catalog().models[max(names, key=len)] if names else None
