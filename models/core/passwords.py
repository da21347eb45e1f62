"""Password hashes by argon2id, outside the event loop, with a limited number at a time.

Passwords are hashed as PRECIS's OpaqueString profile prepares them (RFC 8265), so that composed and decomposed letters
are equal, and so are the different spaces of keyboards.  Older hashes are of the text as typed; they still match and
are replaced at the next login.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from gevent import monkey
from gevent.threadpool import ThreadPool
from precis_i18n import get_profile

SHORTEST, LONGEST = 10, 200
MAX_CONCURRENT_HASHES = 2

Result = TypeVar("Result")

_opaque_string = get_profile("OpaqueString")
_hasher = PasswordHasher()
_slots = threading.BoundedSemaphore(MAX_CONCURRENT_HASHES)


class Match(Enum):
    NONE = "none"
    OUTDATED = "outdated"
    """The password matches, and its hash should be replaced."""
    CURRENT = "current"


class NotAPassword(ValueError):
    """The text contains a character that passwords may not contain: a control or an unassigned character."""


def prepare(password: str) -> str:
    """The normalised form of `password`.  Raises NotAPassword."""
    try:
        return _opaque_string.enforce(password)
    except UnicodeEncodeError as error:
        raise NotAPassword from error


def hash_password(password: str) -> str:
    return _run(_hasher.hash, _spellings(password)[0])


def match(password: str, password_hash: str | None) -> Match:
    """Whether the password matches.  With None (an unknown address) it takes as long and never matches."""
    stored = password_hash or _dummy_hash()
    matching = next((spelling for spelling in _spellings(password) if _run(_verify, spelling, stored)), None)
    if matching is None or password_hash is None:
        return Match.NONE
    return Match.OUTDATED if matching != _spellings(password)[0] or needs_rehash(stored) else Match.CURRENT


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was created with other parameters than the current ones."""
    return _hasher.check_needs_rehash(password_hash)


def _spellings(password: str) -> list[str]:
    """The normalised form, then the text as typed if it differs, which an old hash may be of."""
    try:
        return list(dict.fromkeys([prepare(password), password]))
    except NotAPassword:
        return [password]


def _verify(password: str, password_hash: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _dummy_hash() -> str:
    return _hasher.hash("the hash that an unknown address is compared with")


@cache
def _pool() -> ThreadPool:
    return ThreadPool(MAX_CONCURRENT_HASHES)


def _run(function: Callable[..., Result], *arguments: Any) -> Result:
    """Run on a real thread under gevent, so that other requests continue meanwhile."""
    if monkey.is_module_patched("threading"):
        result: Result = _pool().apply(function, arguments)
        return result
    with _slots:
        return function(*arguments)
