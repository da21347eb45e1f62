"""The mail with the link to set another password."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from models.jobs import Job
from models.operations.passwords import reset_by_id, token_of
from models.password_reset import LIFETIME
from settings import Settings
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


def forget_token(reset_id: UUID) -> None:
    """The job is dead: the person asks again; nobody keeps a secret that was never sent."""
    reset_by_id(reset_id).forget_token()


@actor(Job.PASSWORD_SEND_RESET, when_dead=forget_token, time_limit_seconds=TIME_LIMIT_SECONDS)
def send_reset(job: RunningJob, reset_id: UUID) -> None:
    """Mail the link.

    Twice is safe: a link that was sent has no token left to send; a copy sent by a worker that died before it could
    note so carries the same link and the same Message-ID.
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
    if not reset.is_to_be_sent:
        return None
    settings = job.context.settings
    link = f"{settings.public_url}/reset-password?token={token_of(reset, job.context.key_ring)}"
    minutes = int(LIFETIME.total_seconds() // 60)
    return Mail(
        to=reset.user.email,
        subject="Set another FlowPilot password",
        text=_TEXT.format(name=reset.user.name, minutes=minutes, link=link),
        message_id=f"password-reset.{reset.id}@{_host(settings)}",
    )


def _host(settings: Settings) -> str:
    return urlsplit(settings.public_url).hostname or "flowpilot"
