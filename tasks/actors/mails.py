"""Mail: one delivery to one address."""

from __future__ import annotations

from uuid import UUID

from models.core.unit_of_work import db_session
from models.delivery import Delivery
from models.invitation import Invitation
from models.jobs import Job
from models.notice_event import NoticeEvent
from models.operations.deliveries import cancel
from models.password_reset import PasswordReset
from tasks.actors.inputs.mails import mail_of
from tasks.actors.registry import actor
from tasks.actors.sending import give_up, send_delivery
from tasks.integrations.mail import Mail
from tasks.running import RunningJob

# Longer than a connection and a message on a server that answers each command just in time.
TIME_LIMIT_SECONDS = 420


@actor(Job.MAIL_SEND, when_dead=give_up, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def send(job: RunningJob, delivery_id: UUID) -> None:
    """Mail a notice to one person.

    Running twice is safe: the delivery's row says whether it was sent, and which job is sending it.  If a worker dies
    between the mail server's acceptance and our commit, the second mail has the same Message-ID.
    """

    def compose(delivery: Delivery) -> Mail | None:
        if _is_closed(delivery):
            cancel(delivery)
            return None
        return mail_of(delivery, settings=job.context.settings, key_ring=job.context.key_ring)

    send_delivery(job, delivery_id, compose=compose, call=job.context.mailer.send)


def _is_closed(delivery: Delivery) -> bool:
    """Whether the link in it no longer works: it was used, revoked or replaced, or has expired."""
    if delivery.event == NoticeEvent.INVITATION:
        invitation = db_session().get_one(Invitation, delivery.subject_id)
        return not invitation.is_open or str(invitation.link_number) != delivery.occasion
    if delivery.event == NoticeEvent.PASSWORD_RESET:
        return not db_session().get_one(PasswordReset, delivery.subject_id).is_open
    return False
