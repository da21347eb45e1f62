"""Writes mail into a folder, one `.eml` file per message, which every mail program opens."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from models.core import clock
from tasks.integrations.mail.errors import MailNotAccepted
from tasks.integrations.mail.port import Mail


class FolderMailer:
    """The same message sent twice is the same file, since its name is derived from the Message-ID."""

    def __init__(self, folder: Path, *, sender: str) -> None:
        self._folder, self._sender = folder, sender

    def send(self, mail: Mail) -> None:
        """Write the whole file or none.  Raises MailNotAccepted."""
        try:
            self._write(mail)
        except OSError as error:
            raise MailNotAccepted from error

    def _write(self, mail: Mail) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as file:
            file.write(self._message(mail).as_bytes())
        Path(file.name).replace(self._folder / _name(mail))

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, mail.to, mail.subject
        message["Message-ID"], message["Date"] = f"<{mail.message_id}>", format_datetime(clock.now())
        message.set_content(mail.text)
        return message


def _name(mail: Mail) -> str:
    return f"{hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]}.eml"
