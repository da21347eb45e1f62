"""Sends push messages to browsers (Web Push): a port and its only adapter."""

from __future__ import annotations

from settings import Settings
from tasks.integrations.outgoing import OutgoingClient
from tasks.integrations.push.errors import BrowserGone, PushFailed
from tasks.integrations.push.port import Browser, Pusher, PushMessage, Urgency
from tasks.integrations.push.web_push import WebPush

__all__ = ["Browser", "BrowserGone", "PushFailed", "PushMessage", "Pusher", "Urgency", "choose_pusher"]


def choose_pusher(settings: Settings) -> Pusher:
    """The pusher of this installation.  Nothing is contacted yet."""
    return WebPush(OutgoingClient(allow_hosts=settings.push_allow_hosts), contact=settings.push_contact)
