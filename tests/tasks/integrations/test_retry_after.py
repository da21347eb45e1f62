"""How long an external system asks us to wait."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from models.core import clock
from tasks.integrations import retry_after


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("3", 3.0), ("0.5", 0.5), ("-4", 0.0), ("inf", None), ("nan", None), ("", None), ("soon", None), (None, None)],
)
def test_a_number_is_read_and_everything_else_ignored(value: str | None, seconds: float | None) -> None:
    assert retry_after.seconds_of(value) == seconds


def test_a_date_is_read_as_the_time_until_then() -> None:
    in_two_minutes = retry_after.seconds_of(format_datetime(clock.now() + timedelta(minutes=2), usegmt=False))
    assert in_two_minutes is not None and 110 < in_two_minutes <= 120


def test_a_date_in_the_past_is_no_wait() -> None:
    assert retry_after.seconds_of("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
