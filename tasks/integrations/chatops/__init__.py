"""Posts messages to Slack, Teams and signed webhooks, over the client for given addresses."""

from __future__ import annotations

from tasks.integrations.chatops import slack, teams, webhook
from tasks.integrations.chatops.errors import (
    ChannelBusy,
    ChannelFailed,
    ChannelFailing,
    ChannelGone,
    ChannelRefused,
    failure_of,
)
from tasks.integrations.chatops.port import ChatChannel, ChatMessage
from tasks.integrations.outgoing import OutgoingClient

__all__ = [
    "ChannelBusy",
    "ChannelFailed",
    "ChannelFailing",
    "ChannelGone",
    "ChannelRefused",
    "ChatChannel",
    "ChatMessage",
    "post_message",
]

_BODIES = {"slack": slack.body_of, "teams": teams.body_of, "webhook": webhook.body_of}


def post_message(client: OutgoingClient, channel: ChatChannel, message: ChatMessage) -> int:
    """Post it and return the HTTP status, which is 2xx.

    Raises ChannelFailed for any other status, and OutgoingFailed if there was no answer.
    """
    body = _BODIES[channel.kind](message)
    headers = {"Content-Type": "application/json"}
    if channel.secret:
        headers |= webhook.signature_headers(message.id, body, secret=channel.secret)
    answer = client.post(channel.url, body, headers=headers, only_hosts=channel.only_hosts)
    if failure := failure_of(answer.status, after=answer.retry_after):
        raise failure
    return answer.status
