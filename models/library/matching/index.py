"""What the guides' words are, and how rare each is: built once in each process from the library."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from models.library.guide import Guide
from models.library.loading import load_guides
from models.library.matching.words import terms_of

_FIELD_WEIGHTS = {"title": 3.0, "symptoms": 1.0, "terms": 2.0, "products": 1.0, "causes": 0.5, "checks": 0.3}
_K1, _B = 5, 0.7
"""Larger than the usual 1.2: a guide has some forty phrasings, and a word that stands in one of them may be chance."""
SHORTEST_CORRECTED = 5
"""The letters of the shortest term in which a typing error is put right."""
FEW_GUIDES = 4
CORE_SHARE = 0.12
"""The share of a guide's phrasings that have a term of its core."""


@dataclass(frozen=True)
class Phrasing:
    """One symptom of a guide, as the index is made from it."""

    guide: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Index:
    """`weights` is, for each term, the guides that have it with the saturated weight of Robertson's BM25."""

    guides: Mapping[str, Guide]
    rarity: Mapping[str, float]
    weights: Mapping[str, Mapping[str, float]]
    phrasings: tuple[tuple[str, float], ...]
    """Of each phrasing its guide, and its length as a vector weighted by rarity."""
    by_term: Mapping[str, array[int]]
    """The phrasings (their places in `phrasings`) that have a term."""
    pairs: Mapping[str, tuple[str, ...]]
    """For two terms that stand together (see `pairs_of`), the guides in which they do so more than once."""
    products: Mapping[str, frozenset[str]]
    """For each term of a product's name, the guides about it."""
    titles: Mapping[str, Mapping[str, float]]
    """For each term, the guides with it in their title, and its share of that title."""
    cores: Mapping[str, Mapping[str, float]]
    """For each guide, the terms of its core (see `CORE_SHARE`), each with the share of phrasings that have it."""
    oppositions: tuple[tuple[str, str | None, frozenset[str]], ...]
    """The guide that it speaks against, the guide that it points at, and the terms of the words."""
    spellings: Mapping[tuple[str, int], tuple[str, ...]]
    """The terms with a first letter and a length."""

    def closest(self, term: str) -> str:
        """The term itself if the library has it, or the only one that differs by one typing error."""
        if term in self.rarity or len(term) < SHORTEST_CORRECTED or any(letter.isdigit() for letter in term):
            return term
        near = (one for size in (-1, 0, 1) for one in self.spellings.get((term[0], len(term) + size), ()))
        found = [one for one in near if is_one_error_away(one, term)]
        return found[0] if len(found) == 1 else term

    def is_rare(self, term: str) -> bool:
        """Whether hardly a guide has it."""
        return len(self.weights.get(term, ())) < FEW_GUIDES

    @property
    def unknown_rarity(self) -> float:
        """Of a term that no guide has: as rare as a term of one guide."""
        return math.log(1 + len(self.guides))


@cache
def guide_index() -> Index:
    """The index of the library's guides."""
    return index_of(load_guides())


def index_of(guides: Mapping[str, Guide]) -> Index:
    read = cache(_terms)
    counts = {guide.id: _weighted_terms(guide, read) for guide in guides.values()}
    containing = Counter(term for count in counts.values() for term in count)
    rarity = {term: math.log(1 + (len(guides) - n + 0.5) / (n + 0.5)) for term, n in containing.items()}
    phrasings = [Phrasing(guide.id, read(text)) for guide in guides.values() for text in _phrasings_of(guide)]
    return Index(
        guides=guides,
        rarity=rarity,
        weights=_saturated(counts),
        phrasings=tuple((phrasing.guide, _length(phrasing, rarity)) for phrasing in phrasings),
        by_term=_places(phrasings),
        pairs=_pairs(phrasings),
        products=_products(guides.values()),
        titles=_titles(guides.values(), rarity),
        cores=_cores(phrasings),
        oppositions=_oppositions(guides.values(), phrasings),
        spellings=_spellings(containing),
    )


def is_one_error_away(term: str, other: str) -> bool:
    """Whether one letter is missing, too many, wrong, or swapped with the next one."""
    if len(term) != len(other):
        longer, shorter = sorted((term, other), key=len, reverse=True)
        return len(longer) - len(shorter) == 1 and any(
            longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
        )
    differing = [at for at in range(len(term)) if term[at] != other[at]]
    if len(differing) == 2:
        first, second = differing
        return second == first + 1 and term[first] == other[second] and term[second] == other[first]
    return len(differing) == 1


