"""Figures over all accounts for operators: how many and how old, never whose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from models.core import clock

AI_WINDOW = timedelta(hours=1)

_OUTBOX = text("select * from outbox_figures()")
_AI = text("select * from ai_figures(:since)")


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
    return [OutboxFigure(**row) for row in connection.execute(_OUTBOX).mappings()]


def ai_figures(connection: Connection) -> list[AiFigure]:
    return [AiFigure(**row) for row in connection.execute(_AI, {"since": clock.now() - AI_WINDOW}).mappings()]
