"""Secrets at rest: sealed with a key that has an id, bound to the account and the column they stand in.

AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D).  A sealed value copied to another account's row or to
another column does not open.  Keys come from ENCRYPTION_KEYS, the newest first: the first seals, all open.
"""

from __future__ import annotations

import base64
import os
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
_FORMAT = b"1"


class CannotOpen(Exception):
    """The value was sealed for another place, by a key we no longer have, or was changed."""


class KeyRing:
    """Seals and opens.  Safe to share between threads."""

    def __init__(self, keys: dict[str, bytes]) -> None:
        """`keys`: id → 32 bytes, the newest first; at least one."""
        self._keys = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._newest = next(iter(keys))

    @classmethod
    def from_setting(cls, encryption_keys: str) -> Self:
        """From `id:base64,id:base64`.  Raises ValueError for what is not that."""
        pairs = (pair.strip().partition(":") for pair in encryption_keys.split(","))
        return cls({key_id: base64.urlsafe_b64decode(encoded) for key_id, _, encoded in pairs})

    def seal(self, secret: bytes, *, account_id: UUID, column: str) -> bytes:
        """`column` is `table.column`.  The answer names its key, so that keys can be changed one after another."""
        nonce = os.urandom(NONCE_BYTES)
        place = _place(account_id, column)
        return b".".join(
            (_FORMAT, self._newest.encode(), _armour(nonce + self._cipher().encrypt(nonce, secret, place)))
        )

    def open(self, sealed: bytes, *, account_id: UUID, column: str) -> bytes:
        """What was sealed.  Raises CannotOpen."""
        try:
            _, key_id, body = sealed.split(b".")
            raw = base64.urlsafe_b64decode(body)
            cipher = self._keys[key_id.decode()]
            return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _place(account_id, column))
        except (ValueError, KeyError, InvalidTag) as error:
            raise CannotOpen(column) from error

    def _cipher(self) -> AESGCM:
        return self._keys[self._newest]


def _place(account_id: UUID, column: str) -> bytes:
    return account_id.bytes + column.encode()


def _armour(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw)
