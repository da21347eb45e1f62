"""The form of an address in which mail is sent: the domain in ASCII (RFC 5890), the part before the @ as it is."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.utils import parseaddr

import idna

from tasks.integrations.mail.errors import AddressMalformed

# Control characters, white space and brackets would end a command or a header early.
_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0<>\u2028\u2029]")
_DOMAIN = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", re.IGNORECASE)


def sendable(address: str) -> Address:
    """The address with its domain as A-labels: `jörg@bücher.example` becomes `jörg@xn--bcher-kva.example`.

    Raises AddressMalformed.
    """
    name, _, domain = address.rpartition("@")
    if not name or _UNFIT.search(address):
        raise AddressMalformed
    try:
        return Address(username=name, domain=_ascii(domain))
    except (ValueError, UnicodeError) as error:
        raise AddressMalformed from error


def sender_of(mail_from: str) -> Address:
    """`FlowPilot <mail@example.org>` with the domain as A-labels.  Raises AddressMalformed."""
    name, address = parseaddr(mail_from)
    bare = sendable(address)
    return Address(display_name=name, username=bare.username, domain=bare.domain)


def needs_smtputf8(address: Address) -> bool:
    """Whether only a server with SMTPUTF8 (RFC 6531) can take it."""
    return not address.username.isascii()


def _ascii(domain: str) -> str:
    """Raises ValueError for what is no domain."""
    ascii_domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
    if not _DOMAIN.fullmatch(ascii_domain):
        raise ValueError(domain)
    return ascii_domain
