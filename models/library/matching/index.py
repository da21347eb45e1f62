"""What the guides' words are, and how rare each is: built once in each process from the library."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from models.library.guide import Guide
from models.library.loading import load_guides
from models.library.matching.words import terms_of

_FIELD_WEIGHTS = {"title": 3.0, "symptoms": 1.0, "terms": 2.0, "products": 1.0, "causes": 0.5, "checks": 0.3}
_K1, _B = 5, 0.7
SHORTEST_CORRECTED = 5
FEW_GUIDES = 4
CORE_SHARE = 0.12


@dataclass(frozen=True)
class Phrasing:
    """One symptom of a guide: its terms, and their length as a vector weighted by rarity."""

    guide: str
    terms: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    length: float


@dataclass(frozen=True)
class Index:
    """`weights` is, for each term, the guides that have it with the saturated weight of Robertson's BM25."""

    guides: Mapping[str, Guide]
    rarity: Mapping[str, float]
    weights: Mapping[str, Mapping[str, float]]
    phrasings: tuple[Phrasing, ...]
    by_term: Mapping[str, tuple[int, ...]]
    """The phrasings (their places in `phrasings`) that have a term."""
    pairs: Mapping[tuple[str, str], Mapping[str, float]]
    """For two terms that stand together, the guides in which they do."""
    products: Mapping[str, frozenset[str]]
    """For each term of a product's name, the guides about it."""

    titles: Mapping[str, Mapping[str, float]]
    """For each term, the guides with it in their title, and its share of that title."""
    cores: Mapping[str, Mapping[str, float]]
    """For each guide, the terms of at least a fifth of its phrasings, each with the share of phrasings that have it."""
    oppositions: tuple[tuple[str, str | None, frozenset[str]], ...]
    """The guide that it speaks against, the guide that it points at, and the terms of the words."""
    spellings: Mapping[str, tuple[str, ...]]
    """For each term, and each term with one letter left out, the terms that it may be meant for."""

    def closest(self, term: str) -> str:
        """The term itself if the library has it, or the only one that differs by one typing error."""
        if term in self.rarity or len(term) < SHORTEST_CORRECTED or any(letter.isdigit() for letter in term):
            return term
        near = {one for key in (term, *without_a_letter(term)) for one in self.spellings.get(key, ())}
        found = [one for one in near if one[0] == term[0] and is_one_error_away(one, term)]
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
    counts = {guide.id: _weighted_terms(guide) for guide in guides.values()}
    containing = Counter(term for count in counts.values() for term in count)
    rarity = {term: math.log(1 + (len(guides) - n + 0.5) / (n + 0.5)) for term, n in containing.items()}
    phrasings = tuple(_phrasing(guide.id, text, rarity) for guide in guides.values() for text in _phrasings_of(guide))
    return Index(
        guides=guides,
        rarity=rarity,
        weights=_saturated(counts),
        phrasings=phrasings,
        by_term=_places(phrasings),
        pairs=_pairs(phrasings),
        products=_products(guides.values()),
        titles=_titles(guides.values(), rarity),
        cores=_cores(phrasings),
        oppositions=_oppositions(guides.values(), phrasings),
        spellings=_spellings(term for term, n in containing.items()),
    )


def without_a_letter(term: str) -> list[str]:
    """Two words that differ by one letter share one of these, or one of them is the other word itself."""
    return [term[:at] + term[at + 1 :] for at in range(len(term))]


def is_one_error_away(term: str, other: str) -> bool:
    """Whether one letter is missing, too many, wrong, or swapped with the next one."""
    if len(term) != len(other):
        longer, shorter = sorted((term, other), key=len, reverse=True)
        return len(longer) - len(shorter) == 1 and shorter in without_a_letter(longer)
    differing = [at for at in range(len(term)) if term[at] != other[at]]
    if len(differing) == 2:
        first, second = differing
        return second == first + 1 and term[first] == other[second] and term[second] == other[first]
    return len(differing) == 1


def pairs_of(terms: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Each term with the next one, and with the one after that, in either order."""
    listed = list(terms)
    near = [*pairwise(listed), *zip(listed, listed[2:], strict=False)]
    return frozenset((min(pair), max(pair)) for pair in near if pair[0] != pair[1])


def _phrasings_of(guide: Guide) -> list[str]:
    return [*guide.symptoms, guide.title]


def _weighted_terms(guide: Guide) -> Counter[str]:
    fields = {
        "title": [guide.title, guide.short],
        "symptoms": guide.symptoms,
        "terms": guide.terms,
        "products": guide.products,
        "causes": [text for cause in guide.causes for text in (cause.text, *cause.evidence_for)],
        "checks": [check.text for check in guide.checks],
    }
    counts: Counter[str] = Counter()
    for name, texts in fields.items():
        for text in texts:
            for term in terms_of(text):
                counts[term] += _FIELD_WEIGHTS[name]  # type: ignore[assignment]
    return counts


def _saturated(counts: Mapping[str, Counter[str]]) -> dict[str, dict[str, float]]:
    average = sum(count.total() for count in counts.values()) / len(counts)
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for guide, count in counts.items():
        floor = _K1 * (1 - _B + _B * count.total() / average)
        for term, times in count.items():
            weights[term][guide] = times * (_K1 + 1) / (times + floor)
    return dict(weights)


def _phrasing(guide: str, text: str, rarity: Mapping[str, float]) -> Phrasing:
    terms = terms_of(text)
    length = math.sqrt(sum(rarity[term] ** 2 for term in set(terms)))
    return Phrasing(guide, frozenset(terms), pairs_of(terms), length)


def _places(phrasings: tuple[Phrasing, ...]) -> dict[str, tuple[int, ...]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, phrasing in enumerate(phrasings):
        for term in phrasing.terms:
            places[term].append(at)
    return {term: tuple(found) for term, found in places.items()}


def _pairs(phrasings: Iterable[Phrasing]) -> dict[tuple[str, str], dict[str, float]]:
    guides: dict[tuple[str, str], set[str]] = defaultdict(set)
    for phrasing in phrasings:
        for pair in phrasing.pairs:
            guides[pair].add(phrasing.guide)
    return {pair: dict.fromkeys(found, 1 / len(found)) for pair, found in guides.items()}


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
        counts[phrasing.guide].update(phrasing.terms)
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
        own[phrasing.guide].append(phrasing.terms)
    every = (
        (guide.id, one.guide, frozenset(terms_of(words)))
        for guide in guides
        for one in guide.speaks_against
        for words in one.words
    )
    return tuple(one for one in every if one[2] and not any(one[2] <= terms for terms in own[one[0]]))


def _spellings(terms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    near: dict[str, list[str]] = defaultdict(list)
    for term in sorted(terms):
        if len(term) >= SHORTEST_CORRECTED and "_" not in term and not any(letter.isdigit() for letter in term):
            for spelling in {term, *without_a_letter(term)}:
                near[spelling].append(term)
    return {spelling: tuple(found) for spelling, found in near.items()}
