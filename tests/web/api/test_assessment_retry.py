"""*Try again*: a new round of the assessment, asked for by those whom it helps."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models.core.outgoing.outbox import OutboxRow
from tests.support.desk import Desk, Person, expect, refuse


def retry(person: Person, handoff: dict[str, Any]):
    return person.post(f"/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/assessment/retry")


@pytest.fixture
def failed(desk: Desk) -> dict[str, Any]:
    """An escalation whose assessment ran out of time."""
    handoff = desk.junior.escalates(desk.junior.opens_session())
    desk.changes_handoff(handoff, assessment_status="unavailable", assessment_error="out_of_time")
    return handoff


def test_whoever_may_claim_it_asks_again_and_it_is_pending(desk: Desk, failed: dict[str, Any]) -> None:
    again = expect(retry(desk.senior, failed), 202)
    assert (again["assessment_status"], again["assessment_error"]) == ("pending", None)


def test_a_new_round_is_requested_with_a_deadline_of_its_own(desk: Desk, failed: dict[str, Any]) -> None:
    expect(retry(desk.senior, failed), 202)
    rounds = desk.rows(
        select(OutboxRow)
        .where(OutboxRow.name.in_(["handoff.assess", "handoff.expire_assessment"]))
        .order_by(OutboxRow.id)
    )
    assert [(row.name, row.args["assessment_round"]) for row in rounds] == [
        ("handoff.assess", 1),
        ("handoff.expire_assessment", 1),
        ("handoff.assess", 2),
        ("handoff.expire_assessment", 2),
    ]


def test_whoever_claimed_it_asks_again(desk: Desk, failed: dict[str, Any]) -> None:
    expect(desk.senior.claims(failed), 200)
    expect(retry(desk.senior, failed), 202)


def test_while_one_is_under_way_there_is_no_other(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    assert refuse(retry(desk.senior, handoff), 409, "assessment_under_way") == {"assessment_status": "pending"}


def test_one_that_is_there_is_not_asked_for_again(desk: Desk, failed: dict[str, Any]) -> None:
    desk.changes_handoff(failed, assessment_status="ready")
    refuse(retry(desk.senior, failed), 409, "assessment_under_way")


def test_two_clicks_are_one_new_round(desk: Desk, failed: dict[str, Any]) -> None:
    expect(retry(desk.senior, failed), 202)
    refuse(retry(desk.owner, failed), 409, "assessment_under_way")


def test_a_viewer_does_not_ask_again(desk: Desk, failed: dict[str, Any]) -> None:
    refuse(retry(desk.viewer, failed), 403, "role_required")


def test_the_escalator_does_not_ask_again(desk: Desk, failed: dict[str, Any]) -> None:
    refuse(retry(desk.junior, failed), 403, "own_handoff")


def test_somebody_elses_target_does_not_ask_again(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session(), target_user_id=desk.senior.id)
    refuse(retry(desk.joins("Noor", "engineer"), handoff), 403, "not_target")


def test_a_park_has_no_assessment(desk: Desk) -> None:
    handoff = desk.junior.parks(desk.junior.opens_session())
    refuse(retry(desk.junior, handoff), 404, "not_found")
