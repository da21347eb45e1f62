"""A job while it runs: prepare (transaction) → call (no connection held) → record (transaction, outbox done)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from models.core import clock, outbox
from models.core.unit_of_work import UnitOfWork
from tasks.context import Context


class LostLease(Exception):
    """Somebody else has taken this job over: what was done here is rolled back."""


class NotFinished(Exception):
    """An actor returned without `job.finish()`; a mistake of ours."""


class RunningJob:
    """What an actor gets.  Its account is the outbox row's, never the message's."""

    def __init__(self, context: Context, taken: outbox.Taken) -> None:
        self.context = context
        self.taken = taken
        self.is_finished = False

    def transaction(self) -> UnitOfWork:
        """For prepare: a unit of work of the job's account that leaves the job running."""
        return self.context.unit_of_work(self.taken.account_id)

    @contextmanager
    def finish(self) -> Iterator[UnitOfWork]:
        """For record: the job is done in the same transaction, or nothing is.

        Raises LostLease when the lease was lost meanwhile.
        """
        with self.transaction() as unit:
            yield unit
            unit.db_session.flush()
            if not outbox.finish(unit.db_session, self.taken):
                raise LostLease(self.taken.name)
        self.is_finished = True

    def give_back(self, *, after: timedelta, error: str | None, refund: bool = False) -> None:
        """Back to ready, due `after` from now."""
        with self.transaction() as unit:
            due = clock.now() + after
            outbox.give_back(unit.db_session, self.taken, due=due, error=error, refund=refund)
