"""The library's guides that fit a session, each with the probability that it is the right one."""

from __future__ import annotations

from dataclasses import dataclass

from models.case_words import stems_of
from models.library.matching import terms_of
from models.queries.similar_cases import Described

MOST = 3
_LEAST = 0.05
"""The least probability of a guide that is shown."""
_MOST_WHY = 8


@dataclass(frozen=True)
class SimilarGuide:
    """`score` is its probability; `why` are the terms and codes that the session shares with it."""

    id: str
    title: str
    score: float
    why: list[str]


def guides_for(wanted: Described) -> list[SimilarGuide]:
    likely = [match for match in wanted.guides[:MOST] if match.probability >= _LEAST]
    written = _as_written(wanted.text) if likely else {}
    return [
        SimilarGuide(
            id=match.guide.id,
            title=match.guide.title,
            score=round(match.probability, 3),
            why=[written.get(term) or term.replace("_", " ") for term in match.matched[:_MOST_WHY]],
        )
        for match in likely
    ]


def _as_written(text: str) -> dict[str, str]:
    """By term, the word as it was first written: people do not read stems."""
    words: dict[str, str] = {}
    for word in stems_of(text).values():
        for term in terms_of(word):
            words.setdefault(term, word)
    return words
