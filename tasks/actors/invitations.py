"""The mail with the link to join an account."""

from __future__ import annotations

from uuid import UUID

from models.account import Account
from models.core.unit_of_work import db_session
from models.invitation import LIFETIME, Invitation
from models.jobs import Job
from models.operations.invitations import invitation_by_id, token_of
from settings import Settings
from tasks.actors.registry import actor
from tasks.integrations.mail import Mail
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 60

_TEXT = """\
Hello,

{inviter} invites you to join {account} on FlowPilot.
Open this link within {days} days:

{link}

If you do not expect this, do nothing: without the link nothing happens.
"""


def forget_token(invitation_id: UUID, link_number: int, *, code: str) -> None:
    """The job is dead: an admin sends the invitation again, and the token that was never sent is deleted."""
    invitation_by_id(invitation_id).forget_token(link_number)


@actor(Job.INVITATION_SEND, when_dead=forget_token, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def send(job: RunningJob, invitation_id: UUID, link_number: int) -> None:
    """Mail the link, unless a newer one has replaced it: the newer one has its own job.

    Running twice is safe: once the link is sent, its token is deleted and there is nothing left to send.  If a worker
    dies after sending and before deleting the token, the second mail has the same link and the same Message-ID.
    """
    with job.transaction():
        invitation = invitation_by_id(invitation_id)
        is_due = invitation.is_unsent and invitation.link_number == link_number
        mail = _mail(job, invitation) if is_due else None
    if mail is not None:
        job.context.mailer.send(mail)
    with job.finish():
        if mail is not None:
            invitation_by_id(invitation_id).forget_token(link_number)


def _mail(job: RunningJob, invitation: Invitation) -> Mail:
    settings: Settings = job.context.settings
    account = db_session().get_one(Account, invitation.account_id)
    link = f"{settings.public_url}/invite?token={token_of(invitation, job.context.key_ring)}"
    # A new link is a new message.
    message = f"invitation.{invitation.id}.{invitation.token_fingerprint.hex()[:16]}"
    return Mail(
        to=invitation.email,
        subject=f"Join {account.name} on FlowPilot",
        text=_TEXT.format(inviter=invitation.invited_by.name, account=account.name, days=LIFETIME.days, link=link),
        message_id=f"{message}@{settings.host}",
    )
