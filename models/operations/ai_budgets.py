"""Sets what an account may spend on calls to a model, and refuses a call beyond it."""

from __future__ import annotations

from models.account import Account
from models.ai_budget import AiBudget, BudgetExhausted
from models.audit_entry import AuditAction
from models.core.outgoing.spending import Spending
from models.operations import audit
from models.queries.ai_usage import budget_now
from models.user import User


def set_budget(account: Account, *, monthly_micros: int | None, hard_stop: bool, by: User) -> Account:
    """Change the budget from the next call on.  `monthly_micros` is millionths of a US dollar, None for no limit."""
    before = (account.ai_monthly_micros, account.ai_hard_stop)
    account.ai_monthly_micros, account.ai_hard_stop = monthly_micros, hard_stop
    if before != (monthly_micros, hard_stop):
        change = {"monthly_micros": monthly_micros, "hard_stop": hard_stop}
        was = dict(zip(change, before, strict=True))
        # Of what the new budget means, nobody was told.
        account.ai_budget_told = None
        audit.record(AuditAction.AI_BUDGET_CHANGED, account, by=by, before=was, **change)
    return account


def check_budget(account: Account, spending: Spending) -> AiBudget:
    """Raises BudgetExhausted (409) if the month's budget is used up and stops calls."""
    budget = budget_now(account, spending)
    if budget.stops_calls:
        raise BudgetExhausted
    return budget
