"""The mail with the link to join an account, as the release before requested it; now `mail.send` sends it."""

from __future__ import annotations

from uuid import UUID

from models.jobs import Job
from models.operations.invitations import invitation_by_id, mail_link, token_of
from tasks.actors.registry import actor
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 60


def forget_token(invitation_id: UUID, link_number: int, *, code: str) -> None:
    """The job is dead: an admin sends the invitation again, and the token that was never sent is deleted."""
    invitation_by_id(invitation_id).forget_token(link_number)


@actor(Job.INVITATION_SEND, when_dead=forget_token, time_limit_seconds=TIME_LIMIT_SECONDS)
def send(job: RunningJob, invitation_id: UUID, link_number: int) -> None:
    """Plan the mail as a delivery, unless a newer link has replaced this one.

    Running twice is safe: the token is deleted in the transaction that plans the mail and ends the job.
    """
    with job.finish():
        invitation = invitation_by_id(invitation_id)
        if invitation.is_unsent and invitation.link_number == link_number:
            mail_link(invitation, token_of(invitation, job.context.key_ring), job.context.key_ring)
        invitation.forget_token(link_number)
