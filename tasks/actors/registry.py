"""What an actor is, before a broker knows it: a job's name, its function, and what happens when it is given up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from models.jobs import Job

Function = Callable[..., None]
WhenDead = Callable[..., None]


@dataclass(frozen=True)
class Actor:
    """`function(job, **ids)`; `when_dead(**ids)` runs in the transaction that buries the row, so that nobody waits
    for a result that will never come.  `time_limit_seconds` interrupts one that hangs.
    """

    job: Job
    function: Function
    when_dead: WhenDead
    time_limit_seconds: float


ACTORS: dict[Job, Actor] = {}


def actor(job: Job, *, when_dead: WhenDead, time_limit_seconds: float) -> Callable[[Function], Function]:
    """Register the decorated function as the actor of `job`."""

    def register(function: Function) -> Function:
        ACTORS[job] = Actor(job, function, when_dead, time_limit_seconds)
        return function

    return register
