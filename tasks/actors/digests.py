"""What quiet hours and digests held back for one person, once its time has come."""

from __future__ import annotations

from uuid import UUID

from models.jobs import Job
from models.operations.digests import give_up_due, send_due
from tasks.actors.registry import actor
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 60


def give_up(user_id: UUID, *, code: str) -> None:
    """The job is dead: its messages are marked as failed."""
    give_up_due(user_id, code=code)


@actor(Job.DIGEST_SEND, when_dead=give_up, time_limit_seconds=TIME_LIMIT_SECONDS)
def send(job: RunningJob, user_id: UUID) -> None:
    """Plan the digests of one person, each as a delivery with a sending job.

    Running twice is safe: in the transaction that ends the job, what was held becomes part of a digest, so another run
    finds nothing.
    """
    with job.finish():
        send_due(user_id)
