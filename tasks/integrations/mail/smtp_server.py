"""The mail server that SMTP_URL names, and how a connection to it is opened."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, Self
from urllib.parse import unquote, urlsplit

from tasks.integrations.mail.errors import (
    MailLoginRefused,
    MailServerBusy,
    MailServerUnreachable,
    MailServerUntrusted,
    MailServerWithoutTls,
)

CONNECT_SECONDS, COMMAND_SECONDS = 10.0, 30.0
PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}

Security = Literal["smtp", "smtps", "smtp+starttls"]


@dataclass(frozen=True)
class SmtpServer:
    security: Security
    host: str
    port: int
    user: str | None = None
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        """`smtp+starttls://user:password@mail.example.org`, user and password percent-encoded.

        Raises ValueError; `settings` has checked the address by then.
        """
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("SMTP_URL")
        security: Security = parts.scheme  # type: ignore[assignment]  # checked above
        user = unquote(parts.username) if parts.username else None
        return cls(security, parts.hostname, parts.port or PORTS[security], user, unquote(parts.password or ""))

    def connect(self, *, our_name: str, tls: ssl.SSLContext) -> smtplib.SMTP:
        """A connection that has greeted, is encrypted where it has to be, and is logged in.

        `our_name` is what FlowPilot calls itself in EHLO.  Raises MailServerUnreachable, MailServerBusy,
        MailServerUntrusted, MailServerWithoutTls, MailLoginRefused.
        """
        with _as_mail_errors():
            connection = self._open(our_name, tls)
        try:
            with _as_mail_errors():
                self._prepare(connection, tls)
        except BaseException:
            connection.close()
            raise
        return connection

    def _open(self, our_name: str, tls: ssl.SSLContext) -> smtplib.SMTP:
        if self.security == "smtps":
            return smtplib.SMTP_SSL(self.host, self.port, local_hostname=our_name, timeout=CONNECT_SECONDS, context=tls)
        return smtplib.SMTP(self.host, self.port, local_hostname=our_name, timeout=CONNECT_SECONDS)

    def _prepare(self, connection: smtplib.SMTP, tls: ssl.SSLContext) -> None:
        assert connection.sock is not None
        connection.sock.settimeout(COMMAND_SECONDS)
        connection.ehlo_or_helo_if_needed()
        if self.security == "smtp+starttls":
            if not connection.has_extn("starttls"):
                raise MailServerWithoutTls
            connection.starttls(context=tls)
            connection.ehlo()
        if self.user is not None:
            connection.login(self.user, self.password)


def reply_of(code: int, text: bytes | str) -> str:
    """`550 5.1.1` or `550`: the reply code, and the enhanced status code (RFC 3463) if the text begins with one."""
    words = (text.decode("ascii", "replace") if isinstance(text, bytes) else text).split(maxsplit=1)
    status = words[0] if words else ""
    is_status = status.startswith(("2.", "4.", "5.")) and status.replace(".", "").isdigit()
    return f"{code} {status}" if is_status else str(code)


@contextmanager
def _as_mail_errors() -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise MailServerUntrusted from error
    except smtplib.SMTPAuthenticationError as error:
        raise _refused_login(error) from error
    except smtplib.SMTPNotSupportedError as error:  # it offers no login
        raise MailLoginRefused from error
    except smtplib.SMTPResponseException as error:
        raise MailServerBusy(reply=reply_of(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailServerUnreachable from error


def _refused_login(error: smtplib.SMTPAuthenticationError) -> MailLoginRefused | MailServerBusy:
    """A 4xx, such as 454, is a login service that is down for a while."""
    kind = MailServerBusy if error.smtp_code < 500 else MailLoginRefused
    return kind(reply=reply_of(error.smtp_code, error.smtp_error))
