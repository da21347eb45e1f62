"""Sends mail: a port with its adapters.  The only adapter so far writes files into a folder."""

from __future__ import annotations

from settings import Settings
from tasks.integrations.mail.folder import FolderMailer
from tasks.integrations.mail.port import Mail, Mailer

__all__ = ["Mail", "Mailer", "choose_mailer"]


def choose_mailer(settings: Settings) -> Mailer:
    """The mailer that the settings choose.  Nothing is contacted or written yet."""
    return FolderMailer(settings.data / "mail", sender=settings.mail_from)
