"""What admins do with notification channels: add, change, delete, test and send again."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from models.account import Account
from models.audit_entry import AuditAction
from models.core import clock
from models.core.addresses import check_form
from models.core.crypto import KeyRing
from models.core.errors import Conflict
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.jobs import Job, request
from models.notification_channel import MOST_PER_ACCOUNT, ChannelCall, ChannelKind, NotificationChannel
from models.operations import audit
from models.operations.account_lock import lock_account
from models.queries.notification_channels import channels
from models.user import User

_URL_COLUMN = "notification_channels.sealed_url"
_SECRET_COLUMN = "notification_channels.sealed_secret"  # noqa: S105 -- a column's name
_SECRET_PREFIX = "whsec_"  # noqa: S105 -- a prefix
_SECRET_BYTES = 32
_HINT_LENGTH = 4


class ChannelLimit(Conflict):
    code = "channel_limit"
    message = f"The account has {MOST_PER_ACCOUNT} notification channels. Delete one that is no longer used."


@dataclass(frozen=True)
class Sealing:
    """How addresses are checked and kept.  `allow_hosts`: the setting OUTBOUND_ALLOW_HOSTS."""

    key_ring: KeyRing = field(repr=False)
    allow_hosts: Collection[str]


@dataclass(frozen=True)
class CreatedChannel:
    """A new channel; the `secret` of a webhook is shown only here."""

    row: NotificationChannel
    secret: str | None


def create_channel(
    *, kind: ChannelKind, name: str, url: str, events: list[str], by: User, sealing: Sealing
) -> CreatedChannel:
    """Raises ForbiddenAddress (422), ChannelLimit (409)."""
    lock_account(by=by)
    if (db_session().scalar(select(func.count()).select_from(channels().subquery())) or 0) >= MOST_PER_ACCOUNT:
        raise ChannelLimit
    secret = _new_secret() if kind == ChannelKind.WEBHOOK else None
    channel = NotificationChannel(account_id=by.account_id, kind=kind, name=name, events=events)
    _set_url(channel, url, sealing)
    if secret:
        channel.sealed_secret = sealing.key_ring.seal(secret.encode(), account_id=by.account_id, column=_SECRET_COLUMN)
    db_session().add(channel)
    publish_subscriptions()
    audit.record(AuditAction.CHANNEL_CREATED, channel, by=by, kind=kind, address=channel.url_hint)
    return CreatedChannel(channel, secret)


def change_channel(
    channel: NotificationChannel,
    *,
    by: User,
    sealing: Sealing,
    url: str | None = None,
    is_active: bool | None = None,
    **plain: Any,
) -> NotificationChannel:
    """Change what is given; `plain` are `name` and `events`.  A new address, and switching it on, forget its failures.

    Raises ForbiddenAddress (422).
    """
    channel = locked(NotificationChannel, channel.id)
    for attribute, value in plain.items():
        setattr(channel, attribute, value)
    if url is not None:
        _set_url(channel, url, sealing)
        channel.forget_failures()
    if is_active is not None and is_active != channel.is_active:
        channel.switch(on=is_active)
    publish_subscriptions()
    changed = sorted(plain) + ["url"] * (url is not None) + ["is_active"] * (is_active is not None)
    audit.record(AuditAction.CHANNEL_CHANGED, channel, by=by, changed=changed, is_active=channel.is_active)
    return channel


def delete_channel(channel: NotificationChannel, *, by: User) -> None:
    """What is planned for it is not sent any more."""
    channel = locked(NotificationChannel, channel.id)
    channel.deleted_at, channel.is_active = clock.now(), False
    channel.sealed_url = channel.sealed_secret = None
    publish_subscriptions()
    audit.record(AuditAction.CHANNEL_DELETED, channel, by=by)


@dataclass(frozen=True)
class OpenedChannel:
    url: str = field(repr=False)
    secret: str | None = field(repr=False)


def open_channel(channel: NotificationChannel, key_ring: KeyRing) -> OpenedChannel:
    """The address and the secret of a channel that is not deleted.

    What an old key encrypted is encrypted again by the newest one, so that the old one can be removed some day.
    """
    assert channel.sealed_url is not None, "only a deleted channel has no address"
    account_id, secret = channel.account_id, None
    channel.sealed_url = key_ring.renewed(channel.sealed_url, account_id=account_id, column=_URL_COLUMN)
    if sealed := channel.sealed_secret:
        channel.sealed_secret = key_ring.renewed(sealed, account_id=account_id, column=_SECRET_COLUMN)
        secret = key_ring.open(sealed, account_id=account_id, column=_SECRET_COLUMN).decode()
    url = key_ring.open(channel.sealed_url, account_id=account_id, column=_URL_COLUMN).decode()
    return OpenedChannel(url, secret)


def request_test(channel: NotificationChannel, *, by: User) -> None:
    """The result arrives as the event `channel_tested`."""
    request(Job.CHANNEL_TEST, channel_id=channel.id, user_id=by.id)


def request_resend(call: ChannelCall) -> None:
    request(Job.CHANNEL_RESEND, call_id=call.id)


def publish_subscriptions() -> None:
    """Note at the account which channels are told of what, so that an escalation need not look for them.

    Locks the account's row, after the channel's.
    """
    account = locked(Account, current().account_id)
    active = db_session().scalars(
        channels().where(NotificationChannel.is_active.is_(True)).order_by(NotificationChannel.id)
    )
    account.subscribed_channels = [
        {"id": str(channel.id), "kind": channel.kind, "events": channel.events} for channel in active
    ]


def _set_url(channel: NotificationChannel, url: str, sealing: Sealing) -> None:
    """Raises ForbiddenAddress (422)."""
    only_hosts = ChannelKind(channel.kind).only_hosts
    address = check_form(url, allow_hosts=sealing.allow_hosts, only_hosts=only_hosts)
    channel.sealed_url = sealing.key_ring.seal(url.encode(), account_id=channel.account_id, column=_URL_COLUMN)
    channel.url_hint = f"{address.host} …{url[-_HINT_LENGTH:]}"


def _new_secret() -> str:
    return _SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
