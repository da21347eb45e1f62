"""Password hashes by argon2id, off the event loop and a bounded number at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from gevent import monkey
from gevent.threadpool import ThreadPool

SHORTEST, LONGEST = 10, 200
AT_ONCE = 2

Result = TypeVar("Result")

_hasher = PasswordHasher()
_slots = threading.BoundedSemaphore(AT_ONCE)


def hash_password(password: str) -> str:
    return _run(_hasher.hash, password)


def verify(password: str, password_hash: str | None) -> bool:
    """Whether the password fits.  `None` (nobody has this address) takes as long and is False."""
    return _run(_verify, password, password_hash or _nobody()) and password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    return _hasher.check_needs_rehash(password_hash)


def _verify(password: str, password_hash: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _hasher.hash("the hash that an unknown address is compared with")


@cache
def _pool() -> ThreadPool:
    return ThreadPool(AT_ONCE)


def _run(function: Callable[..., Result], *arguments: Any) -> Result:
    """In a gevent process on real threads, so that other requests go on meanwhile."""
    if monkey.is_module_patched("threading"):
        result: Result = _pool().apply(function, arguments)
        return result
    with _slots:
        return function(*arguments)
