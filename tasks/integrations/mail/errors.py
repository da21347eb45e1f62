"""How a mail can fail.

    MailNotAccepted        (TryAgain)        the folder could not be written
    MailServerUnreachable  (TryAgain)        no connection, or it was lost before the message was sent
    MailServerBusy         (TryAgain)        the server answered 4xx
    MailServerSlow         (TryAgain)        all connections to it are in use, and none became free
    MailServerUntrusted    (TryAgain)        its certificate is not valid for its name
    MailServerWithoutTls   (TryAgain)        it offers no STARTTLS
    MailLoginRefused       (TryAgain)        it does not accept user and password
    SenderRefused          (TryAgain)        it does not accept MAIL_FROM
    AddressRefused         (Refused)         it does not accept the recipient's address: 5xx
    AddressMalformed       (Refused)         the address is none
    AddressNeedsSmtputf8   (Refused)         the address is outside ASCII, and the server cannot take such addresses
    MessageRefused         (Refused)         it does not accept the message: 5xx
    MailOutcomeUnknown     (UnknownOutcome)  the connection was lost after the message was sent

What only the operator can correct is no `Misconfigured`, after which a mail would be given up at once: it has nothing
to do with the recipient, and everybody has to be told once it is corrected (docs/adr/0049).  A second copy of a mail
is allowed, because it has the Message-ID of the first.
"""

from __future__ import annotations

from tasks.integrations.errors import CallFailed, Refused, TryAgain, UnknownOutcome


class MailError(CallFailed):
    """A mail was not sent, as far as we know.  Raise one of the classes below.

    `reply` is the server's reply code, `550` or `550 5.1.1` (RFC 3463).  Its text is left out: it may quote the
    address, and what the server writes is not ours to show.
    """

    def __init__(self, *, reply: str | None = None, after: float | None = None) -> None:
        if reply:
            self.message = f"{self.message} It answered {reply}."
        super().__init__(after=after)


class MailNotAccepted(MailError, TryAgain):
    code = "mail_not_accepted"
    message = "The mail could not be handed over. FlowPilot will try again."


class MailServerUnreachable(MailError, TryAgain):
    code = "mail_server_unreachable"
    message = "The mail server cannot be reached. FlowPilot will try again."


class MailServerBusy(MailError, TryAgain):
    code = "mail_server_busy"
    message = "The mail server asked to try again later."


class MailServerSlow(MailError, TryAgain):
    code = "mail_server_slow"
    message = "The mail server answers too slowly at the moment. FlowPilot will try again."


class MailServerUntrusted(MailError, TryAgain):
    code = "mail_server_untrusted"
    message = "The mail server's certificate is not valid. The operator has to check SMTP_URL."


class MailServerWithoutTls(MailError, TryAgain):
    code = "mail_server_without_tls"
    message = "The mail server offers no encryption. The operator has to check SMTP_URL."


class MailLoginRefused(MailError, TryAgain):
    code = "mail_login_refused"
    message = "The mail server refused the login. The operator has to check SMTP_URL."


class SenderRefused(MailError, TryAgain):
    code = "mail_sender_refused"
    message = "The mail server refused the sender. The operator has to check MAIL_FROM."


class AddressRefused(MailError, Refused):
    code = "address_refused"
    message = "The mail server does not deliver to this address."


class AddressMalformed(MailError, Refused):
    code = "address_malformed"
    message = "This is not an address that mail can be sent to."


class AddressNeedsSmtputf8(MailError, Refused):
    code = "address_needs_smtputf8"
    message = "The mail server cannot send to addresses with letters outside ASCII before the @."


class MessageRefused(MailError, Refused):
    code = "message_refused"
    message = "The mail server refused the message."


class MailOutcomeUnknown(MailError, UnknownOutcome):
    code = "mail_outcome_unknown"
    message = "The mail server did not confirm the message. FlowPilot will send it again."
