"""Identifiers and secrets made by the application."""

from __future__ import annotations

import hashlib
import secrets
from uuid import UUID

import uuid_utils.compat as uuid_utils

SECRET_BYTES = 32


def new_id() -> UUID:
    """A time-ordered UUID (version 7, RFC 9562): known before the flush, and kind to B-tree indexes."""
    return uuid_utils.uuid7()


def new_secret() -> str:
    """An unguessable URL-safe token of 256 bits: a login, an invitation."""
    return secrets.token_urlsafe(SECRET_BYTES)


def fingerprint(secret: str) -> bytes:
    """What is kept of a secret instead of it.  A token of 256 random bits needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
