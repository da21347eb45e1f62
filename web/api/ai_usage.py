"""/usage/ai and /account/ai-budget: what calls to a model cost, and how much they may cost in a month."""

from __future__ import annotations

from typing import Any

from flask import current_app

from models.account import Account
from models.ai_budget import AiBudget, Month
from models.operations import ai_budgets
from models.queries.ai_usage import UsageReport, budget_now, usage_report
from schemas.ai_usage import BudgetSchema, BudgetStateSchema, SetBudgetSchema, UsageQuery, UsageSchema
from web.edge import identity
from web.edge.access import ADMINS_ONLY, MEMBERS, OWNERS_UNGATED
from web.edge.resource import Resource

ai_usage = Resource("ai_usage", __name__, url_prefix="/usage/ai", description="What calls to a model cost.")
ai_budget = Resource("ai_budget", __name__, url_prefix="/account/ai-budget", description="The monthly AI budget.")


@ai_usage.route("", access=ADMINS_ONLY)
@ai_usage.arguments(UsageQuery, location="query")
@ai_usage.response(200, UsageSchema)
def read_usage(query: dict[str, Any]) -> UsageReport:
    """Read a month's cost by task, person, model and day, with the budget and what is left of it"""
    month = Month.parse(query["month"]) if query["month"] else Month.current()
    return usage_report(identity.current().account, month)


@ai_usage.route("/state", access=MEMBERS)
@ai_usage.response(200, BudgetStateSchema)
def read_state() -> AiBudget:
    """Read how much of this month's budget is used, without amounts"""
    return budget_now(identity.current().account, current_app.extensions["spending"])


@ai_budget.route("", methods=["PUT"], access=OWNERS_UNGATED)
@ai_budget.arguments(SetBudgetSchema)
@ai_budget.response(200, BudgetSchema)
def set_budget(given: dict[str, Any]) -> Account:
    """Set the monthly budget and whether it stops calls"""
    return ai_budgets.set_budget(identity.current().account, **given, by=identity.current_user())
