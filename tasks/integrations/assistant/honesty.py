"""What a structured answer may claim: the cause that the board supports, and no step that was tried already.

Decided after the model has answered, for every provider.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.attempt_likeness import is_like_any, is_same_attempt, says_again_because
from models.hypothesis_rules import rank
from prompts.session import HypothesisIn, SessionInput
from prompts.shapes import Level

NOT_KNOWN = "Not known."
_OPEN = frozenset({"pending", "verifying", "dismissed"})
"""Attempts whose result is still to be seen, and what nobody applied: to look at these is a next step."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_EXCLUDES = re.compile(
    r"\b(?:not|no|never|refuted|excluded|ruled out|unlikely|isn't|wasn't|did nothing)\b", re.IGNORECASE
)
_LEVELS: tuple[Level, ...] = ("low", "medium", "high")
_AT_MOST: dict[str, Level] = {"supported": "high", "investigating": "medium", "proposed": "low"}
_ADDED = {
    "supported": "",
    "investigating": " (still being checked)",
    "proposed": " (a guess that nothing confirms yet)",
}


def best_hypothesis(session: SessionInput) -> HypothesisIn | None:
    """The most likely cause that is not refuted; of equal ones the newest."""
    ranked = [(place, number, one) for number, one in enumerate(session.hypotheses) if (place := _rank(one))]
    return max(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def likely_cause_of(session: SessionInput) -> str:
    """The best hypothesis and how certain it is, or that the cause is not known."""
    best = best_hypothesis(session)
    return f"{best.cause.rstrip(' .')}{_ADDED[best.state]}." if best else NOT_KNOWN


def capped(confidence: Level, session: SessionInput) -> Level:
    """The confidence that the state of the best hypothesis allows."""
    best = best_hypothesis(session)
    most = _AT_MOST[best.state] if best else "low"
    return min(confidence, most, key=_LEVELS.index)


def untried(steps: Iterable[str], session: SessionInput) -> list[str]:
    """The steps without those that equal an attempt, unless they say "again, because …"."""
    tried = [attempt.what for attempt in session.attempts if attempt.outcome not in _OPEN]
    tried += [fix.title for fix in session.fixes if fix.status in ("applied_failed", "applied_success")]
    return [step for step in steps if says_again_because(step) or not is_like_any(step, tried)]


def without_refuted(text: str, session: SessionInput) -> str:
    """The prose without the sentences that name a refuted cause as if it were one."""
    refuted = [one.cause for one in session.hypotheses if one.state == "refuted"]
    if not refuted:
        return text
    kept = [one for one in _SENTENCE_END.split(text) if _EXCLUDES.search(one) or not _is_one_of(one, refuted)]
    return " ".join(kept)


def established_cause(written: str, session: SessionInput) -> str:
    """The supported cause, if there is one; else what was written, without refuted causes."""
    best = best_hypothesis(session)
    if best and best.state == "supported" and not is_same_attempt(written, best.cause):
        return f"{best.cause.rstrip(' .')}."
    return without_refuted(written, session)


def _is_one_of(sentence: str, causes: Iterable[str]) -> bool:
    return any(is_same_attempt(sentence, cause) for cause in causes)


def _rank(one: HypothesisIn) -> tuple[int, int] | None:
    return rank(one.state, [piece.weighs for piece in one.evidence])
