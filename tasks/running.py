"""A running job: prepare (transaction) → call (no connection held) → record (transaction, outbox row done)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from models.core import clock
from models.core.outgoing import outbox
from models.core.unit_of_work import UnitOfWork
from tasks.context import Context


class LostLease(Exception):
    """Another process has taken this job over: what was done here is rolled back."""


class NotFinished(Exception):
    """An actor returned without `job.finish()`: a mistake in the actor."""


class RunningJob:
    """What an actor gets.  Its account comes from the outbox row, never from the message."""

    def __init__(self, context: Context, taken: outbox.Taken) -> None:
        self.context = context
        self.taken = taken
        self.is_finished = False

    def transaction(self) -> UnitOfWork:
        """Used for "prepare": a unit of work in the job's account; the job keeps running."""
        return self.context.unit_of_work(self.taken.account_id)

    @contextmanager
    def finish(self) -> Iterator[UnitOfWork]:
        """Used for "record": the row becomes done in the transaction of the job's own writes.

        Raises LostLease, and rolls everything back, when another process has taken the job in the meantime.
        """
        with self.transaction() as unit:
            yield unit
            unit.db_session.flush()
            if not outbox.finish(unit.db_session, self.taken):
                raise LostLease(self.taken.name)
        self.is_finished = True

    def give_back(self, *, after: timedelta, failure: outbox.Failure, refund: bool = False) -> None:
        """Make the row ready again, due `after` from now.  With `refund`, the attempt does not count."""
        with self.transaction() as unit:
            due = clock.now() + after
            outbox.give_back(unit.db_session, self.taken, due=due, failure=failure, refund=refund)

    def postpone(self, *, after: timedelta, failure: outbox.Failure) -> bool:
        """Make the row ready again, due `after` from now.  Until the row is as old as PATIENCE, no attempt is used up.

        Returns False if the row is older and has no attempt left, or if the lease was lost.
        """
        with self.transaction() as unit:
            return outbox.postpone(unit.db_session, self.taken, due=clock.now() + after, failure=failure)
