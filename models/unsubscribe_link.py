"""The signed link in a mail that switches off mail of its kind for its reader, without a login (RFC 8058).

It names the person and the event, and nothing else can be done with it.  It does not expire: a mail that is found
years later must still be stoppable.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from models.notice_event import NoticeEvent

_ID_BYTES = 16
_SIGNATURE_BYTES = 16
"""128 bits: nobody guesses that, and the link stays short."""


@dataclass(frozen=True)
class UnsubscribeLink:
    account_id: UUID
    user_id: UUID
    event: NoticeEvent

    def token(self, *, secret_key: str) -> str:
        """Letters, digits, `-`, `_` and `.` only."""
        people = _base64(self.account_id.bytes + self.user_id.bytes)
        return f"{people}.{self.event}.{_base64(self._signature(secret_key))}"

    @classmethod
    def parse(cls, token: str, *, secret_key: str) -> Self | None:
        """The link with this token; None unless we signed it."""
        try:
            people, event, signature = token.split(".")
            ids = base64.urlsafe_b64decode(people + "=" * (-len(people) % 4))
            link = cls(UUID(bytes=ids[:_ID_BYTES]), UUID(bytes=ids[_ID_BYTES:]), NoticeEvent(event))
        except ValueError:
            return None
        expected = _base64(link._signature(secret_key))
        return link if hmac.compare_digest(signature.encode(), expected.encode()) else None

    def _signature(self, secret_key: str) -> bytes:
        signed = b"unsubscribe:" + self.account_id.bytes + self.user_id.bytes + self.event.encode()
        return hmac.new(secret_key.encode(), signed, hashlib.sha256).digest()[:_SIGNATURE_BYTES]


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
