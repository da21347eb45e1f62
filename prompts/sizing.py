"""Keeps a prompt within its budget: long pastes are trimmed, older turns compacted, the oldest left out.

Deterministic, and the boundary between verbatim and compacted moves in steps, so that the provider's prompt cache
survives several turns.  Facts and outcomes are never shortened; they are not this module's business.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from prompts.inputs import Turn

CHARACTERS_PER_TOKEN = 3.2
PROMPT_TOKENS = 24_000
VERBATIM_TURNS = 12
VERBATIM_STEP = 6
PASTE_CHARACTERS = 6_000

_ERROR_LINE = re.compile(r"error|fail|exception|denied|fatal|critical|timed? ?out|0x[0-9a-f]{8}", re.IGNORECASE)
_ERROR_LINES = 20
_ERROR_LINE_CHARACTERS = 200


@dataclass(frozen=True)
class _Grip:
    """How firmly to shorten: characters kept of a recent and of an older turn."""

    recent: int
    older: int


_GRIPS = (_Grip(PASTE_CHARACTERS, 600), _Grip(3_000, 300), _Grip(1_200, 150))


def estimate_tokens(text: str) -> int:
    """Roughly how many tokens a text is, on the safe side for English and logs."""
    return math.ceil(len(text) / CHARACTERS_PER_TOKEN)


def trim_paste(text: str, limit: int = PASTE_CHARACTERS) -> str:
    """A text of at most about `limit` characters: head, the error lines between, tail, and how much is missing."""
    if len(text) <= limit:
        return text
    head, tail = text[: limit // 2], text[-limit // 4 :]
    between = text[len(head) : -len(tail)]
    errors = _error_lines(between, limit // 4)
    omitted = between.count("\n") + 1 - len(errors)
    return "\n".join([head.rstrip(), *errors, f"[{omitted} lines omitted]", tail.lstrip()])


def fit_turns(turns: Sequence[Turn], budget_tokens: int) -> list[Turn]:
    """The turns that fit, oldest first: the last ones verbatim, older ones compacted, a gap told in words.

    The first turn (the problem) and the last one are always among them.
    """
    for grip in _GRIPS:
        shortened = _shorten(turns, grip)
        if _tokens(shortened) <= budget_tokens:
            return shortened
    return _drop_oldest(_shorten(turns, _GRIPS[-1]), budget_tokens)


def _shorten(turns: Sequence[Turn], grip: _Grip) -> list[Turn]:
    boundary = max(0, (len(turns) - VERBATIM_TURNS) // VERBATIM_STEP * VERBATIM_STEP)
    return [
        turn.model_copy(update={"content": trim_paste(turn.content, grip.older if index < boundary else grip.recent)})
        for index, turn in enumerate(turns)
    ]


def _drop_oldest(turns: list[Turn], budget_tokens: int) -> list[Turn]:
    """Leave out the oldest turns after the first until the rest fits."""
    left, kept = budget_tokens - _tokens(turns[:1]), len(turns)
    while kept > 1 and (kept == len(turns) or left >= _tokens(turns[kept - 1 : kept])):
        left -= _tokens(turns[kept - 1 : kept])
        kept -= 1
    if kept <= 1:
        return turns
    gap = Turn(role="engineer", author="", content=f"[{kept - 1} earlier messages omitted]")
    return [turns[0], gap, *turns[kept:]]


def _error_lines(text: str, limit: int) -> list[str]:
    found = [line.strip()[:_ERROR_LINE_CHARACTERS] for line in text.splitlines() if _ERROR_LINE.search(line)]
    kept: list[str] = []
    for line in dict.fromkeys(found):
        if len(kept) == _ERROR_LINES or sum(map(len, kept)) + len(line) > limit:
            break
        kept.append(line)
    return kept


def _tokens(turns: Sequence[Turn]) -> int:
    return sum(estimate_tokens(turn.content) for turn in turns)