def pairs_of(terms: Iterable[str]) -> frozenset[str]:
    """Each term with the next one, and with the one after that, in either order: two terms with a blank between."""
    listed = list(terms)
    near = [*pairwise(listed), *zip(listed, listed[2:], strict=False)]
    return frozenset(f"{min(pair)} {max(pair)}" for pair in near if pair[0] != pair[1])


def _phrasings_of(guide: Guide) -> list[str]:
    return [*guide.symptoms, guide.title]


def _terms(text: str) -> tuple[str, ...]:
    return tuple(terms_of(text))


def _weighted_terms(guide: Guide, read: Callable[[str], tuple[str, ...]]) -> dict[str, float]:
    """How often the guide says each term, by the weights of its fields; `read` gives the terms of a text."""
    fields = {
        "title": [guide.title, guide.short],
        "symptoms": guide.symptoms,
        "terms": guide.terms,
        "products": guide.products,
        "causes": [text for cause in guide.causes for text in (cause.text, *cause.evidence_for)],
        "checks": [check.text for check in guide.checks],
    }
    counts: dict[str, float] = defaultdict(float)
    for name, texts in fields.items():
        for text in texts:
            for term in read(text):
                counts[term] += _FIELD_WEIGHTS[name]
    return counts


def _saturated(counts: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    lengths = {guide: sum(count.values()) for guide, count in counts.items()}
    average = sum(lengths.values()) / len(lengths)
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for guide, count in counts.items():
        floor = _K1 * (1 - _B + _B * lengths[guide] / average)
        for term, times in count.items():
            weights[term][guide] = times * (_K1 + 1) / (times + floor)
    return dict(weights)


def _length(phrasing: Phrasing, rarity: Mapping[str, float]) -> float:
    return math.sqrt(sum(rarity[term] ** 2 for term in set(phrasing.terms)))


def _places(phrasings: Sequence[Phrasing]) -> dict[str, array[int]]:
    places: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for at, phrasing in enumerate(phrasings):
        for term in set(phrasing.terms):
            places[term].append(at)
    return dict(places)


def _pairs(phrasings: Iterable[Phrasing]) -> dict[str, tuple[str, ...]]:
    """A pair that a guide has once is chance, and there are too many of them to keep."""
    often: dict[str, tuple[str, ...]] = {}
    for guide, of_guide in groupby(phrasings, key=lambda phrasing: phrasing.guide):
        counts = Counter(pair for phrasing in of_guide for pair in pairs_of(phrasing.terms))
        for pair, times in counts.items():
            if times > 1:
                often[pair] = (*often.get(pair, ()), guide)
    return often


def _products(guides: Iterable[Guide]) -> dict[str, frozenset[str]]:
    about: dict[str, set[str]] = defaultdict(set)
    for guide in guides:
        for product in guide.products:
            for term in terms_of(product):
                about[term].add(guide.id)
    return {term: frozenset(found) for term, found in about.items()}


def _cores(phrasings: Iterable[Phrasing]) -> dict[str, dict[str, float]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    totals = Counter(phrasing.guide for phrasing in phrasings)
    for phrasing in phrasings:
        counts[phrasing.guide].update(set(phrasing.terms))
    return {
        guide: {term: times / totals[guide] for term, times in count.items() if times / totals[guide] >= CORE_SHARE}
        for guide, count in counts.items()
    }


def _titles(guides: Iterable[Guide], rarity: Mapping[str, float]) -> dict[str, dict[str, float]]:
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for guide in guides:
        terms = set(terms_of(guide.title))
        total = sum(rarity[term] for term in terms) or 1.0
        for term in terms:
            shares[term][guide.id] = rarity[term] / total
    return dict(shares)


def _oppositions(
    guides: Iterable[Guide], phrasings: Iterable[Phrasing]
) -> tuple[tuple[str, str | None, frozenset[str]], ...]:
    """Without those whose terms also stand in one of the guide's own phrasings: they oppose nothing."""
    own: dict[str, list[frozenset[str]]] = defaultdict(list)
    for phrasing in phrasings:
        own[phrasing.guide].append(frozenset(phrasing.terms))
    every = (
        (guide.id, one.guide, frozenset(terms_of(words)))
        for guide in guides
        for one in guide.speaks_against
        for words in one.words
    )
    return tuple(one for one in every if one[2] and not any(one[2] <= terms for terms in own[one[0]]))


def _spellings(terms: Iterable[str]) -> dict[tuple[str, int], tuple[str, ...]]:
    near: dict[tuple[str, int], list[str]] = defaultdict(list)
    for term in sorted(terms):
        if len(term) >= SHORTEST_CORRECTED - 1 and "_" not in term and not any(letter.isdigit() for letter in term):
            near[term[0], len(term)].append(term)
    return {start: tuple(found) for start, found in near.items()}
