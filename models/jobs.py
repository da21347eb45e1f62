"""The names of all jobs and the queue each waits in: all that `web` and `tasks` share.

A job is requested in a transaction and runs after its commit; its actor lives in `tasks.actors` under the same noun.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from models.core import outbox, unit_of_work


class Queue(StrEnum):
    """Named for what its jobs wait for; a Procfile line reads each."""

    AI = "ai"
    DB = "db"
    MAIL = "mail"


class Job(StrEnum):
    """`noun.verb`, a request."""

    REPLY_WRITE = "reply.write"
    HANDOFF_ASSESS = "handoff.assess"
    HANDOFF_EXPIRE_ASSESSMENT = "handoff.expire_assessment"
    PASSWORD_SEND_RESET = "password.send_reset"  # noqa: S105 -- the name of a job

    @property
    def queue(self) -> Queue:
        return _QUEUES[self]


_QUEUES = {
    Job.REPLY_WRITE: Queue.AI,
    Job.HANDOFF_ASSESS: Queue.AI,
    Job.HANDOFF_EXPIRE_ASSESSMENT: Queue.DB,
    Job.PASSWORD_SEND_RESET: Queue.MAIL,
}


def queue_of(name: str) -> str:
    """The queue of a job's name.  Raises ValueError for a name that is no job."""
    return Job(name).queue


def request(job: Job, *, due: datetime | None = None, **ids: UUID | int) -> None:
    """Ask for `job` in the current transaction.

    `due` in the future makes it wait in the outbox; `ids` become the actor's arguments (ids and small numbers,
    never content: the job reads what it needs when it runs).
    """
    unit = unit_of_work.current()
    unit.request(
        outbox.Row(
            account_id=unit.account_id,
            kind=outbox.Kind.JOB,
            name=job,
            args={name: value if isinstance(value, int) else str(value) for name, value in ids.items()},
            due=due,
        )
    )
