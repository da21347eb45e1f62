"""A mail, and the port that every mail adapter implements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One message to one person, in plain text.

    `message_id` (RFC 5322, without the angle brackets) is derived from the row that requested the mail.  A second copy
    has the same one, so that the receiving side can recognise it.
    """

    to: str
    subject: str
    text: str
    message_id: str


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Hand the message over.  Raises MailError (`tasks.integrations.mail.errors`)."""
