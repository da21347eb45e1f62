"""How escalations are picked up, how fixes and sessions end, by day, person and client, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.core import clock
from tests.support.desk import Desk, Person, expect, path_of_fixes, refuse

ESCALATIONS, FIXES, SESSIONS = (f"/analytics/flowpilot/{name}" for name in ("escalations", "fixes", "sessions"))
FORMULA = '=HYPERLINK("https://evil.test") <b>& Co'


def _claimed(desk: Desk, *, days_ago: float = 0, acts: bool, client: str | None = None) -> dict[str, Any]:
    """An escalation claimed so long ago, on which the senior has written now or nobody has."""
    ai_session = desk.junior.opens_session(client_name=client) if client else desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    expect(desk.senior.claims(handoff), 200)
    if acts:
        expect(desk.senior.post(f"/ai-sessions/{ai_session['id']}/notes", content="Looked at it"), 201)
    desk.changes_handoff(handoff, claimed_at=clock.now() - timedelta(days=days_ago))
    return handoff | {"path": f"/ai-sessions/{ai_session['id']}"}


def _figures(person: Person, path: str, **query: Any) -> dict[str, Any]:
    figures: dict[str, Any] = expect(person.get(path, **query), 200)
    return figures


def _table(person: Person, path: str, **query: Any) -> list[dict[str, str]]:
    response = person.get(path, format="csv", **query)
    assert (response.status_code, response.content_type) == (200, "text/csv; charset=utf-8")
    assert 'filename="flowpilot-' in response.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True), newline="")))


def test_claims_without_an_action_count_as_claimed_alone(desk: Desk) -> None:
    _claimed(desk, acts=False)
    figures = _figures(desk.senior, ESCALATIONS)
    assert (figures["n_handoffs_claimed"], figures["n_handoffs_with_action"]) == (1, 0)
    assert (figures["avg_seconds"], figures["median_seconds"], figures["p95_seconds"]) == (None, None, None)
    assert figures["too_few"] is True
    assert "not minutes saved" in figures["metric_definition"]


def test_average_median_and_p95_are_over_the_period(desk: Desk) -> None:
    for days in (1, 2, 3, 40):
        _claimed(desk, days_ago=days, acts=True)
    desk.junior.escalates(desk.junior.opens_session())
    figures = _figures(desk.senior, ESCALATIONS)
    assert (figures["period"], figures["n_handoffs_claimed"], figures["n_handoffs_with_action"]) == ("30d", 3, 3)
    assert figures["n_handoffs_created"] == 5
    assert figures["median_seconds"] == pytest.approx(2 * 86_400, abs=60)
    assert figures["p95_seconds"] == pytest.approx(2.9 * 86_400, abs=60)
    assert figures["too_few"] is True
    longest = _figures(desk.senior, ESCALATIONS, period="90d")
    assert (longest["n_handoffs_claimed"], longest["too_few"]) == (4, True)
    assert _figures(desk.senior, ESCALATIONS, period="7d")["n_handoffs_claimed"] == 3


def test_claim_and_resolution_are_measured_and_the_last_claim_alone_ends_in_it(desk: Desk) -> None:
    now = clock.now()
    for hours in range(1, 6):
        handoff = _claimed(desk, acts=False)
        desk.changes_handoff(
            handoff, created_at=now - timedelta(hours=hours + 1), claimed_at=now - timedelta(hours=hours)
        )
        expect(desk.senior.post(f"{handoff['path']}/resolve"), 200)
    drifted = _claimed(desk, acts=False)
    desk.changes_handoff(drifted, created_at=now + timedelta(minutes=1), claimed_at=now)
    again = _claimed(desk, days_ago=2, acts=False)
    back = expect(desk.senior.post(f"{again['path']}/handoff", intent="escalate", reason="Not mine"), 201)
    expect(desk.owner.claims(back), 200)
    expect(desk.owner.post(f"{again['path']}/resolve"), 200)
    figures = _figures(desk.senior, ESCALATIONS)
    claim, resolve = figures["claim"], figures["resolve"]
    assert (claim["n"], claim["too_few"], claim["median_seconds"]) == (8, False, pytest.approx(3_600, abs=60))
    assert (resolve["n"], resolve["too_few"]) == (6, False)
    assert resolve["median_seconds"] == pytest.approx(2.5 * 3_600, abs=60)
    assert resolve["p95_seconds"] < 86_400, "the first of two claims does not end in the resolution"
    of_people = {one["person"]["name"]: (one["claimed"], one["created"]) for one in figures["by_person"]}
    assert of_people == {"Priya": (7, 1), "Olga": (1, 0), "Sam": (0, 7)}


def test_days_are_those_of_the_time_zone(desk: Desk) -> None:
    """In Apia it is tomorrow already; an unknown zone is refused, and the account has one of its own."""
    now = clock.now()
    evening = datetime(now.year, now.month, now.day, 12, tzinfo=UTC) - timedelta(days=3)
    for _ in range(5):
        handoff = _claimed(desk, acts=True)
        desk.changes_handoff(handoff, created_at=evening - timedelta(hours=1), claimed_at=evening)
    for zone, day in (("UTC", evening.date()), ("Pacific/Apia", evening.date() + timedelta(days=1))):
        figures = _figures(desk.senior, ESCALATIONS, tz=zone, period="90d")
        assert figures["time_zone"] == zone
        days = {one["day"]: (one["created"], one["claimed"]) for one in figures["series"]}
        assert {name: counts for name, counts in days.items() if any(counts)} == {str(day): (5, 5)}
        assert [one["claimed"] for one in figures["series"] if not one["too_few"]] == [5]
        assert sum(one["claimed"] for one in figures["series_by_week"]) == 5
        assert len(days) in (90, 91)
        assert list(days) == sorted(days)
        weeks = [one["day"] for one in figures["series_by_week"]]
        assert weeks == sorted(weeks)
        assert set(weeks) <= set(days)
        assert weeks[0] == next(iter(days))
    expect(desk.owner.patch("/account", settings={"time_zone": "Pacific/Apia"}), 200)
    assert _figures(desk.senior, ESCALATIONS)["time_zone"] == "Pacific/Apia"
    for wrong in ("Europe/Atlantis", "europe/berlin", "../UTC", ""):
        refuse(desk.senior.get(ESCALATIONS, tz=wrong), 422, "validation_failed")
    refuse(desk.owner.patch("/account", settings={"time_zone": "CEST+1"}), 422, "validation_failed")


def test_clients_and_people_are_the_twenty_with_the_most_and_csv_has_the_same_rows(desk: Desk) -> None:
    for number in range(21):
        desk.junior.escalates(desk.junior.opens_session(client_name=f"Client {number:02}"))
    for _ in range(2):
        _claimed(desk, days_ago=1, acts=True, client=FORMULA)
    figures = _figures(desk.senior, ESCALATIONS)
    assert len(figures["by_client"]) == 20
    first = figures["by_client"][0]
    assert (first["client_name"], first["created"], first["claimed"], first["n"], first["too_few"]) == (
        *(FORMULA, 2, 2, 2),
        True,
    )
    rows = _table(desk.senior, ESCALATIONS)
    parts = {part: [row for row in rows if row["part"] == part] for part in dict.fromkeys(row["part"] for row in rows)}
    for part in ("series", "series_by_week", "by_person", "by_client"):
        assert len(parts[part]) == len(figures[part])
        for row, one in zip(parts[part], figures[part], strict=True):
            numbers = [one["created"], one["claimed"], one["avg_seconds"], one["median_seconds"], one["n"]]
            written = [row[name] for name in ("created", "claimed", "avg_seconds", "median_seconds", "n")]
            assert written == ["" if number is None else str(number) for number in numbers]
    assert parts["by_client"][0]["name"] == f"'{FORMULA}"
    (whole,), (claim,) = parts["first_action"], parts["claim"]
    assert (whole["claimed"], whole["too_few"], whole["time_zone"], whole["period"]) == ("2", "true", "UTC", "30d")
    assert (claim["n"], claim["claimed"]) == ("2", "")


def test_fixes_are_counted_by_outcome_risk_and_script(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    for number, outcome in enumerate(("applied_success", "applied_success", "applied_failed", "applied_partial")):
        fix = desk.proposes(ai_session, f"Fix {number}")
        path = f"{path_of_fixes(ai_session)}/{fix['id']}/outcome"
        expect(desk.junior.patch(path, outcome=outcome, notes="As said"), 200)
        if number == 0:
            desk.changes_fix(fix, ai_drafted_script="Clear-DnsClientCache")
    old = desk.proposes(ai_session, "An old one")
    desk.changes_fix(old, created_at=clock.now() - timedelta(days=8))
    desk.proposes(ai_session, "Not tried")
    figures = _figures(desk.viewer, FIXES, period="7d")
    assert (figures["n"], figures["n_judged"], figures["worked_share"], figures["too_few"]) == (5, 4, 0.5, True)
    outcomes = {"applied_success": 2, "applied_failed": 1, "applied_partial": 1, "proposed": 1}
    assert figures["by_outcome"] == {"applied_pending": 0, "dismissed": 0} | outcomes
    assert sum(figures["by_risk"].values()) == 5
    assert figures["with_script"] == {"n": 1, "n_judged": 1, "worked_share": 1.0, "too_few": True}
    rows = {(row["part"], row["name"]): row for row in _table(desk.viewer, FIXES, period="7d")}
    assert (rows["fixes", ""]["worked_share"], rows["by_outcome", "applied_success"]["n"]) == ("0.5", "2")


def test_sessions_are_counted_by_end_verification_client_and_person(desk: Desk) -> None:
    ways = ["tested", "client", "client", "none", None]
    for way in ways:
        ai_session = desk.junior.opens_session(client_name=FORMULA)
        desk.changes_session(ai_session, created_at=clock.now() - timedelta(hours=2))
        expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/resolve", verified_by=way), 200)
    reopened = desk.junior.opens_session()
    expect(desk.junior.post(f"/ai-sessions/{reopened['id']}/resolve"), 200)
    expect(desk.junior.post(f"/ai-sessions/{reopened['id']}/reopen"), 200)
    late = desk.junior.opens_session()
    expect(desk.junior.post(f"/ai-sessions/{late['id']}/resolve"), 200)
    desk.changes_session(late, closed_at=clock.now() - timedelta(days=31))
    expect(desk.junior.post(f"/ai-sessions/{late['id']}/reopen"), 200)
    handoff = _claimed(desk, acts=True)
    expect(desk.senior.post(f"{handoff['path']}/resolve", verified_by="tested"), 200)
    figures = _figures(desk.viewer, SESSIONS)
    assert (figures["n"], figures["n_resolved"], figures["n_escalated"], figures["n_reopened"]) == (8, 6, 1, 1)
    assert figures["n_resolved_without_escalation"] == 5
    assert figures["by_status"] == {"active": 2, "escalated": 0, "parked": 0, "resolved": 6, "abandoned": 0}
    assert figures["by_verified"] == {"tested": 2, "client": 2, "watched": 0, "none": 1, "not_asked": 1}
    assert (figures["resolve"]["n"], figures["resolve"]["too_few"]) == (6, False)
    assert figures["resolve"]["median_seconds"] == pytest.approx(2 * 3_600, abs=60)
    assert [(one["client_name"], one["n"], one["n_resolved"]) for one in figures["by_client"]] == [
        (FORMULA, 5, 5),
        (None, 3, 1),
    ]
    assert [(one["person"]["name"], one["n"]) for one in figures["by_person"]] == [("Sam", 8)]
    rows = {(row["part"], row["name"]): row for row in _table(desk.viewer, SESSIONS)}
    assert (rows["sessions", ""]["sessions"], rows["sessions", ""]["n_reopened"]) == ("8", "1")
    assert rows["by_client", f"'{FORMULA}"]["n_resolved"] == "5"
    assert rows["by_verified", "client"]["sessions"] == "2"


def test_other_periods_and_viewers_are_refused(desk: Desk) -> None:
    for path in (ESCALATIONS, FIXES, SESSIONS):
        refuse(desk.senior.get(path, period="1d"), 422, "validation_failed")
        refuse(desk.senior.get(path, format="xlsx"), 422, "validation_failed")
    refuse(desk.viewer.get(ESCALATIONS), 403, "role_required")
