"""When a call to a PSA is made again after it failed."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from models.core import clock
from tasks.integrations.errors import CallFailed, OutOfBudget, TryAgain, UnknownOutcome
from tasks.integrations.psa import RateLimited

LONGEST_BACKOFF_SECONDS = 1_800.0
LONGEST_RETRY_AFTER_SECONDS = 3_600.0
"""What a PSA asks for is not trusted beyond this."""

SPREAD_SECONDS = 5.0
"""Over which those who were refused for the rate come back."""


def next_attempt(error: CallFailed, *, attempts: int, is_repeatable: bool = True) -> datetime | None:
    """The time; None if another attempt would fail in the same way.

    `attempts`: how many were made.  `is_repeatable`: a repetition does no harm if the call had its effect after all.
    """
    is_passing = isinstance(error, TryAgain) or (isinstance(error, OutOfBudget) and error.after is not None)
    if not is_passing and not (is_repeatable and isinstance(error, UnknownOutcome)):
        return None
    backoff = min(2.0 ** min(attempts, 20), LONGEST_BACKOFF_SECONDS)
    if isinstance(error, RateLimited) and error.after is not None:
        # It says when there is room: more failures do not mean that it takes longer.
        return clock.now() + timedelta(seconds=_bounded(error.after) + random.uniform(0, min(backoff, SPREAD_SECONDS)))
    seconds = random.uniform(0.5, 1) * backoff
    if error.after is not None:
        seconds = max(seconds, random.uniform(1, 1.1) * _bounded(error.after))
    return clock.now() + timedelta(seconds=seconds)


def _bounded(after: float) -> float:
    return min(after, LONGEST_RETRY_AFTER_SECONDS)
