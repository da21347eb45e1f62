"""Sends mail by SMTP (RFC 5321) to the server that SMTP_URL names."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from email.headerregistry import Address

from tasks.integrations.mail.addresses import needs_smtputf8, sendable, sender_of
from tasks.integrations.mail.errors import (
    AddressNeedsSmtputf8,
    AddressRefused,
    MailError,
    MailOutcomeUnknown,
    MailServerBusy,
    MailServerUnreachable,
    MessageRefused,
    SenderRefused,
)
from tasks.integrations.mail.message import message_bytes
from tasks.integrations.mail.port import Mail
from tasks.integrations.mail.smtp_connections import SmtpConnections
from tasks.integrations.mail.smtp_server import COMMAND_SECONDS, SmtpServer, reply_of

# RFC 5321 section 4.5.3.1.10: on RCPT, 552 means "too many at once" and is temporary.
_TOO_MANY = 552
CONFIRM_SECONDS = 120.0
"""A server that scans a message before it confirms it may be slow, and the message would come twice.

RFC 5321 section 4.5.3.2.6 allows it ten minutes, for which a job would keep its thread.
"""


class SmtpMailer:
    """Each message has one recipient, so that one bad address never stops the others."""

    def __init__(self, server: SmtpServer, *, sender: str, our_name: str, tls: ssl.SSLContext | None = None) -> None:
        """`sender`: MAIL_FROM.  `our_name`: our host in EHLO.  `tls`: by default the authorities of this machine."""
        self._sender, self._envelope_sender = sender, sender_of(sender).addr_spec
        tls = tls or ssl.create_default_context()
        self._connections = SmtpConnections(lambda: server.connect(our_name=our_name, tls=tls))

    def send(self, mail: Mail) -> None:
        """Hand the message over.  Raises MailError."""
        to, content = sendable(mail.to), message_bytes(mail, mail_from=self._sender)
        with self._connections.one() as smtp:
            refused = self._hand_over(smtp, to, content)
        # A refusal leaves the connection usable, so it is raised only now.
        if refused:
            raise refused

    def close(self) -> None:
        """Close the connections that are not in use."""
        self._connections.close()

    def _hand_over(self, smtp: smtplib.SMTP, to: Address, content: bytes) -> MailError | None:
        """None once the server has accepted the message, else why it did not.

        Raises MailServerUnreachable, MailOutcomeUnknown and, for 421, MailServerBusy: the connection is gone.
        """
        options: Sequence[str] = ()
        if needs_smtputf8(to):
            if not smtp.has_extn("smtputf8"):
                return AddressNeedsSmtputf8()
            options = ("SMTPUTF8",)
        try:
            refused = self._envelope(smtp, to, options)
        except (smtplib.SMTPException, OSError) as error:
            raise MailServerUnreachable from error
        return refused or _data(smtp, content)

    def _envelope(self, smtp: smtplib.SMTP, to: Address, options: Sequence[str]) -> MailError | None:
        code, text = smtp.mail(self._envelope_sender, options)
        if code != 250:
            return _refusal(SenderRefused, code, text)
        code, text = smtp.rcpt(to.addr_spec)
        if code in (250, 251):
            return None
        return _refusal(AddressRefused if code != _TOO_MANY else MailServerBusy, code, text)


def _data(smtp: smtplib.SMTP, content: bytes) -> MailError | None:
    assert smtp.sock is not None
    smtp.sock.settimeout(CONFIRM_SECONDS)
    try:
        code, text = smtp.data(content)
    except smtplib.SMTPDataError as error:  # instead of 354: it does not want the message
        return _refusal(MessageRefused, error.smtp_code, error.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        raise MailOutcomeUnknown from error
    finally:
        if smtp.sock is not None:  # None once the connection is lost
            smtp.sock.settimeout(COMMAND_SECONDS)
    return None if code == 250 else _refusal(MessageRefused, code, text)


def _refusal(permanent: type[MailError], code: int, text: bytes | str) -> MailError:
    """The error for a reply: `permanent` for 5xx, else the server is busy.

    Raises MailServerBusy for 421, after which the server closes the connection.
    """
    reply = reply_of(code, text)
    if code == 421:
        raise MailServerBusy(reply=reply)
    return permanent(reply=reply) if code >= 500 else MailServerBusy(reply=reply)
