"""From features to probabilities: one for each guide, and one for "none of them".

A softmax over the guides and "none", with weights fitted to the open problems of the evaluations (`python -m
tests.evals.fit`).  So a probability of 0.8 means that about four of five such texts are about that guide.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from functools import cache
from importlib import resources

import msgspec
import yaml

from models.library.matching.features import Candidate, Query
from models.library.matching.index import Index

IN_USE_BONUS = 2.0
"""Added for a guide whose fixes the session already uses: people seldom change the subject."""
MOST_FOREIGN = 3
"""So many words of another trade say all; more of them do not count."""


class Weights(msgspec.Struct, frozen=True):
    """`guide`: of each feature, in the order of `features.NAMES`.  `none`: of the features of `none_features`."""

    guide: tuple[float, ...]
    none: tuple[float, ...]


@cache
def fitted_weights() -> Weights:
    """Read once in each process."""
    text = resources.files(__package__).joinpath("weights.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Weights)


def none_features(index: Index, query: Query) -> tuple[float, ...]:
    """A constant; how much of the text the library does not know; how little it says; how much is of another trade."""
    terms = set(query.terms)
    total = sum(query.weight(index, term) for term in terms) or 1.0
    unknown = sum(query.weight(index, term) for term in terms if term not in index.rarity) / total
    foreign = query.foreign(index)
    of_others = sum(query.weight(index, term) for term in foreign) / total
    return (1.0, unknown, 1 / (1 + len(terms)), of_others, min(len(foreign), MOST_FOREIGN))


def probabilities(
    index: Index, query: Query, candidates: Sequence[Candidate], weights: Weights, in_use: Collection[str] = ()
) -> list[float]:
    """Of each candidate, in their order; what is missing to 1 is the probability that none fits."""
    scores = [
        _dot(weights.guide, candidate.features) + (IN_USE_BONUS if candidate.guide.id in in_use else 0.0)
        for candidate in candidates
    ]
    none = _dot(weights.none, none_features(index, query))
    highest = max([none, *scores])
    parts = [math.exp(score - highest) for score in scores]
    total = sum(parts) + math.exp(none - highest)
    return [part / total for part in parts]


def _dot(weights: Sequence[float], features: Sequence[float]) -> float:
    return sum(weight * feature for weight, feature in zip(weights, features, strict=True))
