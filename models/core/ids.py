"""Creates ids and random secrets."""

from __future__ import annotations

import hashlib
import secrets
from uuid import UUID

import uuid_utils.compat as uuid_utils

SECRET_BYTES = 32


def new_id() -> UUID:
    """A time-ordered UUID (version 7, RFC 9562): known before the flush, and efficient in B-tree indexes."""
    return uuid_utils.uuid7()


def new_secret() -> str:
    """A random URL-safe token of 256 bits, for logins, invitations and other links."""
    return secrets.token_urlsafe(SECRET_BYTES)


def fingerprint(secret: str) -> bytes:
    """The SHA-256 that is stored instead of `secret`.  256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
