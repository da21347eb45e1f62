"""Limits failed logins, counted in PostgreSQL so that all web processes share the count.

After ten failures for an address within 15 minutes, or a hundred from one IP address, further attempts are refused,
even with the right password.  Other addresses and clients are not affected.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import InstrumentedAttribute

from models.core import clock, ids
from models.core.errors import TooManyRequests
from models.core.unit_of_work import db_session
from models.login import LoginFailure

WINDOW = timedelta(minutes=15)
MAX_PER_ADDRESS = 10
MAX_PER_CLIENT = 100

# Serialises the attempts on one address, so that a burst cannot pass between the count and the record.
_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:address, 0))")


@dataclass(frozen=True)
class Attempt:
    address: bytes
    client: bytes


def begin(address: str, *, client: str) -> Attempt:
    """Start an attempt.  Raises TooManyRequests with the seconds until the oldest failure leaves the window."""
    attempt = Attempt(ids.fingerprint(address), ids.fingerprint(client))
    db_session().execute(_LOCK, {"address": attempt.address.hex()})
    _check(LoginFailure.address_fingerprint, attempt.address, MAX_PER_ADDRESS)
    _check(LoginFailure.client_fingerprint, attempt.client, MAX_PER_CLIENT)
    return attempt


def count_failure(attempt: Attempt) -> None:
    db_session().add(LoginFailure(address_fingerprint=attempt.address, client_fingerprint=attempt.client))
    db_session().execute(delete(LoginFailure).where(LoginFailure.failed_at < clock.now() - WINDOW))


def forget_failures(attempt: Attempt) -> None:
    """Forget the failures of this address after a successful login, so that typing errors do not add up."""
    db_session().execute(delete(LoginFailure).where(LoginFailure.address_fingerprint == attempt.address))


def forget_address(address: str) -> None:
    """Forget the failures of an address whose owner has used a mailed link, so that they can log in at once."""
    db_session().execute(delete(LoginFailure).where(LoginFailure.address_fingerprint == ids.fingerprint(address)))


def _check(column: InstrumentedAttribute[bytes], value: bytes, most: int) -> None:
    recent = select(func.count(), func.min(LoginFailure.failed_at)).where(
        column == value, LoginFailure.failed_at > clock.now() - WINDOW
    )
    count, oldest = db_session().execute(recent).one()
    if count >= most:
        raise TooManyRequests(retry_after=_seconds_until(oldest + WINDOW))


def _seconds_until(moment: datetime) -> int:
    return max(1, round((moment - clock.now()).total_seconds()))
