"""Fits a conversation into a prompt's budget, and says what it cut.

The last turns are sent verbatim, apart from long pastes.  Older turns are sent as the stored summary; those that it
does not cover yet are shortened, and in the end the oldest are left out.  It is deterministic, and the boundary between
verbatim and shortened turns moves in steps, so that the provider's prompt cache stays valid for several turns.  Facts
and outcomes are never shortened.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prompts.cuts import Cut, CutTurn
from prompts.images import ImageIn
from prompts.pastes import PASTE_CHARACTERS, CutText, cut_paste
from prompts.session import EvidenceIn, SessionInput, SummaryIn, Turn

CHARACTERS_PER_TOKEN = 3.2
PROMPT_TOKENS = 24_000
VERBATIM_TURNS = 12
VERBATIM_STEP = 6
MOST_ATTEMPTS = 40
EVIDENCE_CHARACTERS = 4_000
"""Of all attempts together: the pastes that the evidence is from are in the conversation as well."""
NOTES_CHARACTERS = 8_000
"""Of the notes of all attempts together; the newest come first, and each keeps at least its beginning."""
LONGEST_NOTE, SHORTEST_NOTE = 1_000, 150
SMALLEST_SHARE = 0.25
"""The share of the budget that the conversation gets even where facts and instructions are long."""


@dataclass(frozen=True)
class _Limits:
    """How many characters are kept of a recent and of an older turn."""

    recent: int
    older: int


_LIMITS = (_Limits(PASTE_CHARACTERS, 600), _Limits(3_000, 300), _Limits(1_200, 150))


@dataclass(frozen=True)
class Fitted:
    """The turns to send, oldest first, and what is missing of the conversation."""

    turns: list[Turn]
    cut: Cut


@dataclass(frozen=True)
class _Shortened:
    turn: Turn
    paste: CutText
    is_older: bool


def estimate_tokens(text: str) -> int:
    """About how many tokens a text has; rather too many than too few for English and logs."""
    return math.ceil(len(text) / CHARACTERS_PER_TOKEN)


def fit_conversation(session: SessionInput, budget_tokens: int, *, beside: str = "") -> Fitted:
    """The session's conversation within `budget_tokens`, from which `beside`, the rest of the prompt, is taken.

    The first turn (the problem), the summary and the last turn are always included.
    """
    beside_tokens = estimate_tokens(beside) + sum(image.tokens for image in _images_sent(session.turns))
    left = max(budget_tokens - beside_tokens, math.ceil(budget_tokens * SMALLEST_SHARE))
    first, later = list(session.turns[:1]), session.turns[1:]
    covered = [turn for turn in later if session.summary and turn.is_covered_by(session.summary)]
    opening = [*first, *_summary_turn(session.summary)] if covered and session.summary else first
    fitted = _fit(opening, later[len(covered) :], left)
    before, unseen = session.turns_left_out, _images_unseen(session.turns, fitted.turns)
    if covered and session.summary:
        return Fitted(fitted.turns, fitted.cut.with_more(summarised=len(covered) + before, images=unseen))
    return Fitted(fitted.turns, fitted.cut.with_more(omitted=before, images=unseen))


def _images_sent(turns: Sequence[Turn]) -> list[ImageIn]:
    return [image for turn in turns for image in turn.images if image.content]


def _images_unseen(all_turns: Sequence[Turn], sent: Sequence[Turn]) -> int:
    return sum(len(turn.images) for turn in all_turns) - len(_images_sent(sent))


def fit_turns(turns: Sequence[Turn], budget_tokens: int) -> list[Turn]:
    """The turns that fit, oldest first: the last ones verbatim, older ones shortened, a note where some are omitted.

    The first turn (the problem) and the last one are always included.
    """
    return _fit(turns[:1], turns[1:], budget_tokens).turns


def _summary_turn(summary: SummaryIn) -> list[Turn]:
    return [Turn(role="engineer", author="", content=summary.text, is_summary=True)]


def _fit(opening: Sequence[Turn], later: Sequence[Turn], budget_tokens: int) -> Fitted:
    for limits in _LIMITS:
        shortened = _shorten(opening, later, limits)
        if _tokens(shortened) <= budget_tokens:
            return _fitted(shortened, omitted=0)
    return _drop_oldest(_shorten(opening, later, _LIMITS[-1]), len(opening), budget_tokens)


def evidence_that_fits(evidence: Sequence[EvidenceIn], characters: int) -> Iterator[EvidenceIn]:
    """The newest pieces that have at most `characters` together, newest first."""
    for piece in reversed(evidence):
        characters -= len(piece.excerpt)
        if characters < 0:
            break
        yield piece


def _shorten(opening: Sequence[Turn], later: Sequence[Turn], limits: _Limits) -> list[_Shortened]:
    turns = [*opening, *later]
    boundary = max(0, (len(turns) - VERBATIM_TURNS) // VERBATIM_STEP * VERBATIM_STEP)
    return [_shortened(turn, limits, is_older=index < boundary) for index, turn in enumerate(turns)]


def _shortened(turn: Turn, limits: _Limits, *, is_older: bool) -> _Shortened:
    if turn.is_summary:
        return _Shortened(turn, CutText(turn.content), is_older)
    limit = limits.older if is_older else limits.recent
    paste, files = cut_paste(turn.content, limit), [cut_paste(log.text, limit) for log in turn.logs]
    logs = [log.model_copy(update={"text": file.text}) for log, file in zip(turn.logs, files, strict=True)]
    before = sum(log.lines_omitted for log in turn.logs)
    missing = CutText(
        paste.text,
        sum((file.lines_omitted for file in files), paste.lines_omitted + before),
        sum((file.characters_omitted for file in files), paste.characters_omitted + before),
    )
    return _Shortened(turn.model_copy(update={"content": paste.text, "logs": logs}), missing, is_older)


def _drop_oldest(shortened: list[_Shortened], fixed: int, budget_tokens: int) -> Fitted:
    """Leave out the oldest turns after the first `fixed` ones until the rest fits; the last one always stays."""
    opening, later = shortened[:fixed], shortened[fixed:]
    left, kept = budget_tokens - _tokens(opening), len(later)
    while kept > 0 and (kept == len(later) or left >= _tokens(later[kept - 1 : kept])):
        left -= _tokens(later[kept - 1 : kept])
        kept -= 1
    if kept == 0:
        return _fitted(shortened, omitted=0)
    gap = Turn(role="engineer", author="", content=f"[{kept} earlier messages omitted]")
    return _fitted([*opening, _Shortened(gap, CutText(gap.content), is_older=False), *later[kept:]], omitted=kept)


def _fitted(shortened: Sequence[_Shortened], *, omitted: int) -> Fitted:
    in_part = [
        CutTurn(step_id=one.turn.step_id, lines_omitted=one.paste.lines_omitted)
        for one in shortened
        if one.paste.characters_omitted and one.turn.step_id and not one.is_older
    ]
    older = sum(1 for one in shortened if one.paste.characters_omitted and one.is_older)
    return Fitted([one.turn for one in shortened], Cut(in_part=in_part, shortened=older, omitted=omitted))


def _tokens(shortened: Sequence[_Shortened]) -> int:
    texts = (text for one in shortened for text in (one.turn.whole, *(log.text for log in one.turn.logs)))
    return sum(estimate_tokens(text) for text in texts)
