"""The names of all jobs and their queues: all that `web` and `tasks` share.

A job is requested in a transaction and runs after its commit; its actor lives in `tasks.actors` under the same noun.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from models.core import unit_of_work
from models.core.outgoing import outbox


class Queue(StrEnum):
    """Named for what its jobs wait for.  Each queue is read by one line of the Procfile."""

    AI = "ai"
    DB = "db"
    MAIL = "mail"
    CHAT = "chat"
    PSA = "psa"


class Job(StrEnum):
    """`noun.verb`."""

    AI_BUDGET_ANNOUNCE = "ai_budget.announce"
    REMINDER_SEND = "reminder.send"
    REPLY_WRITE = "reply.write"
    PREVIEW_WRITE = "preview.write"
    CASE_WRITE = "case.write"
    HANDOFF_ASSESS = "handoff.assess"
    HANDOFF_EXPIRE_ASSESSMENT = "handoff.expire_assessment"
    HANDOFF_ANNOUNCE_WAITING = "handoff.announce_waiting"
    MAIL_SEND = "mail.send"
    PUSH_SEND = "push.send"
    DIGEST_SEND = "digest.send"
    CHANNEL_MESSAGE_SEND = "channel_message.send"
    CHANNEL_RESEND = "channel_message.resend"
    CHANNEL_TEST = "channel_message.test"
    DOCUMENTATION_WRITE = "documentation.write"
    CLIENT_UPDATE_WRITE = "client_update.write"
    TREE_DRAFT_WRITE = "tree_draft.write"
    PSA_CONNECTION_TEST = "psa_connection.test"
    PSA_CONNECTION_CLEAR = "psa_connection.clear"
    PSA_LOOKUP_FETCH = "psa_lookup.fetch"
    ATTACHMENT_EXPIRE = "attachment.expire"
    SCRIPT_MESSAGE_WRITE = "script_message.write"
    TEMPLATIZATION_WRITE = "templatization.write"
    CONVERSATION_SUMMARY_WRITE = "conversation_summary.write"
    INVITATION_SEND = "invitation.send"
    PSA_PUSH_SEND = "psa_push.send"
    PSA_TICKET_CREATE = "psa_ticket.create"
    PSA_TICKETS_SYNC = "psa_tickets.sync"
    PSA_TICKET_REFRESH = "psa_ticket.refresh"
    PSA_TICKET_CHECK = "psa_ticket.check"
    PSA_TICKET_FIND = "psa_ticket.find"
    PSA_WEBHOOK_VERIFY = "psa_webhook.verify"
    PASSWORD_SEND_RESET = "password.send_reset"  # noqa: S105 -- the name of a job

    @property
    def queue(self) -> Queue:
        return _QUEUES[self]


_QUEUES = {
    Job.AI_BUDGET_ANNOUNCE: Queue.DB,
    Job.REMINDER_SEND: Queue.DB,
    Job.REPLY_WRITE: Queue.AI,
    Job.PREVIEW_WRITE: Queue.AI,
    Job.CASE_WRITE: Queue.AI,
    Job.HANDOFF_ASSESS: Queue.AI,
    Job.HANDOFF_EXPIRE_ASSESSMENT: Queue.DB,
    Job.HANDOFF_ANNOUNCE_WAITING: Queue.DB,
    Job.MAIL_SEND: Queue.MAIL,
    Job.PUSH_SEND: Queue.MAIL,
    Job.DIGEST_SEND: Queue.DB,
    Job.CHANNEL_MESSAGE_SEND: Queue.CHAT,
    Job.CHANNEL_RESEND: Queue.CHAT,
    Job.CHANNEL_TEST: Queue.CHAT,
    Job.DOCUMENTATION_WRITE: Queue.AI,
    Job.CLIENT_UPDATE_WRITE: Queue.AI,
    Job.TREE_DRAFT_WRITE: Queue.AI,
    Job.PSA_CONNECTION_TEST: Queue.PSA,
    Job.PSA_CONNECTION_CLEAR: Queue.DB,
    Job.PSA_LOOKUP_FETCH: Queue.PSA,
    Job.ATTACHMENT_EXPIRE: Queue.DB,
    Job.SCRIPT_MESSAGE_WRITE: Queue.AI,
    Job.TEMPLATIZATION_WRITE: Queue.AI,
    Job.CONVERSATION_SUMMARY_WRITE: Queue.AI,
    Job.INVITATION_SEND: Queue.MAIL,
    Job.PSA_PUSH_SEND: Queue.PSA,
    Job.PSA_TICKET_CREATE: Queue.PSA,
    Job.PASSWORD_SEND_RESET: Queue.MAIL,
    Job.PSA_TICKETS_SYNC: Queue.PSA,
    Job.PSA_TICKET_REFRESH: Queue.PSA,
    Job.PSA_TICKET_CHECK: Queue.PSA,
    Job.PSA_TICKET_FIND: Queue.PSA,
    Job.PSA_WEBHOOK_VERIFY: Queue.PSA,
}


def queue_of(name: str) -> str:
    """The queue of the job with this name.  Raises ValueError for an unknown name."""
    return Job(name).queue


def request(job: Job, *, due: datetime | None = None, **ids: UUID | int) -> None:
    """Request `job` in the current transaction.

    It waits in the outbox until `due`.  `ids` are the actor's arguments: ids and small numbers but never content,
    because the job reads what it needs when it runs.
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
