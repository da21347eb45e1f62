"""The guides that fit a text, best first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from models.library.guide import Guide
from models.library.matching.features import candidates_of, query_of
from models.library.matching.index import guide_index
from models.library.matching.probability import fitted_weights, probabilities
from models.library.matching.reading import own_words_of
from models.library.matching.signals import guides_by_code, naming_guides
from models.library.recognition import prepare

CODES_ALONE = 0.8
"""The probability that the guides of a text's codes share if the text has no words of a person."""
LEAST = 0.01
"""A guide with a smaller probability is left out."""


@dataclass(frozen=True)
class Match:
    """`probability` is from 0 to 1; `matched` are the terms and codes that the text shares with the guide."""

    guide: Guide
    probability: float
    matched: tuple[str, ...]


def rank(
    own_words: str, signals: Mapping[str, frozenset[str]] | None = None, in_use: Collection[str] = ()
) -> list[Match]:
    """The guides that fit, best first; ties in order of the ids.

    `own_words`: what people wrote themselves, without logs.  `signals`: the codes recognised in all of the text, each
    with the ids of its guides.  `in_use`: guides whose fixes the AI session already has.
    """
    index = guide_index()
    query = query_of(index, own_words, signals or {})
    candidates = candidates_of(index, query)
    shares = probabilities(index, query, candidates, fitted_weights(), in_use)
    matches = [
        Match(candidate.guide, share, candidate.matched)
        for candidate, share in zip(candidates, shares, strict=True)
        if share >= LEAST
    ]
    return sorted(matches, key=lambda match: (-match.probability, match.guide.id))


def rank_text(text: str, *, in_use: Collection[str] = ()) -> list[Match]:
    """The guides that fit a text in which logs may stand: they are searched for codes and not for their topic."""
    codes = guides_by_code(text)
    words = own_words_of(text, has_codes=bool(codes))
    return rank(words, codes, in_use) if words.strip() or not codes else _by_codes_alone(codes)


def _by_codes_alone(codes: Mapping[str, frozenset[str]]) -> list[Match]:
    """For a text that is nothing but a log: what its codes speak for, the guides of one code sharing its weight."""
    guides = guide_index().guides
    shares: dict[str, float] = defaultdict(float)
    for named in codes.values():
        for guide in named:
            shares[guide] += CODES_ALONE / len(named) / len(codes)
    matched = {guide: tuple(code for code, named in codes.items() if guide in named) for guide in shares}
    matches = [Match(guides[guide], share, matched[guide]) for guide, share in shares.items()]
    return sorted(matches, key=lambda match: (-match.probability, match.guide.id))


def warm_up() -> None:
    """Read the library, guides and signals, and index it, so that the first text is not slower than the others."""
    prepare()
    naming_guides()
    guide_index()
    fitted_weights()
