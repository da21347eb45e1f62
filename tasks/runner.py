"""Runs one outbox row: takes it, runs its actor, and always records the result: done, ready again, or dead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from dramatiq.middleware import Interrupt, Shutdown

from models.core.observing import error_reports, origin
from models.core.outgoing import outbox
from models.core.outgoing.outbox import Failure
from models.jobs import Job
from tasks.actors import ACTORS
from tasks.actors.registry import Actor
from tasks.context import Context
from tasks.failures import INTERNAL_ERROR, failure_of, what_next
from tasks.integrations.errors import CallFailed
from tasks.running import LostLease, NotFinished, RunningJob

# A process that is shutting down takes no more jobs after this time, so that a job it gave back goes to another.
HANDOVER = timedelta(seconds=1.5)
INTERRUPTED = Failure("interrupted", "interrupted by shutdown")
PROCESS_ENDED = Failure(
    INTERNAL_ERROR, f"given up after {outbox.MAX_ATTEMPTS} attempts; the last one ended its process"
)

log = structlog.get_logger(__name__)


def run_row(context: Context, row_id: str) -> None:
    """Take and run the row if it still waits.  A duplicate message finds it taken and returns.

    A process that is shutting down takes nothing: the sweeper sends the row again, to another process.
    """
    if context.leases.is_closing:
        return
    with context.unit_of_work() as unit:
        taken = outbox.take(unit.db_session, UUID(row_id), lease=context.leases.length)
    if taken is None:
        return
    with (
        context.leases.holding(taken.claim),
        origin.working_for(taken.request_id),
        structlog.contextvars.bound_contextvars(
            job=taken.name,
            job_id=str(taken.id),
            account_id=str(taken.account_id),
            attempt=taken.attempts,
            request_id=taken.request_id,
        ),
    ):
        _run(RunningJob(context, taken), ACTORS[Job(taken.name)])


def _run(job: RunningJob, actor: Actor) -> None:
    if job.taken.is_exhausted:
        _bury(job, actor, PROCESS_ENDED)
        return
    try:
        actor.function(job, **_arguments(job.taken.args))
        if not job.is_finished:
            raise NotFinished(job.taken.name)
    except LostLease:
        log.warning("lease lost, another process has this job")
    except Shutdown:
        job.give_back(after=HANDOVER, failure=INTERRUPTED, refund=True)
        raise
    except Interrupt as error:
        _fail(job, actor, error)
    except Exception as error:  # noqa: BLE001 -- the edge: a failure becomes the row's state, never a lost job
        _fail(job, actor, error)


def _fail(job: RunningJob, actor: Actor, error: BaseException) -> None:
    failure = failure_of(error)
    again = what_next(error, attempts=job.taken.attempts, may_repeat=actor.may_repeat)
    _report(error, failure, is_final=again is None)
    if again is None:
        _bury(job, actor, failure)
    elif again.counts:
        job.give_back(after=again.after, failure=failure)
    elif not job.postpone(after=again.after, failure=failure):
        _report(error, failure, is_final=True)
        _bury(job, actor, failure)


def _report(error: BaseException, failure: Failure, *, is_final: bool) -> None:
    """A call that failed and is tried again is expected; every other failure is for the operators."""
    if isinstance(error, CallFailed) and not is_final:
        log.warning("call failed", code=failure.code, after=error.after)
        return
    log.error("job failed", code=failure.code, exc_info=error)
    error_reports.report(error)


def _bury(job: RunningJob, actor: Actor, failure: Failure) -> None:
    """Mark the row dead and run `when_dead` in the same transaction.  If that fails, mark it dead all the same."""
    log.error("job given up", code=failure.code, error=failure.message)
    try:
        with job.transaction() as unit:
            if outbox.bury(unit.db_session, job.taken, failure=failure):
                actor.when_dead(**_arguments(job.taken.args), code=failure.code)
    except Exception:  # the edge: a row whose `when_dead` fails must not come back for ever
        log.exception("when_dead failed")
        with job.transaction() as unit:
            outbox.bury(unit.db_session, job.taken, failure=failure)


def _arguments(args: dict[str, Any]) -> dict[str, Any]:
    """Every text argument of a job is an id (`models.jobs.request`)."""
    return {name: UUID(value) if isinstance(value, str) else value for name, value in args.items()}
