"""The limits of a job's task with the assistant: deadline, Stop, and the account's monthly budget.

Every actor that calls the assistant takes its `Control` from here, so that none can spend beyond the budget.
"""

from __future__ import annotations

from collections.abc import Callable

from models import ai_budget
from models.account import Account
from models.ai_budget import Month
from models.operations.ai_budgets import check_budget
from tasks.integrations.assistant import BudgetExhausted, Control, never
from tasks.running import RunningJob


def control_for(job: RunningJob, *, deadline: float | None = None, is_cancelled: Callable[[], bool] = never) -> Control:
    """`deadline` is a `time.monotonic()` value in seconds; None for no limit."""
    return Control(deadline=deadline, is_cancelled=is_cancelled, purse=_AccountPurse(job))


class _AccountPurse:
    """Reads the budget before each attempt: it may have been changed, or used up by another worker."""

    def __init__(self, job: RunningJob) -> None:
        self._job = job

    def check(self) -> None:
        """Raises BudgetExhausted.  No connection is held afterwards."""
        with self._job.transaction() as unit:
            account = unit.db_session.get_one(Account, self._job.taken.account_id)
            try:
                check_budget(account, self._job.context.spending)
            except ai_budget.BudgetExhausted as error:
                raise BudgetExhausted from error

    def spend(self, micros: int) -> None:
        """Count the attempt before its rows are stored, so that other workers see it at once."""
        if micros:
            self._job.context.spending.add(self._job.taken.account_id, str(Month.current()), micros)
