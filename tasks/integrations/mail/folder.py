"""Writes mail into a folder, one `.eml` file per message, which every mail program opens."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import NamedTemporaryFile

from tasks.integrations.mail.errors import MailNotAccepted
from tasks.integrations.mail.message import message_bytes
from tasks.integrations.mail.port import Mail

ACCOUNT_HEADER = "X-FlowPilot-Account"
"""Whose mail a file is, so that `/dev/mail` shows it to nobody else."""


class FolderMailer:
    """The same message sent twice is the same file, since its name is derived from the Message-ID."""

    def __init__(self, folder: Path, *, sender: str) -> None:
        self._folder, self._sender = folder, sender

    def send(self, mail: Mail) -> None:
        """Write the whole file or none.  Raises MailNotAccepted, AddressMalformed."""
        try:
            self._write(mail)
        except OSError as error:
            raise MailNotAccepted from error

    def _write(self, mail: Mail) -> None:
        content = message_bytes(mail, mail_from=self._sender)
        if mail.account_id:
            content = f"{ACCOUNT_HEADER}: {mail.account_id}\r\n".encode() + content
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as file:
            file.write(content)
        Path(file.name).replace(self._folder / _name(mail))


def _name(mail: Mail) -> str:
    return f"{hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]}.eml"
