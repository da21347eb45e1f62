"""What a chat channel is and what it is told, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class ChatChannel:
    """Where a message goes.  `kind` is `slack`, `teams` or `webhook`."""

    kind: str
    url: str = field(repr=False)
    only_hosts: tuple[str, ...] = ()
    """The hosts of the vendor (`models.core.addresses.check_form`)."""
    secret: str | None = field(default=None, repr=False)
    """`whsec_…`, with which a webhook's messages are signed."""


@dataclass(frozen=True, kw_only=True)
class ChatMessage:
    """One message.  Texts are as people wrote them; each kind of channel escapes them in its own way."""

    id: str
    """The same for each copy of the message, so that a receiver recognises the second one."""
    event: str
    at: datetime
    """When it happened."""
    title: str
    link: str
    """An absolute address."""
    link_text: str
    problem: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    """Label and text; those at the end are left out first."""
    handoff_id: str | None = None
    session_id: str | None = None
