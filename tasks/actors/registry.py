"""What an actor is: a job's name, its function, and what the runner does when the function fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from models.jobs import Job

Function = Callable[..., None]
WhenDead = Callable[..., None]


@dataclass(frozen=True)
class Actor:
    """One job's actor.

    `function(job, **ids)` runs the job.  `when_dead(**ids, code=…)` runs in the transaction that marks the row dead,
    so that nobody waits for a result that will never come; `code` is the last failure's.  `time_limit_seconds`
    interrupts a function that hangs.  `may_repeat` allows another run after an `UnknownOutcome`: either the actor
    first asks the external system whether the call had an effect, or a second copy does no harm.
    """

    job: Job
    function: Function
    when_dead: WhenDead
    time_limit_seconds: float
    may_repeat: bool


ACTORS: dict[Job, Actor] = {}


def actor(
    job: Job, *, when_dead: WhenDead, time_limit_seconds: float, may_repeat: bool = False
) -> Callable[[Function], Function]:
    """Register the decorated function as the actor of `job`."""

    def register(function: Function) -> Function:
        ACTORS[job] = Actor(job, function, when_dead, time_limit_seconds, may_repeat)
        return function

    return register
