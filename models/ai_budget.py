"""What an account may spend on calls to a model in a calendar month (UTC), and what it has spent.

| level     | spent           | what follows                                                                |
| --------- | --------------- | --------------------------------------------------------------------------- |
| unlimited | no budget       | nothing                                                                     |
| ok        | under 80 %      | nothing                                                                     |
| near      | from 80 %       | a banner                                                                    |
| exhausted | from 100 %      | a banner; with a hard stop no call is made, and what only asks for one: 409 |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Self

from models.core import clock
from models.core.errors import Conflict

NEAR = 0.8
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


class BudgetLevel(StrEnum):
    UNLIMITED = "unlimited"
    OK = "ok"
    NEAR = "near"
    EXHAUSTED = "exhausted"


class BudgetExhausted(Conflict):
    code, message = "budget_exhausted", "This month's AI budget is used up. An owner of the account can raise it."


@dataclass(frozen=True)
class Month:
    """A calendar month in UTC, written `2026-11`."""

    first: date

    @classmethod
    def current(cls) -> Self:
        return cls(clock.now().astimezone(UTC).date().replace(day=1))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError unless the text looks like `2026-11`."""
        found = MONTH.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return cls(date(int(found[1]), int(found[2]), 1))

    @property
    def begin(self) -> datetime:
        return datetime(self.first.year, self.first.month, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """The first moment of the next month."""
        return (self.begin + timedelta(days=31)).replace(day=1)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, kw_only=True)
class AiBudget:
    """Amounts in millionths of a US dollar.  `monthly_micros` is None where there is no limit."""

    monthly_micros: int | None
    hard_stop: bool
    used_micros: int

    @property
    def level(self) -> BudgetLevel:
        if self.monthly_micros is None:
            return BudgetLevel.UNLIMITED
        if self.used_micros >= self.monthly_micros:
            return BudgetLevel.EXHAUSTED
        return BudgetLevel.NEAR if self.used_micros >= NEAR * self.monthly_micros else BudgetLevel.OK

    @property
    def stops_calls(self) -> bool:
        return self.hard_stop and self.level == BudgetLevel.EXHAUSTED

    @property
    def left_micros(self) -> int | None:
        return None if self.monthly_micros is None else max(0, self.monthly_micros - self.used_micros)

    @property
    def used_percent(self) -> int | None:
        """Rounded down, so that 100 means that nothing is left; None where there is no limit."""
        if self.monthly_micros is None:
            return None
        return 100 if self.level == BudgetLevel.EXHAUSTED else self.used_micros * 100 // self.monthly_micros
