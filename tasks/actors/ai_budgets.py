"""The notice that an account's AI budget is nearly, or wholly, used up."""

from __future__ import annotations

from uuid import UUID

import structlog

from models.jobs import Job
from models.operations.ai_budget_notices import announce_budget
from tasks.actors.registry import actor
from tasks.running import RunningJob

log = structlog.get_logger(__name__)


def give_up(account_id: UUID, *, code: str) -> None:
    """The job is dead.  Nobody waits for it: the banner says the same, and the next call requests it again."""
    log.warning("ai_budget.not_announced", account_id=str(account_id), code=code)


@actor(Job.AI_BUDGET_ANNOUNCE, when_dead=give_up, time_limit_seconds=60)
def announce(job: RunningJob, account_id: UUID) -> None:
    """Tell the admins.

    Running twice is safe: the account's row, which is locked, says of which level they were told.
    """
    with job.finish():
        announce_budget()
