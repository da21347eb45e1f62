"""Encrypts secrets at rest.  Each value is bound to its account and column, and names the key that encrypted it.

AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D).  A value that is copied to another account's row or to
another column cannot be decrypted.  Keys come from ENCRYPTION_KEYS, newest first: the first encrypts, all decrypt.
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
    """The value belongs to another account or column, its key is no longer configured, or it was changed."""


class KeyRing:
    """Encrypts (`seal`) and decrypts (`open`).  Safe to share between threads."""

    def __init__(self, keys: dict[str, bytes]) -> None:
        """`keys`: id → 32 bytes, newest first, at least one."""
        self._keys = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._newest = next(iter(keys))

    @classmethod
    def from_setting(cls, encryption_keys: str) -> Self:
        """Parse `id:base64,id:base64`.  Raises ValueError if it is malformed."""
        pairs = (pair.strip().partition(":") for pair in encryption_keys.split(","))
        return cls({key_id: base64.urlsafe_b64decode(encoded) for key_id, _, encoded in pairs})

    def seal(self, secret: bytes, *, account_id: UUID, column: str) -> bytes:
        """Encrypt `secret`.  `column`: `table.column`.  The result names its key, so that keys can be rotated."""
        nonce = os.urandom(NONCE_BYTES)
        associated = _associated_data(account_id, column)
        return b".".join(
            (_FORMAT, self._newest.encode(), _base64(nonce + self._cipher().encrypt(nonce, secret, associated)))
        )

    def open(self, sealed: bytes, *, account_id: UUID, column: str) -> bytes:
        """Decrypt `sealed`.  Raises CannotOpen."""
        try:
            _, key_id, body = sealed.split(b".")
            raw = base64.urlsafe_b64decode(body)
            cipher = self._keys[key_id.decode()]
            return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _associated_data(account_id, column))
        except (ValueError, KeyError, InvalidTag) as error:
            raise CannotOpen(column) from error

    def is_outdated(self, sealed: bytes) -> bool:
        """Whether another key than the newest encrypted it.  Seal what is kept for long again before that key goes."""
        return sealed.split(b".")[1:2] != [self._newest.encode()]

    def renewed(self, sealed: bytes, *, account_id: UUID, column: str) -> bytes:
        """`sealed` as it is if the newest key encrypted it, else encrypted again.  Raises CannotOpen."""
        if not self.is_outdated(sealed):
            return sealed
        return self.seal(self.open(sealed, account_id=account_id, column=column), account_id=account_id, column=column)

    def _cipher(self) -> AESGCM:
        return self._keys[self._newest]


def _associated_data(account_id: UUID, column: str) -> bytes:
    return account_id.bytes + column.encode()


def _base64(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw)
