"""/notification-channels: where the account's escalations are told besides mail and push."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app

from models.core.addresses import ForbiddenAddress
from models.core.errors import TooManyRequests
from models.core.paging import Page
from models.notification_channel import ChannelCall, ChannelKind, NotificationChannel
from models.operations import notification_channels as operations
from models.operations.notification_channels import ChannelLimit, Sealing
from models.queries import notification_channels as queries
from schemas.fields import PageQuery, StatusSchema
from schemas.notification_channels import (
    ChangeChannelSchema,
    ChannelCallsSchema,
    ChannelSchema,
    ChannelsSchema,
    CreateChannelSchema,
    MadeChannelSchema,
)
from web.edge.access import ADMINS_ONLY
from web.edge.identity import current_user
from web.edge.resource import Resource

notification_channels = Resource(
    "notification_channels",
    __name__,
    url_prefix="/notification-channels",
    description="Slack, Teams and signed webhooks.",
)
_QUEUED = {"status": "queued"}


@notification_channels.route("", access=ADMINS_ONLY)
@notification_channels.arguments(PageQuery, location="query")
@notification_channels.response(200, ChannelsSchema)
def list_channels(page: dict[str, Any]) -> Page[NotificationChannel]:
    """List the channels, newest first, without their addresses and secrets"""
    return queries.channels_page(**page)


@notification_channels.route("", methods=["POST"], access=ADMINS_ONLY, errors=[ChannelLimit, ForbiddenAddress])
@notification_channels.arguments(CreateChannelSchema)
@notification_channels.response(201, MadeChannelSchema)
def create_channel(given: dict[str, Any]) -> dict[str, Any]:
    """Add a channel; the secret of a webhook is shown only in this response"""
    kind = ChannelKind(given.pop("kind"))
    made = operations.create_channel(kind=kind, **given, by=current_user(), sealing=_sealing())
    shown = {name: getattr(made.row, name) for name in ChannelSchema().fields}
    return shown | ({"secret": made.secret} if made.secret else {})


@notification_channels.route("/<uuid:channel_id>", methods=["PATCH"], access=ADMINS_ONLY, errors=[ForbiddenAddress])
@notification_channels.arguments(ChangeChannelSchema)
@notification_channels.response(200, ChannelSchema)
def change_channel(given: dict[str, Any], channel_id: UUID) -> NotificationChannel:
    """Change a channel, or switch it on or off"""
    return operations.change_channel(_channel(channel_id), **given, by=current_user(), sealing=_sealing())


@notification_channels.route("/<uuid:channel_id>", methods=["DELETE"], access=ADMINS_ONLY)
@notification_channels.response(204)
def delete_channel(channel_id: UUID) -> None:
    """Delete a channel; what is planned for it is not sent any more"""
    operations.delete_channel(_channel(channel_id), by=current_user())


@notification_channels.route("/<uuid:channel_id>/test", methods=["POST"], access=ADMINS_ONLY, errors=[TooManyRequests])
@notification_channels.response(202, StatusSchema)
def test_channel(channel_id: UUID) -> dict[str, str]:
    """Send a test message; the result arrives as the event `channel_tested`"""
    channel = _channel(channel_id)
    _count_call()
    operations.request_test(channel, by=current_user())
    return _QUEUED


@notification_channels.route("/<uuid:channel_id>/calls", access=ADMINS_ONLY)
@notification_channels.response(200, ChannelCallsSchema)
def list_calls(channel_id: UUID) -> dict[str, list[ChannelCall]]:
    """List the last hundred calls to the channel, newest first"""
    return {"items": queries.calls_of(_channel(channel_id))}


@notification_channels.route(
    "/<uuid:channel_id>/calls/<uuid:call_id>/resend", methods=["POST"], access=ADMINS_ONLY, errors=[TooManyRequests]
)
@notification_channels.response(202, StatusSchema)
def resend_call(channel_id: UUID, call_id: UUID) -> dict[str, str]:
    """Send the same message again; the log shows what became of it"""
    call = queries.call_of(call_id, channel=_channel(channel_id))
    _count_call()
    operations.request_resend(call)
    return _QUEUED


def _count_call() -> None:
    """Raises TooManyRequests (429)."""
    current_app.extensions["channel_calls"].count(current_user())


def _channel(channel_id: UUID) -> NotificationChannel:
    return queries.channel_of(channel_id, by=current_user())


def _sealing() -> Sealing:
    extensions = current_app.extensions
    return Sealing(extensions["key_ring"], extensions["settings"].outbound_allow_hosts)
