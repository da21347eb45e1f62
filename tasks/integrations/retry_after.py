"""Reads the `Retry-After` header, which every vendor sends (RFC 9110, section 10.2.3)."""

from __future__ import annotations

import math
from datetime import UTC
from email.utils import parsedate_to_datetime

from models.core import clock


def seconds_of(value: str | None) -> float | None:
    """How many seconds a header's value asks us to wait, given as a number or a date; None where it says neither."""
    if value is None:
        return None
    number = number_of(value)
    return _seconds_until(value) if number is None else number


def number_of(value: str | None) -> float | None:
    """A number that is not negative; None for anything else that a header may contain."""
    try:
        number = float(value or "")
    except ValueError:
        return None
    return max(0.0, number) if math.isfinite(number) else None


def _seconds_until(date: str) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - clock.now()).total_seconds())
