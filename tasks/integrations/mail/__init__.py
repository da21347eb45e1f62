"""Mail out: one port with its adapters.  Today a folder, which a person can open; SMTP takes its place."""

from __future__ import annotations

from settings import Settings
from tasks.integrations.mail.folder import FolderMailer
from tasks.integrations.mail.port import Mail, Mailer

__all__ = ["Mail", "Mailer", "choose_mailer"]


def choose_mailer(settings: Settings) -> Mailer:
    """Nothing is contacted or written yet."""
    return FolderMailer(settings.data / "mail", sender=settings.mail_from)
