"""Counts and ages over all accounts, for operators; they do not say which account they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from models.core import clock
from models.core.database import lookups

AI_WINDOW = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class OutboxFigure:
    state: str
    kind: str
    name: str
    count: int
    oldest: datetime

    @property
    def age_seconds(self) -> float:
        return max(0.0, (clock.now() - self.oldest).total_seconds())


@dataclass(frozen=True, kw_only=True)
class AiFigure:
    """Calls of the last hour.  `outcome`: `ok` or an error code; `cost_micros`: millionths of a US dollar."""

    task: str
    model: str
    outcome: str
    calls: int
    input_tokens: int
    output_tokens: int
    cost_micros: int


def outbox_figures(connection: Connection) -> list[OutboxFigure]:
    """Open and dead rows by state, kind and name."""
    return [OutboxFigure(**row._asdict()) for row in lookups.outbox_figures(connection)]


def ai_figures(connection: Connection) -> list[AiFigure]:
    return [AiFigure(**row._asdict()) for row in lookups.ai_figures(connection, since=clock.now() - AI_WINDOW)]
