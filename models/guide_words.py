"""Which of the library's guides a problem is about, by its words alone: an index that is built once in each process.

Two problems that lead to the same guide are alike, however differently people tell them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from models.case_words import first_stems
from models.library import Guide, load_guides

_MOST_STEMS = 500
_SATURATION, _LENGTH_SHARE = 1.2, 0.75
SHOWN, COMPARED = 14.0, 8.0
"""The least weight of a guide that is shown to people, and of one by which problems are compared."""
_MOST_COMPARED = 2
_HALF = 15.0
MARK = "guide:"


@dataclass(frozen=True)
class FittingGuide:
    """`weight` grows with the words in common, rare ones more; `stems` are these words."""

    guide: Guide
    weight: float
    stems: frozenset[str]

    @property
    def score(self) -> float:
        """From 0 to 1."""
        return round(self.weight / (self.weight + _HALF), 3)


def fitting_guides(stems: Iterable[str], *, most: int, least: float = SHOWN) -> list[FittingGuide]:
    """The guides that share enough words with these stems, the best first."""
    weights: Counter[str] = Counter()
    shared: dict[str, set[str]] = {}
    for stem in set(stems):
        for guide_id, weight in _index().get(stem, {}).items():
            weights[guide_id] += weight  # type: ignore[assignment]
            shared.setdefault(guide_id, set()).add(stem)
    best = sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:most]
    guides = load_guides()
    return [FittingGuide(guides[id_], weight, frozenset(shared[id_])) for id_, weight in best if weight >= least]


def guide_marks(stems: Iterable[str]) -> list[str]:
    """A word for each of the two guides that a problem with these stems fits best, beside the codes of a case."""
    found = fitting_guides(stems, most=_MOST_COMPARED, least=COMPARED)
    return [f"{MARK}{one.guide.id}" for one in found]


def warm_up() -> None:
    """Build the index, so that the first search does not wait for it."""
    _index()


@cache
def _index() -> Mapping[str, Mapping[str, float]]:
    """By stem, what it weighs for each guide that has it (BM25)."""
    words = {
        guide.id: first_stems([guide.title, *guide.symptoms, *guide.terms], most=_MOST_STEMS)
        for guide in load_guides().values()
    }
    in_guides = Counter(stem for stems in words.values() for stem in stems)
    mean = sum(map(len, words.values())) / max(1, len(words))
    index: dict[str, dict[str, float]] = {}
    for guide_id, stems in words.items():
        long = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * len(stems) / mean)
        for stem in stems:
            rarity = math.log(1 + (len(words) - in_guides[stem] + 0.5) / (in_guides[stem] + 0.5))
            index.setdefault(stem, {})[guide_id] = rarity * (_SATURATION + 1) / (1 + long)
    return index
