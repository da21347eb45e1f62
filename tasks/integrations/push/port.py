"""A push message, the browser it goes to, and the port that every push adapter implements."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Urgency(StrEnum):
    """Whether a device may be woken for it (RFC 8030, section 5.3)."""

    NORMAL = "normal"
    HIGH = "high"


@dataclass(frozen=True)
class Browser:
    """Where a browser's push service takes messages, and its keys, base64 for URLs (RFC 8291)."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, kw_only=True)
class PushMessage:
    """`body` is for the page's service worker, at most 3,993 bytes; the push service cannot read it.

    A message replaces an undelivered one with the same `topic` (at most 32 letters of base64 for URLs).  After
    `keep_seconds` the push service drops it if the device was not reachable.
    """

    body: bytes
    topic: str
    urgency: Urgency
    keep_seconds: int


class Pusher(Protocol):
    def send(self, message: PushMessage, browser: Browser, *, private_key: bytes) -> None:
        """Hand the message to the browser's push service, signed with our key on P-256 (its scalar, 32 bytes).

        Raises BrowserGone, PushFailed (`tasks.integrations.push.errors`), OutgoingFailed
        (`tasks.integrations.outgoing`).
        """
