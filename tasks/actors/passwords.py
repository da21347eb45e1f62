"""The mail with the link to set another password, as the release before requested it; now `mail.send` sends it."""

from __future__ import annotations

from uuid import UUID

from models.jobs import Job
from models.operations.passwords import mail_link, reset_by_id, token_of
from tasks.actors.registry import actor
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 60


def forget_token(reset_id: UUID, *, code: str) -> None:
    """The job is dead: the person asks again, and the token that was never sent is deleted."""
    reset_by_id(reset_id).forget_token()


@actor(Job.PASSWORD_SEND_RESET, when_dead=forget_token, time_limit_seconds=TIME_LIMIT_SECONDS)
def send_reset(job: RunningJob, reset_id: UUID) -> None:
    """Plan the mail as a delivery.

    Running twice is safe: the token is deleted in the transaction that plans the mail and ends the job.
    """
    with job.finish():
        reset = reset_by_id(reset_id)
        if reset.is_unsent:
            mail_link(reset, token_of(reset, job.context.key_ring), job.context.key_ring)
        reset.forget_token()
