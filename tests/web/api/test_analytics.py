"""How long it takes from a claim to the first thing a person does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.core import clock
from tests.support.desk import Desk, expect, refuse

PATH = "/analytics/flowpilot/escalations"


def _claimed(desk: Desk, *, days_ago: float, acts: bool) -> None:
    """An escalation claimed so long ago, on which the senior has written now or nobody has."""
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    expect(desk.senior.claims(handoff), 200)
    if acts:
        expect(desk.senior.post(f"/ai-sessions/{ai_session['id']}/notes", content="Looked at it"), 201)
    desk.changes_handoff(handoff, claimed_at=clock.now() - timedelta(days=days_ago))


def test_claims_without_an_action_count_as_claimed_alone(desk: Desk) -> None:
    _claimed(desk, days_ago=0, acts=False)
    figures = expect(desk.senior.get(PATH), 200)
    assert (figures["n_handoffs_claimed"], figures["n_handoffs_with_action"]) == (1, 0)
    assert (figures["avg_seconds"], figures["median_seconds"], figures["p95_seconds"]) == (None, None, None)
    assert "not minutes saved" in figures["metric_definition"]


def test_average_median_and_p95_are_over_the_period(desk: Desk) -> None:
    for days in (1, 2, 3, 40):
        _claimed(desk, days_ago=days, acts=True)
    desk.junior.escalates(desk.junior.opens_session())
    figures = expect(desk.senior.get(PATH), 200)
    assert (figures["period"], figures["n_handoffs_claimed"], figures["n_handoffs_with_action"]) == ("30d", 3, 3)
    assert figures["median_seconds"] == pytest.approx(2 * 86_400, abs=60)
    assert figures["p95_seconds"] == pytest.approx(2.9 * 86_400, abs=60)
    assert expect(desk.senior.get(PATH, period="90d"), 200)["n_handoffs_claimed"] == 4
    assert expect(desk.senior.get(PATH, period="7d"), 200)["n_handoffs_claimed"] == 3


def test_other_periods_and_viewers_are_refused(desk: Desk) -> None:
    refuse(desk.senior.get(PATH, period="1d"), 422, "validation_failed")
    refuse(desk.viewer.get(PATH), 403, "role_required")
