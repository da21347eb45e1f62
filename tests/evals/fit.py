"""`python -m tests.evals.fit`: fit the weights of matching to the open problems, and print how well they generalise.

Gradient descent on the log-likelihood with the steps of Adam (Kingma and Ba, 2015), in pure Python; it takes some
minutes.  The problem is convex, so the start matters little.  Five parts are held out in turn, so that
the printed figures are of problems that the weights were not fitted to.
"""

from __future__ import annotations

import hashlib
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import yaml

from models.library.matching.features import NAMES, candidates_of
from models.library.matching.index import guide_index
from models.library.matching.probability import none_features
from models.library.matching.reading import query_for
from tests.evals.problem import Problem, open_problems
from tests.evals.reports import REPORTS

PARTS = 5
ROUNDS = 400
RATE = 0.05
DECAY = 0.002
MOST_CANDIDATES = 25
EVERY_TITLE = 3
TIMES_PLAIN = 2
"""How often each plain report counts: people who know the trade write many of them, and the problems have few."""
WEIGHTS = Path(str(resources.files("models.library.matching").joinpath("weights.yaml")))


@dataclass(frozen=True)
class Example:
    """`rows`: the features of each candidate and, last, those of "none"; `right`: the place of what is right."""

    problem: Problem
    guides: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]
    right: int


def main() -> int:
    """Returns the exit code."""
    examples = [example for problem in open_problems() if (example := _example(problem))]
    plain = [example for problem in _plain_reports() if (example := _example(problem))]
    plain *= TIMES_PLAIN
    held_out = [row for part in range(PARTS) for row in _held_out(examples, plain, part)]
    sys.stdout.write(_report(held_out))
    fitted = _fit([*examples, *plain])
    values = {
        "guide": [round(one, 3) for one in fitted[: len(NAMES)]],
        "none": [round(one, 3) for one in fitted[len(NAMES) :]],
    }
    WEIGHTS.write_text("# Written by `python -m tests.evals.fit`.\n" + yaml.safe_dump(values, default_flow_style=None))
    sys.stdout.write(f"{dict(zip(NAMES, values['guide'], strict=True))}\n{values['none']}\n")
    return 0


def _plain_reports() -> list[Problem]:
    """Short texts that say a problem plainly: typical reports, and every third guide's own title."""
    guides = guide_index().guides
    said = [(guide, report) for guide, reports in REPORTS.items() for report in reports]
    said += [(guide.id, guide.title) for guide in list(guides.values())[::EVERY_TITLE]]
    return [
        Problem(id=f"plain-{at}", area=guides[guide].area, guide=guide, source="plain", problem=text)
        for at, (guide, text) in enumerate(said)
    ]


def _example(problem: Problem) -> Example | None:
    index, query = guide_index(), query_for(problem.problem)
    candidates = sorted(
        candidates_of(index, query),
        key=lambda one: -(one.features[0] + 4 * one.features[1] + 3 * one.features[NAMES.index("signals")]),
    )
    candidates = candidates[:MOST_CANDIDATES]
    guides = tuple(candidate.guide.id for candidate in candidates)
    none = none_features(index, query)
    rows = [candidate.features + (0.0,) * len(none) for candidate in candidates]
    rows.append((0.0,) * len(NAMES) + none)
    if problem.is_covered and problem.guide not in guides:
        return None
    right = guides.index(problem.guide) if problem.is_covered else len(guides)
    return Example(problem, guides, tuple(rows), right)


def _fit(examples: Sequence[Example]) -> list[float]:
    weights = [0.0] * len(examples[0].rows[0])
    momentum, squares = [0.0] * len(weights), [0.0] * len(weights)
    for step in range(1, ROUNDS + 1):
        gradient = _gradient(examples, weights)
        for at, steepness in enumerate(gradient):
            slope = steepness - DECAY * weights[at]
            momentum[at] = 0.9 * momentum[at] + 0.1 * slope
            squares[at] = 0.999 * squares[at] + 0.001 * slope * slope
            size = math.sqrt(squares[at] / (1 - 0.999**step)) + 1e-8
            weights[at] += RATE * (momentum[at] / (1 - 0.9**step)) / size
    return weights


def _gradient(examples: Iterable[Example], weights: Sequence[float]) -> list[float]:
    total, count = [0.0] * len(weights), 0
    for example in examples:
        shares = _shares(example, weights)
        count += 1
        for place, row in enumerate(example.rows):
            pull = (1.0 if place == example.right else 0.0) - shares[place]
            if abs(pull) > 1e-4:
                for at, value in enumerate(row):
                    total[at] += pull * value
    return [one / count for one in total]


def _shares(example: Example, weights: Sequence[float]) -> list[float]:
    scores = [sum(weight * value for weight, value in zip(weights, row, strict=True)) for row in example.rows]
    highest = max(scores)
    parts = [math.exp(score - highest) for score in scores]
    return [part / sum(parts) for part in parts]


Row = tuple[Problem, str | None, float]


def _held_out(examples: Sequence[Example], plain: Sequence[Example], part: int) -> list[Row]:
    """For each example of one part: the problem, the best guide by weights fitted to the others, its probability."""
    of_part = [example for example in examples if _part_of(example.problem) == part]
    weights = _fit([*plain, *(example for example in examples if _part_of(example.problem) != part)])
    return [(example.problem, *_best(example, weights)) for example in of_part]


def _best(example: Example, weights: Sequence[float]) -> tuple[str | None, float]:
    """The likeliest guide and its probability."""
    shares = _shares(example, weights)[:-1]
    return max(zip(example.guides, shares, strict=True), key=lambda one: one[1], default=(None, 0.0))


def _part_of(problem: Problem) -> int:
    return hashlib.sha256(problem.id.encode()).digest()[1] % PARTS


def _report(rows: Sequence[Row]) -> str:
    covered = [row for row in rows if row[0].is_covered]
    strangers = [row for row in rows if not row[0].is_covered]
    first = sum(guide == problem.guide for problem, guide, _ in covered)
    lines = [f"held out: {len(rows)} problems, best guide right in {first} of {len(covered)} covered ones"]
    for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        bold = [row for row in rows if row[2] >= least]
        right = sum(problem.is_about(guide) for problem, guide, _ in bold)
        opened = sum(guide == problem.guide and share >= least for problem, guide, share in covered)
        honest = sum(share < least for _, _, share in strangers)
        lines.append(
            f"from {least}: on topic {100 * right / max(1, len(bold)):.0f} % of {len(bold)}, first"
            f" {100 * opened / len(covered):.0f} %, wrong {100 * (len(bold) - right) / len(rows):.0f} %,"
            f" honest {100 * honest / max(1, len(strangers)):.0f} %"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
