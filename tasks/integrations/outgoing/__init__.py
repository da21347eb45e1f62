"""Calls web addresses that were given to us, which may be anything: under the rules of docs/adr/0048, and bounded.

Every call to an address that a person or a browser entered goes through `OutgoingClient`.
"""

from __future__ import annotations

from tasks.integrations.outgoing.client import Answer, OutgoingClient
from tasks.integrations.outgoing.errors import (
    AddressForbidden,
    AnswerNotUnderstood,
    CertificateRefused,
    HostNotFound,
    NoAnswer,
    NotConnected,
    OutgoingFailed,
    Redirected,
)

__all__ = [
    "AddressForbidden",
    "Answer",
    "AnswerNotUnderstood",
    "CertificateRefused",
    "HostNotFound",
    "NoAnswer",
    "NotConnected",
    "OutgoingClient",
    "OutgoingFailed",
    "Redirected",
]
