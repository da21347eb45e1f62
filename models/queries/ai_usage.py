"""What an account has spent on calls to a model: the month's total, and the report by task, person, model and day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Row, Select, cast, func, select, tuple_

from models.account import Account
from models.ai_budget import AiBudget, Month
from models.ai_usage import AiUsage
from models.core.outgoing.spending import Spending
from models.core.unit_of_work import current, db_session
from models.user import User


@dataclass(frozen=True, kw_only=True)
class Spent:
    """One line of the report.  `key` is the task, the model, the day, or the person (None: nobody is on record)."""

    key: Any
    calls: int
    input_tokens: int
    output_tokens: int
    cost_micros: int


@dataclass(kw_only=True)
class UsageReport:
    """A month's calls; each list is sorted by cost, the days by date."""

    month: Month
    budget: AiBudget
    by_task: list[Spent] = field(default_factory=list)
    by_user: list[Spent] = field(default_factory=list)
    by_model: list[Spent] = field(default_factory=list)
    by_day: list[Spent] = field(default_factory=list)


def spent_in(month: Month) -> int:
    """Millionths of a US dollar, summed from the rows."""
    total = select(func.coalesce(func.sum(AiUsage.cost_micros), 0)).where(_of(month))
    return int(db_session().scalars(total).one())


def budget_now(account: Account, spending: Spending) -> AiBudget:
    """The budget with what was spent in the current month."""
    month = Month.current()
    used = spending.total(current().account_id, str(month), sum_rows=lambda: spent_in(month))
    return _budget(account, used)


def budget_by_rows(account: Account) -> AiBudget:
    """The same, summed from the rows, those of this transaction included."""
    return _budget(account, spent_in(Month.current()))


def usage_report(account: Account, month: Month) -> UsageReport:
    report = UsageReport(month=month, budget=_budget(account, spent_in(month)))
    rows = db_session().execute(_grouped(month)).all()
    people = _names([row.user_id for row in rows if row.grouping == _Grouping.USER and row.user_id])
    for row in rows:
        _add(report, row, people)
    report.by_day.sort(key=lambda spent: spent.key)
    return report


def _budget(account: Account, used_micros: int) -> AiBudget:
    return AiBudget(monthly_micros=account.ai_monthly_micros, hard_stop=account.ai_hard_stop, used_micros=used_micros)


def _of(month: Month) -> ColumnElement[bool]:
    of_account = AiUsage.account_id == current().account_id
    return of_account & (AiUsage.created_at >= month.begin) & (AiUsage.created_at < month.end)


_DAY = cast(func.timezone("UTC", AiUsage.created_at), Date)


class _Grouping(IntEnum):
    """What PostgreSQL's GROUPING() says: a bit for each of its columns, set where the row is not grouped by it."""

    TASK = 0b0111
    USER = 0b1011
    MODEL = 0b1101
    DAY = 0b1110


def _grouped(month: Month) -> Select[Any]:
    """All four groupings in one pass over the month's rows."""
    keys = (AiUsage.task, AiUsage.user_id, AiUsage.model, _DAY)
    inputs = AiUsage.input_tokens + AiUsage.cache_write_tokens + AiUsage.cache_read_tokens
    cost = func.sum(AiUsage.cost_micros)
    return (
        select(
            AiUsage.task,
            AiUsage.user_id,
            AiUsage.model,
            _DAY.label("day"),
            func.grouping(*keys).label("grouping"),
            func.count().label("calls"),
            func.sum(inputs).label("input_tokens"),
            func.sum(AiUsage.output_tokens).label("output_tokens"),
            cost.label("cost_micros"),
        )
        .where(_of(month))
        .group_by(func.grouping_sets(*(tuple_(key) for key in keys)))
        .order_by(cost.desc())
    )


def _add(report: UsageReport, row: Row[Any], people: Mapping[UUID, User]) -> None:
    match row.grouping:
        case _Grouping.TASK:
            report.by_task.append(_spent(row.task, row))
        case _Grouping.USER:
            report.by_user.append(_spent(people.get(row.user_id), row))
        case _Grouping.MODEL:
            report.by_model.append(_spent(row.model, row))
        case _Grouping.DAY:
            report.by_day.append(_spent(row.day, row))


def _names(user_ids: Sequence[UUID]) -> dict[UUID, User]:
    return {user.id: user for user in db_session().scalars(select(User).where(User.id.in_(user_ids)))}


def _spent(key: Any, row: Row[Any]) -> Spent:
    return Spent(
        key=key,
        calls=row.calls,
        input_tokens=int(row.input_tokens),
        output_tokens=int(row.output_tokens),
        cost_micros=int(row.cost_micros),
    )
