"""What became of a call to a notification channel: its log, and the end of a channel that does not work."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from models.audit_entry import AuditAction
from models.core import clock
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.notice import SubjectKind
from models.notice_event import NoticeEvent
from models.notification_channel import CALLS_KEPT, ChannelCall, NotificationChannel, OffReason
from models.operations import audit
from models.operations.admin_notices import tell_admins
from models.operations.notification_channels import publish_subscriptions

TEST = "test"
"""The event of a test message."""
_REASONS = {
    OffReason.GONE: "its address no longer exists",
    OffReason.FAILURES: "ten calls in a row failed",
    OffReason.FAILING: "calls have failed for 24 hours",
}


@dataclass(frozen=True, kw_only=True)
class CallResult:
    """`status`: the HTTP status, or the code of the failure."""

    status: str
    duration_ms: int
    is_success: bool
    is_gone: bool = False
    is_busy: bool = False
    """The channel asked us to wait: it works, and says so."""
    sealed_url: bytes | None
    """The address that was called, as the channel had it."""


def note_call(channel_id: UUID, result: CallResult, *, event: str, notice_id: UUID | None) -> None:
    """Log the call, and switch the channel off if it does not work any more.

    A call says nothing about an address that the channel got while the call was under way.
    """
    channel = locked(NotificationChannel, channel_id)
    call = ChannelCall(
        account_id=channel.account_id,
        channel_id=channel.id,
        notice_id=notice_id,
        event=event,
        status=result.status,
        duration_ms=result.duration_ms,
    )
    db_session().add(call)
    db_session().flush()
    _forget_old_calls(channel)
    if result.sealed_url != channel.sealed_url:
        return
    if result.is_success:
        channel.forget_failures()
    elif not result.is_busy and (reason := channel.note_failure(is_gone=result.is_gone)) and channel.is_active:
        _switch_off(channel, reason)


def _switch_off(channel: NotificationChannel, reason: OffReason) -> None:
    channel.switch(on=False, reason=reason)
    publish_subscriptions()
    audit.record(AuditAction.CHANNEL_SWITCHED_OFF, channel, by=audit.FLOWPILOT, reason=reason)
    tell_admins(
        NoticeEvent.CHANNEL_SWITCHED_OFF,
        SubjectKind.CHANNEL,
        channel.id,
        title=f"{channel.name} was switched off: {_REASONS[reason]}",
        link="/account#channels",
        occasion=clock.rfc3339(clock.now()),
        more={"channel": channel.name, "reason": _REASONS[reason]},
    )


def _forget_old_calls(channel: NotificationChannel) -> None:
    mine = (ChannelCall.account_id == channel.account_id, ChannelCall.channel_id == channel.id)
    kept = select(ChannelCall.id).where(*mine).order_by(ChannelCall.created_at.desc(), ChannelCall.id.desc())
    db_session().execute(
        delete(ChannelCall).where(*mine, ChannelCall.id.not_in(kept.limit(CALLS_KEPT).scalar_subquery()))
    )
