"""What a run is asked for, and its pace: production's for the figures, a quick one for the suite."""

from __future__ import annotations

import random
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Durations in seconds; `lease` and `resend` are the outbox's own."""

    lease: float = 8.0
    resend: float | None = None
    """None: the relay's own."""
    gap: float = 1.5
    """Between two faults, on average."""
    worker_frozen: float = 16.0
    redis_frozen: float = 6.0
    backend_frozen: float = 6.0
    redis_away: float = 1.0
    patience: float = 120.0
    """For the work that is left when the last fault is over."""
    reply_timeout: float = 20.0
    assessment_timeout: float = 45.0
    people: int = 6
    is_small: bool = False
    """The workers for models do everything, and the web is one process: half the starts."""


QUICK = Pace(
    lease=2.0,
    resend=1.5,
    gap=0.15,
    worker_frozen=5.0,
    redis_frozen=1.0,
    backend_frozen=1.0,
    redis_away=0.2,
    patience=60.0,
    reply_timeout=3.0,
    assessment_timeout=5.0,
    people=4,
    is_small=True,
)


@dataclass(frozen=True, kw_only=True)
class Options:
    """`seed` decides faults, work and answers; when each falls is the machine's."""

    faults: int = 200
    jobs: int = 1_000
    seed: int = 1
    without: str = ""
    kills: int = 0
    """Workers that are killed when nothing else is broken, for a figure of its own."""
    queued: int = 0
    """Jobs that wait in Redis when it is flushed, as a figure of its own; 0 leaves it out."""
    only: tuple[str, ...] = ()
    """Kinds of faults by name; empty for all."""
    pace: Pace = field(default_factory=Pace)

    def random(self, what: str) -> random.Random:
        """A stream of chance of its own for each thread, so that one's haste changes no other's choices."""
        return random.Random(f"{self.seed}:{what}")
