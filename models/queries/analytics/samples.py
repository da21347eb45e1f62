"""Statistics over samples, and when there are too few of them to mean anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

MIN_SAMPLES = 5
"""Below this number a median or a share shows chance."""
MOST_LISTED = 20
"""So many people or clients are listed."""


@dataclass(frozen=True, kw_only=True)
class Durations:
    """Seconds; None without samples.  `n` is the number of samples."""

    avg_seconds: float | None
    median_seconds: float | None
    p95_seconds: float | None
    n: int

    @property
    def too_few(self) -> bool:
        return self.n < MIN_SAMPLES


@dataclass(frozen=True, kw_only=True)
class Share:
    """Those that worked out of `n`; None if there are none."""

    n: int
    n_judged: int
    worked_share: float | None

    @property
    def too_few(self) -> bool:
        return self.n_judged < MIN_SAMPLES


NO_DURATIONS = Durations(avg_seconds=None, median_seconds=None, p95_seconds=None, n=0)


def durations_from(row: Row[Any], prefix: str = "") -> Durations:
    """From columns `n`, `average` and `percentiles` (of 0.5 and 0.95), each after `prefix`."""
    median, p95 = getattr(row, f"{prefix}percentiles") or (None, None)
    return Durations(
        avg_seconds=getattr(row, f"{prefix}average"),
        median_seconds=median,
        p95_seconds=p95,
        n=getattr(row, f"{prefix}n"),
    )
