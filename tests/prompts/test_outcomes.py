"""Which fix a text is about, and what it may say about it."""

from __future__ import annotations

import pytest

from prompts.outcomes import leading_fix, outcome_of
from prompts.session import FixIn


def fix(ref: str, status: str, *, applied: bool | None = None) -> FixIn:
    is_applied = status not in {"proposed", "dismissed"} if applied is None else applied
    return FixIn(ref=ref, title=ref, rationale="", steps=[], risk="low", status=status, applied=is_applied, notes=None)


@pytest.mark.parametrize(
    ("one", "outcome"),
    [
        (fix("F1", "proposed", applied=False), "proposed"),
        (fix("F1", "proposed", applied=True), "verifying"),
        (fix("F1", "applied_pending"), "pending"),
        (fix("F1", "applied_partial"), "partial"),
        (fix("F1", "applied_success"), "success"),
        (fix("F1", "applied_failed"), "failed"),
        (fix("F1", "dismissed", applied=False), "dismissed"),
        (fix("F1", "dismissed", applied=True), "dismissed"),
    ],
)
def test_the_outcome_is_what_a_person_recorded(one: FixIn, outcome: str) -> None:
    assert outcome_of(one) == outcome


def test_without_a_fix_there_is_none() -> None:
    assert leading_fix([]) is None and outcome_of(None) == "none"


@pytest.mark.parametrize(
    ("statuses", "leading"),
    [
        (["applied_failed", "applied_success"], "F2"),
        (["applied_success", "applied_failed"], "F1"),
        (["applied_success", "proposed"], "F1"),
        (["applied_partial", "applied_success"], "F2"),
        (["applied_pending", "applied_success"], "F1"),
        (["applied_pending", "proposed"], "F1"),
        (["applied_pending", "applied_partial"], "F2"),
        (["applied_failed", "proposed"], "F2"),
        (["applied_failed", "dismissed"], "F1"),
        (["dismissed", "dismissed"], "F2"),
        (["applied_failed", "applied_failed"], "F2"),
    ],
    ids=", ".join,
)
def test_an_outstanding_verification_leads_then_what_worked_then_the_newest(statuses: list[str], leading: str) -> None:
    fixes = [fix(f"F{number}", status) for number, status in enumerate(statuses, start=1)]
    found = leading_fix(fixes)
    assert found is not None and found.ref == leading
