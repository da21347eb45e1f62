"""Sends mail: a port with two adapters, one for a mail server and one that writes files into a folder."""

from __future__ import annotations

from settings import Settings
from tasks.integrations.mail.errors import MailError
from tasks.integrations.mail.folder import FolderMailer
from tasks.integrations.mail.port import Mail, Mailer
from tasks.integrations.mail.smtp import SmtpMailer
from tasks.integrations.mail.smtp_server import SmtpServer

__all__ = ["Mail", "MailError", "Mailer", "choose_mailer"]


def choose_mailer(settings: Settings) -> Mailer:
    """The mailer that the settings choose.  Nothing is contacted or written yet."""
    if settings.smtp_url:
        server = SmtpServer.parse(settings.smtp_url)
        return SmtpMailer(server, sender=settings.mail_from, our_name=settings.host)
    return FolderMailer(settings.data / "mail", sender=settings.mail_from)
