"""A fix that waits for verification may carry a time at which its engineer is reminded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from models.ai_session import AiSession
from models.core import clock
from models.core.locking import locked
from models.core.outgoing.outbox import OutboxRow
from models.jobs import Job
from models.operations.fix_reminders import send_reminder
from models.suggested_fix import SuggestedFix
from tests.support.desk import Desk, Person, expect, refuse
from tests.support.events import EventListener
from tests.web.api.fix_case import FixCase

NO_TIMES = ["2126-12-01T10:00:00", "tonight", "", 5, "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00"]


def later(**by: float) -> str:
    return clock.rfc3339((clock.now() + timedelta(**by)).replace(microsecond=0))


def waits(case: FixCase, remind_at: str | None, reason: str = "Tonight's run") -> dict[str, Any]:
    return case.record("applied_pending", reason, remind_at=remind_at)


def requested(case: FixCase) -> list[dict[str, Any]]:
    """The arguments of the reminders that wait for their time, oldest first."""
    with case.desk.unit() as unit:
        rows = select(OutboxRow).where(OutboxRow.name == Job.REMINDER_SEND).order_by(OutboxRow.created_at, OutboxRow.id)
        found = unit.db_session.scalars(rows)
        return [row.args | {"due": row.due} for row in found if row.args["fix_id"] == case.fix["id"]]


def rings(case: FixCase, job: dict[str, Any]) -> None:
    """The job runs."""
    with case.desk.unit():
        ai_session = locked(AiSession, UUID(case.ai_session["id"]))
        send_reminder(ai_session, locked(SuggestedFix, UUID(case.fix["id"])), at=job["at"])


def bells(case: FixCase, person: Person | None = None) -> list[dict[str, Any]]:
    entries = (person or case.engineer).bell(session_id=case.ai_session["id"])
    return [entry for entry in entries if entry["kind"] == "fix_reminder"]


def test_the_time_is_kept_and_the_reminder_waits_for_it(case: FixCase) -> None:
    at = later(hours=1)
    assert waits(case, at)["remind_at"] == at
    assert case.read()["remind_at"] == at
    assert case.engineer.reads(case.ai_session)["active_fix"]["remind_at"] == at
    (job,) = requested(case)
    assert job["due"] == datetime.fromisoformat(at)


def test_another_zone_is_the_same_moment(case: FixCase) -> None:
    at = clock.now().replace(microsecond=0) + timedelta(hours=1)
    assert waits(case, f"{at:%Y-%m-%dT%H:%M:%S}-00:00")["remind_at"] == clock.rfc3339(at)
    local = (at + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S+02:00")
    assert waits(case, local)["remind_at"] == clock.rfc3339(at)


@pytest.mark.parametrize(
    "at",
    [
        "2020-01-01T00:00:00Z",
        "2026-12-01T10:00:00",
        "tonight",
        "",
        5,
        "9999-12-31T23:59:59-01:00",
        "0001-01-01T00:00:00Z",
    ],
)
def test_a_time_that_has_passed_or_is_none_is_refused(case: FixCase, at: Any) -> None:
    refused = refuse(case.try_outcome("applied_pending", notes="Wait", remind_at=at), 422, "validation_failed")
    assert "remind_at" in refused
    assert case.read()["status"] == "proposed"


@pytest.mark.parametrize("outcome", ["applied_partial", "applied_success", "applied_failed", "dismissed"])
def test_only_a_fix_that_waits_takes_a_time(case: FixCase, outcome: str) -> None:
    refused = refuse(case.try_outcome(outcome, notes="n", remind_at=later(hours=1)), 422, "validation_failed")
    assert "remind_at" in refused
    assert case.record(outcome, "n", remind_at=None)["remind_at"] is None


def test_a_new_reason_keeps_the_time_another_time_moves_it_and_null_ends_it(case: FixCase) -> None:
    first, second = later(hours=1), later(hours=2)
    waits(case, first)
    assert case.record("applied_pending", "Another reason")["remind_at"] == first
    assert waits(case, second)["remind_at"] == second
    assert waits(case, None)["remind_at"] is None
    assert len(requested(case)) == 2


@pytest.mark.parametrize("outcome", ["applied_partial", "applied_success", "applied_failed", "dismissed"])
def test_another_outcome_ends_the_reminder_and_its_undo_restores_it(case: FixCase, outcome: str) -> None:
    before = waits(case, later(hours=1))
    assert case.record(outcome, "n")["remind_at"] is None
    assert expect(case.undo(), 200) == before


def test_resolving_ends_the_reminder(case: FixCase) -> None:
    waits(case, later(hours=1))
    expect(case.engineer.post(f"{case.session_path}/resolve"), 200)
    assert case.read()["remind_at"] is None
    rings(case, requested(case)[0])
    assert bells(case) == []


def test_at_its_time_the_owner_is_told_once(desk: Desk, heard: EventListener) -> None:
    case = FixCase(desk)
    waits(case, later(hours=1))
    (job,) = requested(case)
    rings(case, job)
    rings(case, job)
    (entry,) = bells(case)
    assert entry["title"] == "Time to verify: Outlook keeps asking for a password"
    assert entry["note"] == f"{case.fix['title']}: Tonight's run"
    assert entry["link"] == f"/pilot/{case.ai_session['id']}"
    event = heard.wait_for("notification_created", notification_id=entry["id"])
    assert event["topics"] == [f"user:{desk.junior.id}"]
    assert case.read()["status"] == "applied_pending"
    assert case.version == case.engineer.reads(case.ai_session)["state_version"]


def test_a_time_that_was_moved_rings_only_then(case: FixCase) -> None:
    waits(case, later(hours=1))
    waits(case, later(hours=2))
    first, second = requested(case)
    rings(case, first)
    assert bells(case) == []
    rings(case, second)
    assert len(bells(case)) == 1


def test_a_time_that_was_moved_there_and_back_rings_once(case: FixCase) -> None:
    for hours in (1, 2, 1):
        waits(case, later(hours=hours))
    for job in requested(case):
        rings(case, job)
    assert len(bells(case)) == 1


def test_a_fix_with_another_outcome_rings_nobody_until_that_is_taken_back(case: FixCase) -> None:
    waits(case, later(hours=1))
    case.record("applied_failed", None)
    rings(case, requested(case)[0])
    assert bells(case) == []
    expect(case.undo(), 200)
    first, again = requested(case)
    assert first == again
    rings(case, again)
    assert len(bells(case)) == 1


def test_a_new_time_after_the_reminder_rings_again_and_a_new_reason_does_not(case: FixCase) -> None:
    waits(case, later(hours=1))
    rings(case, requested(case)[0])
    case.record("applied_pending", "Another reason")
    assert len(requested(case)) == 1
    waits(case, later(hours=3))
    rings(case, requested(case)[1])
    assert len(bells(case)) == 2


def test_after_a_claim_the_handler_is_told(desk: Desk) -> None:
    case = FixCase(desk)
    waits(case, later(hours=1))
    expect(desk.senior.claims(desk.junior.escalates(case.ai_session)), 200)
    rings(case, requested(case)[0])
    assert len(bells(case, desk.senior)) == 1
    assert bells(case) == []


def test_when_the_handler_has_left_the_owner_is_told(desk: Desk) -> None:
    case = FixCase(desk)
    expect(desk.senior.claims(desk.junior.escalates(case.ai_session)), 200)
    expect(
        desk.senior.patch(f"{case.path}/outcome", outcome="applied_pending", notes="Wait", remind_at=later(hours=1)),
        200,
    )
    desk.deactivates(desk.senior)
    rings(case, requested(case)[0])
    assert len(bells(case, desk.junior)) == 1


def test_a_time_that_passed_while_the_session_was_resolved_rings_after_it_is_reopened(case: FixCase) -> None:
    waits(case, later(hours=1))
    newer = case.desk.proposes(case.ai_session, "Another")
    assert case.engineer.reads(case.ai_session)["active_fix"]["id"] == newer["id"]
    expect(case.engineer.post(f"{case.session_path}/resolve"), 200)
    rings(case, requested(case)[0])
    assert bells(case) == []
    expect(case.engineer.post(f"{case.session_path}/reopen"), 200)
    rings(case, requested(case)[1])
    assert len(bells(case)) == 1


def test_a_closed_session_rings_nobody(case: FixCase) -> None:
    waits(case, later(hours=1))
    expect(case.engineer.post(f"{case.session_path}/abandon"), 200)
    rings(case, requested(case)[0])
    assert bells(case) == []
