"""Turns a `Mail` into the bytes of a message (RFC 5322).

All headers go through `email.message`, which refuses line breaks in them, so nothing in a name or a title can become
a header of its own.
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import Any

from models.core import clock
from tasks.integrations.mail.addresses import needs_smtputf8, sendable, sender_of
from tasks.integrations.mail.port import Mail

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# The standard library would fold a long id or link into an encoded word, which no mail program decodes there.
_UNFOLDED = frozenset({"message-id", "in-reply-to", "references", "list-unsubscribe", "list-unsubscribe-post"})


class _Policy(EmailPolicy):
    """Leaves ids and links on one line.  Their values are ASCII without line breaks."""

    def fold(self, name: str, value: Any) -> str:
        return f"{name}: {value}{self.linesep}" if name.lower() in _UNFOLDED else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in _UNFOLDED:
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


# 7 bit, so that a message passes servers without 8BITMIME unchanged.
_POLICY = _Policy(linesep=SMTP.linesep, cte_type="7bit")
_UTF8_POLICY = _Policy(linesep=SMTP.linesep, cte_type="7bit", utf8=True)


def message_bytes(mail: Mail, *, mail_from: str) -> bytes:
    """The message.  Only an address that needs SMTPUTF8 makes its headers UTF-8.  Raises AddressMalformed."""
    to = sendable(mail.to)
    message = EmailMessage(policy=_UTF8_POLICY if needs_smtputf8(to) else _POLICY)
    message["From"], message["To"] = sender_of(mail_from), to
    message["Subject"] = " ".join(_CONTROL.sub(" ", mail.subject).split())
    message["Date"], message["Message-ID"] = format_datetime(clock.now()), f"<{mail.message_id}>"
    if mail.thread_id:
        message["In-Reply-To"] = message["References"] = f"<{mail.thread_id}>"
    # RFC 3834: no out-of-office reply comes back.
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # Quoted-printable rather than base64: a person who reads the source finds the words.
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return message.as_bytes()
