"""The table that a run ends in."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import ge, le

COMPARE = {"≥": ge, "≤": le, "=": lambda ours, goal: ours == goal}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`ratio` is ours by the peer's; `goal` is such as `≥ 10`, and empty where a figure is only told."""

    number: str
    words: str
    ours: str
    peer: str
    ratio: float | None = None
    goal: str = ""

    @property
    def is_reached(self) -> bool | None:
        """None where there is no goal, or nothing was measured."""
        if not self.goal or self.ratio is None:
            return None
        sign, limit = self.goal.split()[:2]
        return bool(COMPARE[sign](round(self.ratio, 4), float(limit)))

    def row(self) -> str:
        ratio = "" if self.ratio is None else f"{self.ratio:.3g}"
        told = {True: "reached", False: "MISSED", None: ""}[self.is_reached]
        return f"| {self.number} | {self.words} | {self.ours} | {self.peer} | {ratio} | {self.goal} | {told} |"


HEAD = "| # | figure | ours | peer | ratio | goal | |\n| --- | --- | --- | --- | --- | --- | --- |"


def left_out(number: str, words: str, why: str) -> Figure:
    return Figure(number=number, words=words, ours="", peer=f"left out: {why}")


def ratio_of(ours: Sequence[float], peer: Sequence[float]) -> float:
    """The median over pairs that were measured one right after the other, so that a busy moment is in both."""
    return statistics.median(mine / theirs for mine, theirs in zip(ours, peer, strict=True))


def rate(values: Iterable[float], unit: str = "/s") -> str:
    return f"{statistics.median(values):,.0f}{unit}"


def ms(values: Iterable[float]) -> str:
    """Of seconds."""
    return f"{1_000 * statistics.median(values):.3g} ms"


def growth(name: str, medians: Sequence[float]) -> Figure:
    """Of seconds at one size, at ten times, at a hundred times: the worst step."""
    worst = max(after / before for before, after in pairwise(medians))
    words = f"{name} with ten times the data, worst step of {len(medians)} sizes"
    return Figure(number="17", words=words, ours=ms(medians[-1:]), peer=ms(medians[:1]), ratio=worst, goal="≤ 1.5")
