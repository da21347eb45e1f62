"""Runs one outbox row: take it, run its actor, and end in done, ready again, or dead.  Never in a log alone."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from dramatiq.middleware import Interrupt, Shutdown
from sqlalchemy.exc import DBAPIError

from models.core import error_reports, origin, outbox
from models.jobs import Job
from tasks.actors import ACTORS
from tasks.actors.registry import Actor
from tasks.context import Context
from tasks.running import LostLease, NotFinished, RunningJob

LONGEST_WAIT_SECONDS = 300
LONGEST_ERROR = 2_000
# A process that was told to end has stopped listening by then, so that a job it gave back goes to another.
HANDOVER = timedelta(seconds=1.5)

log = structlog.get_logger(__name__)


def run_row(context: Context, row_id: str) -> None:
    """Take and run the row, if it is still waiting; a duplicate message finds it taken and returns.

    A process that ends leaves the row to the others: the sweeper sends it again.
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
        _bury(job, actor, f"given up after {outbox.MAX_ATTEMPTS} attempts; the last one ended its process")
        return
    try:
        actor.function(job, **_arguments(job.taken.args))
        if not job.is_finished:
            raise NotFinished(job.taken.name)
    except LostLease:
        log.warning("lease lost, somebody else has this job")
    except Shutdown:
        job.give_back(after=HANDOVER, error="interrupted by shutdown", refund=True)
        raise
    except Interrupt as error:
        _fail(job, actor, error)
    except Exception as error:  # noqa: BLE001 -- the edge: a failure becomes the row's state, never a lost job
        _fail(job, actor, error)


def _fail(job: RunningJob, actor: Actor, error: BaseException) -> None:
    words = _in_words(error)
    log.error("job failed", exc_info=error)
    error_reports.report(error)
    if job.taken.attempts >= outbox.MAX_ATTEMPTS:
        _bury(job, actor, words)
    else:
        job.give_back(after=_backoff(job.taken.attempts), error=words)


def _bury(job: RunningJob, actor: Actor, error: str) -> None:
    """Dead, and whoever waits for the result is told in the same transaction; if that fails, dead all the same."""
    log.error("job given up", error=error)
    try:
        with job.transaction() as unit:
            if outbox.bury(unit.db_session, job.taken, error=error):
                actor.when_dead(**_arguments(job.taken.args))
    except Exception:  # the edge: a row that cannot tell anybody must not come back for ever
        log.exception("nobody could be told")
        with job.transaction() as unit:
            outbox.bury(unit.db_session, job.taken, error=error)


def _in_words(error: BaseException) -> str:
    """For the row; of a database error without the driver's message, which quotes values."""
    if isinstance(error, DBAPIError):
        return f"{type(error).__name__}: {getattr(error.orig, 'pgcode', None)}"
    return f"{type(error).__name__}: {error}"[:LONGEST_ERROR]


def _backoff(attempts: int) -> timedelta:
    """Full jitter under 2, 4, 8 … seconds."""
    return timedelta(seconds=random.uniform(0.5, 1) * min(2.0**attempts, LONGEST_WAIT_SECONDS))


def _arguments(args: dict[str, Any]) -> dict[str, Any]:
    """Every text argument of a job is an id (`models.jobs.request`)."""
    return {name: UUID(value) if isinstance(value, str) else value for name, value in args.items()}
