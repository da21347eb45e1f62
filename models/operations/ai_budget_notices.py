"""Tell the admins, once a month each, that the AI budget is nearly used up, and that it is used up."""

from __future__ import annotations

from models.account import Account
from models.ai_budget import AiBudget, BudgetLevel, Month
from models.core import clock
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.jobs import Job, request
from models.notice import SubjectKind
from models.notice_event import NoticeEvent
from models.operations.admin_notices import tell_admins
from models.queries.ai_usage import budget_by_rows

_EVENTS = {
    BudgetLevel.NEAR: NoticeEvent.AI_BUDGET_80,
    BudgetLevel.EXHAUSTED: NoticeEvent.AI_BUDGET_REACHED,
}


def notice_spending() -> None:
    """Request a notice if the calls that were just recorded reached a level that nobody was told of.

    The notice is a job of its own: it locks the account's row, which other transactions lock before sessions.
    """
    account = db_session().get_one(Account, current().account_id)
    if account.ai_monthly_micros is not None and _is_news(account, budget_by_rows(account)):
        request(Job.AI_BUDGET_ANNOUNCE, account_id=account.id)


def announce_budget() -> None:
    """Tell the admins of the account's level, unless they know.  The account's lock lets them learn it once."""
    account = locked(Account, current().account_id)
    budget = budget_by_rows(account)
    if not _is_news(account, budget):
        return
    account.ai_budget_told = _told(budget.level)
    assert budget.monthly_micros is not None, "an account without a budget has no such level"
    tell_admins(
        _EVENTS[budget.level],
        SubjectKind.ACCOUNT,
        account.id,
        title=_title(budget),
        link="/account",
        # The same level can be reached again in a month, after the budget was raised.
        occasion=clock.rfc3339(clock.now()),
        more={
            "month": f"{Month.current().first:%B %Y}",
            "spent": _dollars(budget.used_micros),
            "budget": _dollars(budget.monthly_micros),
            "consequence": _consequence(budget),
        },
    )


def _is_news(account: Account, budget: AiBudget) -> bool:
    """A used-up budget says that it was nearly used up, too."""
    if budget.level not in _EVENTS:
        return False
    known = {_told(BudgetLevel.EXHAUSTED), _told(budget.level)}
    return account.ai_budget_told not in known


def _told(level: BudgetLevel) -> str:
    """`2026-11 near`"""
    return f"{Month.current()} {level}"


def _title(budget: AiBudget) -> str:
    if budget.level == BudgetLevel.EXHAUSTED:
        return "This month's AI budget is used up"
    return f"{budget.used_percent} % of this month's AI budget is used up"


def _consequence(budget: AiBudget) -> str:
    if not budget.hard_stop:
        return "Nothing stops: the copilot goes on answering."
    if budget.level == BudgetLevel.EXHAUSTED:
        return "The copilot answers again when the month ends, or when an owner raises the budget."
    return "When it is used up, the copilot stops answering until the month ends or an owner raises the budget."


def _dollars(micros: int) -> str:
    return f"${micros / 1_000_000:,.2f}"
