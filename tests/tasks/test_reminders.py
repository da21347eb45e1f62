"""A reminder rings at its time, through the outbox and a real worker."""

from __future__ import annotations

from datetime import timedelta

from models.core import clock
from tests.support.desk import Desk, expect
from tests.support.events import EventListener
from tests.support.workers import Workers
from tests.web.api.fix_case import FixCase


def test_a_reminder_rings_when_its_time_has_come(workers: Workers, desk: Desk, heard: EventListener) -> None:
    case = FixCase(desk)
    at = clock.rfc3339(clock.now() + timedelta(seconds=2))
    case.record("applied_pending", "The next backup", remind_at=at)
    event = heard.wait_for("notification_created")
    (entry,) = desk.junior.bell()
    assert (entry["id"], entry["kind"]) == (event["data"]["notification_id"], "fix_reminder")
    assert event["data"]["occurred_at"] >= at
    assert expect(desk.junior.get(case.path), 200)["remind_at"] == at
