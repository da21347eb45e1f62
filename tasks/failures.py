"""What a failed job does next: it runs again, is postponed, or is given up (docs/adr/0033).

The runner asks; the outbox row records the answer with the failure's code and message.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from models.core.outgoing.outbox import MAX_ATTEMPTS, Failure
from tasks.integrations.errors import CallFailed, Misconfigured, OutOfBudget, Refused, TryAgain, UnknownOutcome

INTERNAL_ERROR = "internal_error"
"""The code of every failure that is not a `CallFailed`: a fault of ours, or a worker process that ended."""

LONGEST_BACKOFF_SECONDS = 300.0
# A shorter wait that an external system asks for is like a backoff, and counts as an attempt like one.
SHORTEST_POSTPONEMENT_SECONDS = 10.0
# What a system asks for is not trusted beyond this: a wrong header must not hide a job for a year.
LONGEST_RETRY_AFTER_SECONDS = 3_600.0
LONGEST_RENEWAL_SECONDS = 86_400.0
# Longer than the time limit of any client, so that the first call has ended when its effect is looked for.
UNKNOWN_OUTCOME_SECONDS = 60.0
LONGEST_MESSAGE = 2_000


@dataclass(frozen=True)
class RunAgain:
    """Run the job again `after` this time.  Unless it `counts`, the attempt is returned: the system said when."""

    after: timedelta
    counts: bool = True


def failure_of(error: BaseException) -> Failure:
    """Code and message for the row.  A database error's own message is left out, because it quotes values."""
    if isinstance(error, CallFailed):
        return Failure(error.code, error.message)
    if isinstance(error, DBAPIError):
        return Failure(INTERNAL_ERROR, f"{type(error).__name__}: {getattr(error.orig, 'pgcode', None)}")
    return Failure(INTERNAL_ERROR, f"{type(error).__name__}: {error}"[:LONGEST_MESSAGE])


def what_next(error: BaseException, *, attempts: int, may_repeat: bool) -> RunAgain | None:
    """When the job runs again after its attempt number `attempts` failed; None: it is given up."""
    again = _again(error, attempts, may_repeat=may_repeat)
    is_last = attempts >= MAX_ATTEMPTS
    return None if again is None or (again.counts and is_last) else again


def _again(error: BaseException, attempts: int, *, may_repeat: bool) -> RunAgain | None:
    match error:
        case TryAgain(after=float() | int() as seconds):
            return _as_asked(min(seconds, LONGEST_RETRY_AFTER_SECONDS), attempts)
        case OutOfBudget(after=float() | int() as seconds):
            return _as_asked(min(seconds, LONGEST_RENEWAL_SECONDS), attempts)
        case UnknownOutcome() if may_repeat:
            return RunAgain(timedelta(seconds=UNKNOWN_OUTCOME_SECONDS + _backoff(attempts)))
        case Refused() | Misconfigured() | OutOfBudget() | UnknownOutcome():
            return None
        case _:
            return RunAgain(timedelta(seconds=_backoff(attempts)))


def _as_asked(seconds: float, attempts: int) -> RunAgain:
    """No earlier than asked, and a little later by chance, so that the jobs that wait do not all return at once."""
    spread = seconds * random.uniform(1, 1.1)
    if seconds >= SHORTEST_POSTPONEMENT_SECONDS:
        return RunAgain(timedelta(seconds=spread), counts=False)
    return RunAgain(timedelta(seconds=max(spread, _backoff(attempts))))


def _backoff(attempts: int) -> float:
    """Seconds: between half and all of 2, 4, 8 …"""
    return random.uniform(0.5, 1) * min(2.0**attempts, LONGEST_BACKOFF_SECONDS)
