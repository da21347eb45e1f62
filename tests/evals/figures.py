"""The four figures of how well the assistant recognises a problem, and says when it does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.evals.problem import Problem
from tests.evals.subjects import Subject

Scored = tuple[Problem, Subject]


@dataclass(frozen=True)
class Share:
    """`count` of `of`; a share of nothing is shown as a dash and reaches any goal."""

    count: int
    of: int

    @property
    def percent(self) -> float:
        return 100 * self.count / self.of

    def __str__(self) -> str:
        return f"{self.percent:5.1f} % ({self.count}/{self.of})" if self.of else "-"


@dataclass(frozen=True)
class Figures:
    """`on_topic` of the proposed fixes, `first` of the covered problems, `wrong` of all, `honest` of the uncovered."""

    on_topic: Share
    first: Share
    wrong: Share
    honest: Share

    @property
    def misses(self) -> list[str]:
        """The goals that are not reached."""
        shares = {name: getattr(self, name) for name in GOALS}
        return [
            f"{name} {share} (goal {'at most' if is_ceiling else 'at least'} {goal} %)"
            for name, (goal, is_ceiling) in GOALS.items()
            if (share := shares[name]).of and (share.percent > goal if is_ceiling else share.percent < goal)
        ]


GOALS = {"on_topic": (88, False), "first": (80, False), "wrong": (6, True), "honest": (90, False)}


def figures_of(scored: Iterable[Scored]) -> Figures:
    pairs = list(scored)
    proposing = [pair for pair in pairs if pair[1].proposes]
    covered = [pair for pair in pairs if pair[0].is_covered]
    strangers = [pair for pair in pairs if not pair[0].is_covered]
    on_topic = sum(subject.is_on_topic for _, subject in proposing)
    return Figures(
        on_topic=Share(on_topic, len(proposing)),
        first=Share(sum(subject.is_first for _, subject in covered), len(covered)),
        wrong=Share(len(proposing) - on_topic, len(pairs)),
        honest=Share(sum(subject.is_honest for _, subject in strangers), len(strangers)),
    )


def table(title: str, scored: Iterable[Scored]) -> str:
    """A line for each area and one for all, under a heading."""
    pairs = list(scored)
    areas = sorted({problem.area for problem, _ in pairs})
    rows = [(area, figures_of(pair for pair in pairs if pair[0].area == area)) for area in areas]
    lines = [f"{title:<18} {'on topic':>18} {'guide first':>18} {'confident, wrong':>18} {'honest':>18}"]
    for name, one in [*rows, ("all", figures_of(pairs))]:
        shares = (str(one.on_topic), str(one.first), str(one.wrong), str(one.honest))
        lines.append(f"{name:<18} " + " ".join(f"{share:>18}" for share in shares))
    dollars = sum(subject.cost_micros for _, subject in pairs) / 1_000_000
    return "\n".join([*lines, f"{len(pairs)} problems, ${dollars:.4f}"])
