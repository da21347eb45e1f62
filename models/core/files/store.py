"""The port of the file store, and its errors."""

from __future__ import annotations

import re
import secrets
from typing import Protocol
from uuid import UUID

from models.core.errors import Unavailable

DEADLINE_SECONDS = 5.0

_KEY = re.compile(r"[0-9a-f-]{36}/[0-9a-f]{32}(?:\.[a-z]+)?")


class StoreUnavailable(Unavailable):
    """The store cannot be reached or did not answer in time.  Nothing is known to have changed."""

    code, message = "store_unavailable", "The file store cannot be reached right now. Try again."


class FileMissing(Exception):
    """The store has no file with this key."""


class FileStore(Protocol):
    """A place for files.  Each call ends within DEADLINE_SECONDS, and raises StoreUnavailable if it failed."""

    def put(self, key: str, content: bytes, *, media_type: str) -> None:
        """Store `content` whole, or not at all."""

    def get(self, key: str) -> bytes:
        """Raises FileMissing."""

    def remove(self, key: str) -> None:
        """Remove the file; it is no error if there is none."""


def new_key(account_id: UUID) -> str:
    """A random key that begins with the account, so that all of an account's files can be found and erased."""
    return f"{account_id}/{secrets.token_hex(16)}"


def check_key(key: str) -> str:
    """The key, if it is one of ours.  Raises ValueError: a key never contains text from a person."""
    if not _KEY.fullmatch(key):
        raise ValueError("not a key of the file store")
    return key
