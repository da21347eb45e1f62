"""The mail that was written to the folder."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from settings import Settings


def mails_to(settings: Settings, to: str) -> list[Any]:
    """The messages to this address."""
    return [mail for mail in _all(Path(settings.data) / "mail") if mail["To"] == to]


def text_of(mail: EmailMessage) -> str:
    """The plain text."""
    return _part(mail, "plain")


def html_of(mail: EmailMessage) -> str:
    return _part(mail, "html")


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def _all(folder: Path) -> list[Any]:
    files = folder.glob("*.eml")
    return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
