"""The login limit, kept in PostgreSQL so that every web process counts the same.

Ten failures for an address within 15 minutes and it waits, for the right password too; a hundred for one client's
IP.  Others are not locked out.
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
MOST_FOR_ADDRESS = 10
MOST_FOR_CLIENT = 100

# Attempts on one address take turns, so that a burst cannot pass between the count and the record.
_TAKE_TURNS = text("select pg_advisory_xact_lock(hashtextextended(:address, 0))")


@dataclass(frozen=True)
class Attempt:
    address: bytes
    client: bytes


def begin(address: str, *, client: str) -> Attempt:
    """Start an attempt.  Raises TooManyRequests with the seconds until the oldest failure leaves the window."""
    attempt = Attempt(ids.fingerprint(address), ids.fingerprint(client))
    db_session().execute(_TAKE_TURNS, {"address": attempt.address.hex()})
    _check(LoginFailure.address_fingerprint, attempt.address, MOST_FOR_ADDRESS)
    _check(LoginFailure.client_fingerprint, attempt.client, MOST_FOR_CLIENT)
    return attempt


def count_failure(attempt: Attempt) -> None:
    db_session().add(LoginFailure(address_fingerprint=attempt.address, client_fingerprint=attempt.client))
    db_session().execute(delete(LoginFailure).where(LoginFailure.failed_at < clock.now() - WINDOW))


def forget_failures(attempt: Attempt) -> None:
    """A right password clears its address, so that a person's typing errors do not add up."""
    db_session().execute(delete(LoginFailure).where(LoginFailure.address_fingerprint == attempt.address))


def forget_address(address: str) -> None:
    """Whoever proved to read the mail of an address may sign in with it at once."""
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
