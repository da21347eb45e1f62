"""The mail with the link to set another password."""

from __future__ import annotations

from uuid import UUID

from models.jobs import Job
from models.operations.passwords import reset_by_id, token_of
from models.password_reset import LIFETIME
from tasks.actors.registry import actor
from tasks.integrations.mail import Mail
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 60

_TEXT = """\
Hello {name},

somebody asked to set another FlowPilot password for this address.
If it was you, open this link within {minutes} minutes:

{link}

If it was not, do nothing: your password stays as it is.
"""


def forget_token(reset_id: UUID, *, code: str) -> None:
    """The job is dead: the person asks again, and the token that was never sent is deleted."""
    reset_by_id(reset_id).forget_token()


@actor(Job.PASSWORD_SEND_RESET, when_dead=forget_token, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def send_reset(job: RunningJob, reset_id: UUID) -> None:
    """Mail the link.

    Running twice is safe: once the link is sent, its token is deleted and there is nothing left to send.  If a worker
    dies after sending and before deleting the token, the second mail has the same link and the same Message-ID.
    """
    with job.transaction():
        mail = _prepare(job, reset_id)
    if mail is not None:
        job.context.mailer.send(mail)
    with job.finish():
        if mail is not None:
            reset_by_id(reset_id).note_sent()


def _prepare(job: RunningJob, reset_id: UUID) -> Mail | None:
    reset = reset_by_id(reset_id)
    if not reset.is_unsent:
        return None
    settings = job.context.settings
    link = f"{settings.public_url}/reset-password?token={token_of(reset, job.context.key_ring)}"
    minutes = int(LIFETIME.total_seconds() // 60)
    return Mail(
        to=reset.user.email,
        subject="Set another FlowPilot password",
        text=_TEXT.format(name=reset.user.name, minutes=minutes, link=link),
        message_id=f"password-reset.{reset.id}@{settings.host}",
    )
