"""The current time.  No other module reads the system clock for stored or displayed times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_moved_by: ContextVar[timedelta] = ContextVar("clock_moved_by", default=timedelta())


def now() -> datetime:
    """The current time, timezone-aware, in UTC."""
    return datetime.now(UTC) + _moved_by.get()


@contextmanager
def moved(by: timedelta) -> Iterator[None]:
    """Shift `now()` by `by` inside the block, for the current thread or greenlet only.  The clock keeps running.

    For demo data with times in the past, and for tests of things that expire.
    """
    token = _moved_by.set(_moved_by.get() + by)
    try:
        yield
    finally:
        _moved_by.reset(token)


def rfc3339(moment: datetime) -> str:
    """`moment` as the API and events write it: RFC 3339 in UTC with a Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
