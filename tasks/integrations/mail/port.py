"""A mail, and the port that every mail adapter implements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One message to one person, as plain text and, where given, also as HTML.

    `message_id` (RFC 5322, without the angle brackets) is derived from the row that requested the mail.  A second copy
    has the same one, so that the receiving side can recognise it.
    """

    to: str
    subject: str
    text: str
    html: str | None = None
    message_id: str
    thread_id: str | None = None
    """The Message-ID of the first mail about the same matter, so that mail programs show them together."""
    account_id: UUID | None = None
    """Whose mail it is.  It stays with us: no message that goes to a mail server says it."""
    unsubscribe_url: str | None = None
    """Takes a POST without a login (RFC 8058); None for mail that nobody can switch off."""


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Hand the message over.  Raises MailError (`tasks.integrations.mail.errors`)."""
