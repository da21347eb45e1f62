"""The proposal for the time spent on a session, from its activity."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from sqlalchemy import select

from models.core.unit_of_work import db_session
from models.queries.account_settings import account_settings
from models.step import Step, StepKind

LONGEST_GAP = timedelta(minutes=10)
"""A longer gap, or one of exactly this length, was spent on something else."""


def proposed_minutes(ai_session_id: UUID) -> int:
    """The proposal for this session.  What the system noted, such as a claim, is no activity."""
    times = (
        select(Step.created_at)
        .where(Step.ai_session_id == ai_session_id, Step.kind != StepKind.SYSTEM)
        .order_by(Step.created_at)
    )
    return minutes_of(db_session().scalars(times))


def minutes_of(times: Iterable[datetime]) -> int:
    """The sum of the short gaps between these moments, oldest first, rounded up to the account's unit."""
    gaps = (later - earlier for earlier, later in pairwise(times))
    active = sum((gap for gap in gaps if gap < LONGEST_GAP), start=timedelta())
    unit = account_settings().time_unit_minutes
    return math.ceil(active / timedelta(minutes=unit)) * unit
