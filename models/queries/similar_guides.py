"""The library's guides that fit a session, by the words that they share."""

from __future__ import annotations

from dataclasses import dataclass

from models.guide_words import fitting_guides
from models.queries.similar_cases import Described

MOST = 3
_MOST_WHY = 8


@dataclass(frozen=True)
class SimilarGuide:
    """`score` is between 0 and 1; `why` are the words that fit."""

    id: str
    title: str
    score: float
    why: list[str]


def guides_for(wanted: Described) -> list[SimilarGuide]:
    return [
        SimilarGuide(
            id=one.guide.id,
            title=one.guide.title,
            score=one.score,
            why=[word for stem, word in wanted.stems.items() if stem in one.stems][:_MOST_WHY],
        )
        for one in fitting_guides(wanted.stems, most=MOST)
    ]
