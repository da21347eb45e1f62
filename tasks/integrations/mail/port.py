"""What is sent, and what sends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One message to one person, in plain text.

    `message_id` (RFC 5322, without the angle brackets) is made of the row that asked for it: a copy that is sent
    again carries the same, so that the receiving side can tell.
    """

    to: str
    subject: str
    text: str
    message_id: str


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Hand the message over.  Raises OSError when that failed; trying again is right then."""
