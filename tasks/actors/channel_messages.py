"""Messages to the account's notification channels: Slack, Teams and signed webhooks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from models import events
from models.core import clock
from models.core.unit_of_work import db_session
from models.delivery import Delivery
from models.jobs import Job, request
from models.notice import Notice
from models.notification_channel import ChannelCall, ChannelKind, NotificationChannel
from models.operations import channel_calls, deliveries
from models.operations.channel_calls import TEST, CallResult
from models.operations.notification_channels import open_channel
from tasks.actors.inputs.channel_messages import message_of
from tasks.actors.registry import actor
from tasks.actors.sending import Attempt, begin, give_up, record_failure
from tasks.integrations.chatops import ChannelBusy, ChannelFailed, ChannelGone, ChatChannel, ChatMessage, post_message
from tasks.integrations.errors import CallFailed
from tasks.restraint import Place
from tasks.running import RunningJob
from tasks.turns import Kind

TIME_LIMIT_SECONDS = 30
"""A call takes at most ten."""
SWITCHED_OFF = "channel_switched_off"
_SWITCHED_OFF_MESSAGE = "The channel is switched off."


@dataclass(frozen=True)
class Posting:
    """A message that is about to be posted, and what its log line says besides the result."""

    channel_id: UUID
    channel: ChatChannel
    sealed_url: bytes | None
    message: ChatMessage
    event: str
    notice_id: UUID | None


@actor(Job.CHANNEL_MESSAGE_SEND, when_dead=give_up, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def send(job: RunningJob, delivery_id: UUID) -> None:
    """Post a notice to one channel.

    Running twice is safe: the delivery's row says whether it was sent, and which job is sending it.  If a worker dies
    between the channel's answer and our commit, the second message has the same id.
    """
    with job.context.restraint.place() as place:
        with job.transaction():
            delivery = begin(job, delivery_id, place)
            posting = _posting_of(job, delivery) if delivery else None
            attempt = Attempt.of(delivery) if delivery else None
        if posting is None or attempt is None:
            with job.finish():
                if delivery is not None:
                    deliveries.note_failed(
                        delivery_id, job_id=job.taken.id, code=SWITCHED_OFF, message=_SWITCHED_OFF_MESSAGE
                    )
            return
        result, error = _post(job, posting)
        if error is not None:
            place.note_failure(error)
        with job.finish():
            _note(posting, result)
            if error is None:
                deliveries.note_sent(delivery_id, job_id=job.taken.id)
            else:
                record_failure(job, error, attempt)


def nobody_waits(call_id: UUID, *, code: str) -> None:
    """The job is dead: the log has no line for it, and an admin can press the button again."""


@actor(Job.CHANNEL_RESEND, when_dead=nobody_waits, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def resend(job: RunningJob, call_id: UUID) -> None:
    """Post the message of a former call again, because an admin asked for it.

    Running twice is safe: the second message has the same id, and the log has a line for each call that was recorded.
    """
    with job.context.restraint.place() as place:
        if _is_put_off(job, place, Job.CHANNEL_RESEND, call_id=call_id):
            return
        with job.transaction():
            call = db_session().get(ChannelCall, call_id)
            channel = db_session().get_one(NotificationChannel, call.channel_id) if call else None
            posting = _posting_again(job, call, channel) if call and channel and channel.deleted_at is None else None
        result = _post(job, posting)[0] if posting else None
    with job.finish():
        if posting and result:
            _note(posting, result)
            if result.is_success and posting.notice_id:
                deliveries.note_sent_again(posting.notice_id, posting.channel_id)


def test_failed(channel_id: UUID, user_id: UUID, *, code: str) -> None:
    """The job is dead: the admin who waits for the result is told."""
    events.channel_tested(user_id, channel_id, result=code, message="FlowPilot could not make the call. Try again.")


@actor(Job.CHANNEL_TEST, when_dead=test_failed, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def test(job: RunningJob, channel_id: UUID, user_id: UUID) -> None:
    """Post a test message and tell the admin what became of it.

    Running twice is safe: a second test message says the same and has the same id.
    """
    with job.context.restraint.place() as place:
        if _is_put_off(job, place, Job.CHANNEL_TEST, channel_id=channel_id, user_id=user_id):
            return
        with job.transaction():
            channel = db_session().get_one(NotificationChannel, channel_id)
            posting = _test_posting(job, channel) if channel.deleted_at is None else None
        result, error = _post(job, posting) if posting else (None, None)
    with job.finish():
        if posting and result:
            _note(posting, result)
            said = (error.code, error.message) if error else ("ok", f"The channel answers {result.status}.")
            events.channel_tested(user_id, channel_id, result=said[0], message=said[1])


def _is_put_off(job: RunningJob, place: Place, again: Job, **ids: UUID) -> bool:
    """Whether other calls have their turn: then the same job is requested again, and this one is done."""
    hold = place.take_turn(Kind.CHAT, account_id=job.taken.account_id)
    if hold is None:
        return False
    with job.finish():
        request(again, due=clock.now() + timedelta(seconds=hold.seconds), **ids)
    return True


def _post(job: RunningJob, posting: Posting) -> tuple[CallResult, CallFailed | None]:
    started = time.monotonic()
    error: CallFailed | None = None
    try:
        status = str(post_message(job.context.outgoing, posting.channel, posting.message))
    except ChannelFailed as failure:
        status, error = str(failure.status), failure
    except CallFailed as failure:
        status, error = failure.code, failure
    result = CallResult(
        status=status,
        duration_ms=round((time.monotonic() - started) * 1_000),
        is_success=error is None,
        is_gone=isinstance(error, ChannelGone),
        is_busy=isinstance(error, ChannelBusy),
        sealed_url=posting.sealed_url,
    )
    return result, error


def _note(posting: Posting, result: CallResult) -> None:
    channel_calls.note_call(posting.channel_id, result, event=posting.event, notice_id=posting.notice_id)


def _posting_of(job: RunningJob, delivery: Delivery) -> Posting | None:
    """None if the channel is switched off or deleted."""
    channel = delivery.told_channel
    if channel is None or not channel.is_usable:
        return None
    return _posting(job, channel, delivery.notice)


def _posting_again(job: RunningJob, call: ChannelCall, channel: NotificationChannel) -> Posting:
    notice = db_session().get(Notice, call.notice_id) if call.notice_id else None
    return _posting(job, channel, notice) if notice else _test_posting(job, channel)


def _posting(job: RunningJob, channel: NotificationChannel, notice: Notice) -> Posting:
    message = message_of(notice, public_url=job.context.settings.public_url)
    opened = _opened(job, channel)
    return Posting(channel.id, opened, channel.sealed_url, message, notice.event, notice.id)


def _test_posting(job: RunningJob, channel: NotificationChannel) -> Posting:
    message = ChatMessage(
        id=str(job.taken.id),
        event=TEST,
        at=clock.now(),
        title=f"Test from FlowPilot: {channel.name}",
        problem="Escalations will arrive here.",
        link=f"{job.context.settings.public_url}/account#channels",
        link_text="Open the channels",
    )
    opened = _opened(job, channel)
    return Posting(channel.id, opened, channel.sealed_url, message, TEST, None)


def _opened(job: RunningJob, channel: NotificationChannel) -> ChatChannel:
    opened = open_channel(channel, job.context.key_ring)
    kind = ChannelKind(channel.kind)
    return ChatChannel(kind=kind, url=opened.url, only_hosts=kind.only_hosts, secret=opened.secret)
