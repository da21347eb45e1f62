"""The account's notification channels and the calls to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from models.account import Account
from models.core.errors import NotFound
from models.core.paging import Page, page_of
from models.core.unit_of_work import current, db_session
from models.notice_event import DEFAULTS, Default, NoticeEvent
from models.notification_channel import CALLS_KEPT, ChannelCall, ChannelKind, NotificationChannel
from models.user import User


@dataclass(frozen=True)
class Subscriber:
    """An active channel that is told of an event."""

    channel_id: UUID
    kind: ChannelKind


def channels() -> Select[NotificationChannel]:
    return select(NotificationChannel).where(
        NotificationChannel.account_id == current().account_id, NotificationChannel.deleted_at.is_(None)
    )


def channels_page(*, limit: int, cursor: str | None) -> Page[NotificationChannel]:
    """Newest first."""
    return page_of(channels(), NotificationChannel, limit=limit, cursor=cursor)


def channel_of(channel_id: UUID, *, by: User) -> NotificationChannel:
    """Raises NotFound."""
    channel = db_session().get(NotificationChannel, channel_id)
    if channel is None or channel.account_id != by.account_id or channel.deleted_at is not None:
        raise NotFound
    return channel


def calls_of(channel: NotificationChannel) -> list[ChannelCall]:
    """The last calls, newest first."""
    calls = select(ChannelCall).where(
        ChannelCall.account_id == channel.account_id, ChannelCall.channel_id == channel.id
    )
    newest = calls.order_by(ChannelCall.created_at.desc(), ChannelCall.id.desc()).limit(CALLS_KEPT)
    return list(db_session().scalars(newest))


def call_of(call_id: UUID, *, channel: NotificationChannel) -> ChannelCall:
    """Raises NotFound."""
    call = db_session().get(ChannelCall, call_id)
    if call is None or call.channel_id != channel.id or call.account_id != channel.account_id:
        raise NotFound
    return call


def subscribers(event: NoticeEvent) -> Iterator[Subscriber]:
    """The active channels that are told of `event`, without a query of their own (`Account.subscribed_channels`)."""
    if DEFAULTS[event].channels == Default.NEVER:
        return
    for entry in db_session().get_one(Account, current().account_id).subscribed_channels:
        if event in entry["events"]:
            yield Subscriber(UUID(entry["id"]), ChannelKind(entry["kind"]))
