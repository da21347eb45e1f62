"""How a text and each guide compare: a few numbers for each guide, from which `probability` makes one."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from models.library.guide import Guide
from models.library.matching.index import Index, pairs_of
from models.library.matching.words import foreign_terms, names_in, terms_of

NAMES = (
    "words",
    "phrasing",
    "contained",
    "title",
    "whole_title",
    "core",
    "pairs",
    "coverage",
    "signals",
    "product",
    "foreign_product",
    "against",
    "pointed_at",
)
WHOLE = 0.99
"""The share of a title from which on the text has all of it."""
LENGTH_OF_A_SENTENCE = 9.0
"""The length, in rarities, of a phrasing of some four telling words."""


@dataclass(frozen=True)
class Query:
    """A person's words as terms, in order, and the codes recognised in all of the text with their guides."""

    terms: tuple[str, ...]
    signals: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For each recognised code, the guides that name it."""

    def foreign(self, index: Index) -> frozenset[str]:
        """The terms that belong to another trade, alone or with the next one, and that hardly a guide has."""
        alone = {term for term in self.terms if term in foreign_terms() and index.is_rare(term)}
        pairs = {pair for pair in pairwise(self.terms) if "_".join(pair) in foreign_terms()}
        return frozenset(alone.union(*pairs))

    def weight(self, index: Index, term: str) -> float:
        return index.rarity.get(term, index.unknown_rarity)


@dataclass(frozen=True)
class Candidate:
    """A guide with its features, in the order of `NAMES`, and the terms and codes that it shares with the text."""

    guide: Guide
    features: tuple[float, ...]
    matched: tuple[str, ...]


def query_of(index: Index, own_words: str, signals: Mapping[str, frozenset[str]]) -> Query:
    """An empty text fits no guide.  Names that the library lacks, of people or machines, do not count."""
    names = names_in(own_words)
    terms = corrected(index, terms_of(own_words))
    return Query(tuple(term for term in terms if term in index.rarity or term not in names), signals)


def corrected(index: Index, terms: Iterable[str]) -> list[str]:
    """The terms, with one typing error each put right where that gives a term of the library."""
    return [index.closest(term) for term in terms]


def candidates_of(index: Index, query: Query) -> list[Candidate]:
    """The guides that share a term or a code with the text, in no order."""
    counts = Counter(query.terms)
    words, shared = _words(index, query, counts)
    phrasing, contained = _best_phrasings(index, query, counts)
    title = _titles(index, query)
    pairs = _pairs(index, query)
    signals = _signals(query)
    pointed = _oppositions(index, query)
    total = sum(query.weight(index, term) for term in counts) or 1.0
    named = [term for term in counts if term in index.products]
    return [
        Candidate(
            guide=index.guides[name],
            features=(
                words[name] / math.sqrt(total),
                phrasing[name],
                contained[name],
                title[name],
                float(title[name] > WHOLE),
                _core(index, name, counts),
                pairs[name],
                sum(query.weight(index, term) for term in shared[name]) / total,
                signals[name],
                float(any(name in index.products[term] for term in named)),
                float(bool(named) and not any(name in index.products[term] for term in named)),
                pointed.against[name],
                pointed.towards[name],
            ),
            matched=tuple(sorted(shared[name], key=lambda term: (-query.weight(index, term), term))),
        )
        for name in words.keys() | signals.keys()
    ]


def _words(index: Index, query: Query, counts: Counter[str]) -> tuple[dict[str, float], dict[str, list[str]]]:
    """The BM25 weight that each guide shares with the text, and the shared terms."""
    scores: dict[str, float] = defaultdict(float)
    shared: dict[str, list[str]] = defaultdict(list)
    for term, times in counts.items():
        rarity = index.rarity.get(term, 0.0)
        for guide, weight in index.weights.get(term, {}).items():
            scores[guide] += rarity * weight * math.sqrt(min(times, 3))
            shared[guide].append(term)
    return scores, shared


def _best_phrasings(index: Index, query: Query, counts: Counter[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Of each guide how like the text its phrasings are, and how much of one phrasing the text contains.

    Both are sums of squared rarities: the first is a cosine, so a long text is like no short phrasing; the second is
    not, and counts a phrasing of one or two words for little.
    """
    dots: dict[int, float] = defaultdict(float)
    for term in counts:
        squared = index.rarity.get(term, 0.0) ** 2
        for place in index.by_term.get(term, ()):
            dots[place] += squared
    length = math.sqrt(sum(query.weight(index, term) ** 2 for term in counts)) or 1.0
    likeness: dict[str, list[float]] = defaultdict(list)
    contained: dict[str, float] = defaultdict(float)
    for place, dot in dots.items():
        guide, own = index.phrasings[place]
        likeness[guide].append(dot / (length * (own or 1.0)))
        whole = dot / (own or 1.0) ** 2 * min(1.0, own / LENGTH_OF_A_SENTENCE)
        contained[guide] = max(contained[guide], whole)
    best: dict[str, float] = defaultdict(float)
    for guide, found in likeness.items():
        top = sorted(found, reverse=True)[:3]
        best[guide] = top[0] + 0.3 * sum(top[1:])
    return best, contained


def _core(index: Index, guide: str, counts: Counter[str]) -> float:
    """How much of the guide's core the text contains; 1 for a guide whose phrasings have no term in common."""
    core = index.cores[guide]
    total = sum(core.values())
    return sum(share for term, share in core.items() if term in counts) / total if total else 1.0


def _titles(index: Index, query: Query) -> dict[str, float]:
    """How much of each guide's title the text contains."""
    shares: dict[str, float] = defaultdict(float)
    for term in set(query.terms):
        for guide, share in index.titles.get(term, {}).items():
            shares[guide] += share
    return shares


def _pairs(index: Index, query: Query) -> dict[str, float]:
    scores: dict[str, float] = defaultdict(float)
    for pair in pairs_of(query.terms):
        rarity = min(index.rarity.get(term, 0.0) for term in pair.split(" "))
        for guide in index.pairs.get(pair, ()):
            scores[guide] += rarity
    total = math.sqrt(sum(query.weight(index, term) for term in set(query.terms)) or 1.0)
    return defaultdict(float, {guide: score / total for guide, score in scores.items()})


def _signals(query: Query) -> dict[str, float]:
    """A code that few guides name says more than one that many name."""
    scores: dict[str, float] = defaultdict(float)
    for guides in query.signals.values():
        for guide in guides:
            scores[guide] += 1 / len(guides)
    return scores


@dataclass
class _Pointed:
    against: dict[str, float]
    towards: dict[str, float]


def _oppositions(index: Index, query: Query) -> _Pointed:
    """What speaks against a guide, and the guide that it points at."""
    pointed = _Pointed(defaultdict(float), defaultdict(float))
    present = set(query.terms)
    for guide, opposition, terms in index.oppositions:
        if terms <= present:
            pointed.against[guide] = 1.0
            if opposition:
                pointed.towards[opposition] = 1.0
    return pointed
