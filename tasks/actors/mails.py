"""Mail: one delivery to one address."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from models.delivery import Delivery
from models.jobs import Job
from settings import Settings
from tasks.actors.registry import actor
from tasks.actors.sending import give_up, send_delivery
from tasks.integrations.mail import Mail
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 60


@actor(Job.MAIL_SEND, when_dead=give_up, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def send(job: RunningJob, delivery_id: UUID) -> None:
    """Mail a notice to one person.

    Running twice is safe: the delivery's row says whether it was sent, and which job is sending it.  If a worker dies
    between the mail server's acceptance and our commit, the second mail has the same Message-ID.
    """
    compose = partial(_mail, settings=job.context.settings)
    send_delivery(job, delivery_id, compose=compose, call=job.context.mailer.send)


def _mail(delivery: Delivery, *, settings: Settings) -> Mail:
    content = delivery.notice.content
    return Mail(
        to=delivery.recipient,
        subject=content["title"],
        text=f"{content['title']}\n\n{settings.public_url}{content['link']}\n",
        message_id=f"delivery.{delivery.id}@{settings.host}",
    )
