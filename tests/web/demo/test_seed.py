"""The demo's data: three logins, two weeks of work, times that agree, nothing suggested that had failed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from models.ai_session import AiSession
from models.audit_entry import AuditEntry
from models.core import clock
from models.core.database.tables import TenantRow
from models.core.unit_of_work import UnitOfWork
from models.fact import Fact
from models.handoff import Handoff
from models.notification import Notification
from models.queries.steps import all_steps
from models.queries.suggested_fixes import fixes_of
from models.reply import Reply
from models.step import Step
from models.suggested_fix import SuggestedFix
from tasks.actors.inputs.assessments import assessment_input
from tasks.actors.inputs.chat_replies import chat_reply_input
from tasks.integrations.assistant.demo.assessment import assessment_of
from tasks.integrations.assistant.demo.reply import reply_to
from tasks.integrations.assistant.demo.tried import is_the_same
from tests.support.desk import API, Person, expect
from web.demo import JUNIOR, OWNER, PASSWORD, SENIOR
from web.edge.application import FlowPilot, request_transaction

TABLES: list[type[TenantRow]] = [AiSession, AuditEntry, Fact, Handoff, Notification, Reply, Step, SuggestedFix]


@pytest.fixture(scope="module", autouse=True)
def seeded(app: FlowPilot) -> None:
    result = app.test_cli_runner().invoke(args=["demo", "seed"])
    assert result.exit_code == 0, result.output


def signed_in(app: FlowPilot, address: str) -> Person:
    client = app.test_client()
    body = {"email": address, "password": PASSWORD}
    return Person(client, expect(client.post(f"{API}/auth/login", json=body), 200), address)


@pytest.fixture(scope="module")
def morgan(app: FlowPilot, seeded: None) -> Person:
    return signed_in(app, OWNER)


@pytest.fixture
def unit(app: FlowPilot, morgan: Person) -> Iterator[UnitOfWork]:
    with app.app_context(), request_transaction() as unit:
        unit.enter_account(morgan.account_id)
        yield unit


def sessions(unit: UnitOfWork) -> list[AiSession]:
    return list(unit.db_session.scalars(select(AiSession).order_by(AiSession.created_at)))


def handoffs(unit: UnitOfWork) -> list[Handoff]:
    return list(unit.db_session.scalars(select(Handoff).order_by(Handoff.created_at)))


def in_order(*moments: datetime | None) -> bool:
    known = [moment for moment in moments if moment is not None]
    return all(before <= after for before, after in pairwise(known))


@pytest.mark.parametrize(("address", "role"), [(JUNIOR, "engineer"), (SENIOR, "engineer"), (OWNER, "owner")])
def test_each_login_works(app: FlowPilot, address: str, role: str) -> None:
    person = signed_in(app, address)
    assert expect(person.get("/auth/me"), 200)["user"]["role"] == role


def test_nothing_happened_in_the_future_or_before_the_account_was_there(unit: UnitOfWork) -> None:
    now = clock.now()
    for table in TABLES:
        for row in unit.db_session.scalars(select(table)):
            assert now - timedelta(days=61) < row.created_at <= now, f"{table.__name__} {row.id}"


def test_the_history_covers_two_weeks(unit: UnitOfWork) -> None:
    began = [row.created_at for row in sessions(unit)]
    assert timedelta(days=12) < clock.now() - began[0] < timedelta(days=17)
    assert clock.now() - began[-1] < timedelta(days=1)


def test_every_session_goes_on_in_time(unit: UnitOfWork) -> None:
    for row in sessions(unit):
        steps = all_steps(row)
        assert [step.index for step in steps] == list(range(1, row.step_count + 1))
        assert in_order(row.created_at, *(step.created_at for step in steps), row.updated_at), row.title
        assert in_order(row.closed_at, clock.now())
        assert row.closed_at is None or abs(row.closed_at - steps[-1].created_at) < timedelta(seconds=5)


def test_a_fix_is_proposed_then_tried_then_verified(unit: UnitOfWork) -> None:
    for row in sessions(unit):
        said = {str(step.data["fix_id"]): step.created_at for step in all_steps(row) if "fix_id" in step.data}
        for fix in fixes_of(row):
            assert in_order(row.created_at, fix.created_at, fix.applied_at, fix.verified_at, clock.now()), fix.title
            if fix.verified_at:
                assert abs(fix.verified_at - said[str(fix.id)]) < timedelta(seconds=5)


def test_a_handoff_is_told_assessed_and_claimed_after_it_was_made(unit: UnitOfWork) -> None:
    for row in handoffs(unit):
        told = [datetime.fromisoformat(step["created_at"]) for step in row.snapshot["steps"]]
        assert in_order(row.ai_session.created_at, *told, row.created_at, row.claimed_at, clock.now())
        bells = unit.db_session.scalars(select(Notification).where(Notification.handoff_id == row.id))
        for bell in bells:
            assert abs(bell.created_at - row.created_at) < timedelta(seconds=5)
            assert in_order(bell.created_at, bell.read_at, clock.now())


def test_a_reply_is_begun_after_it_was_asked_and_finished_after_it_was_begun(unit: UnitOfWork) -> None:
    for row in unit.db_session.scalars(select(Reply)):
        assert in_order(row.created_at, row.started_at, row.finished_at)
        assert row.status == "finished"


def test_titles_are_short_and_all_different(unit: UnitOfWork) -> None:
    titles = [row.title for row in sessions(unit)]
    assert len(set(titles)) == len(titles) >= 15
    assert [title for title in titles if len(title.split()) > 6 or title.endswith(".")] == []
    assert {row.title_by for row in sessions(unit)} == {"copilot"}


def test_lists_search_and_figures_have_something_to_show(morgan: Person, unit: UnitOfWork) -> None:
    rows = sessions(unit)
    assert {row.status for row in rows} == {"active", "escalated", "parked", "resolved", "abandoned"}
    assert len({row.client_name for row in rows} - {None}) == 3
    assert {row.user.name for row in rows if row.status == "resolved"} == {"Sam Keller", "Priya Nair"}
    pending = [fix for row in rows for fix in fixes_of(row) if fix.status == "applied_pending"]
    assert [bool(fix.pending_reason) for fix in pending] == [True]
    figures = expect(morgan.get("/analytics/flowpilot/escalations", period="30d"), 200)
    assert (figures["n_handoffs_claimed"], figures["n_handoffs_with_action"]) == (5, 5)
    assert 60 <= figures["median_seconds"] <= figures["p95_seconds"] <= 900


def test_two_escalations_wait_one_read_by_the_copilot_and_one_fresh(app: FlowPilot) -> None:
    waiting = expect(signed_in(app, SENIOR).get("/ai-sessions/escalations"), 200)["items"]
    assert {item["assessment_status"] for item in waiting} == {"ready", "pending"}
    assert {item["created_by"]["name"] for item in waiting} == {"Sam Keller"}


def test_a_ticket_that_the_first_message_names_is_offered(app: FlowPilot) -> None:
    mine = expect(signed_in(app, JUNIOR).get("/ai-sessions"), 200)["items"]
    offered = [row["offers"] for row in mine if row["offers"]["psa_ticket_id"]]
    assert offered == [{"psa_ticket_id": "48271", "client_name": "Contoso Dental"}]


def test_open_sessions_have_cases_like_them(app: FlowPilot, unit: UnitOfWork) -> None:
    open_ids = [row.id for row in sessions(unit) if not row.is_closed and row.user.name == "Sam Keller"]
    sam = signed_in(app, JUNIOR)
    assert len(expect(sam.get("/cases", limit=50), 200)["items"]) >= 8
    similar = [expect(sam.get(f"/ai-sessions/{row_id}/similar"), 200)["cases"] for row_id in open_ids]
    strong = {case["title"] for cases in similar for case in cases if case["strong"]}
    assert sorted(strong) == [
        "Backup fails: VSS writer timed out, event 8194",
        "New computers get no address, older ones work",
        "Outlook asks for the password after a phone change",
    ]


def test_an_escalation_shows_output_for_what_failed(unit: UnitOfWork) -> None:
    shown = [piece for row in handoffs(unit) for attempt in row.snapshot["attempts"] for piece in attempt["evidence"]]
    assert [piece["machine"] for piece in shown] == ["FS01"]
    assert "State: [9] Failed" in shown[0]["excerpt"]


def test_no_assessment_suggests_what_the_record_says_was_tried(unit: UnitOfWork) -> None:
    for row in handoffs(unit):
        data: dict[str, Any] = row.ai_assessment_data or {"suggested_steps": []}
        given = assessment_input(row.ai_session, row)
        failed = [attempt["title"] for attempt in row.snapshot["attempts"] if attempt["outcome"] == "did_not_work"]
        steps = [*data["suggested_steps"], *(assessment_of(given).suggested_steps if not row.claimed_at else [])]
        for step in steps:
            assert not _is_one_of(step.partition(":")[0], failed), step


def test_no_later_fix_and_no_answer_now_repeats_one_that_failed(unit: UnitOfWork) -> None:
    for row in sessions(unit):
        fixes = list(reversed(fixes_of(row)))
        for number, fix in enumerate(fixes):
            assert not _is_one_of(fix.title, [other.title for other in fixes[:number]])
        given = chat_reply_input(row)
        failed = [fix.title for fix in fixes if fix.status == "applied_failed"]
        prose, _, markers = reply_to(given).partition("\n[SUGGEST_FIX] ")
        assert not markers or not _is_one_of(markers.partition('", "rationale')[0].removeprefix('{"title": "'), failed)
        assert prose


def _is_one_of(title: str, others: list[str]) -> bool:
    return any(is_the_same(title, other) for other in others)


def test_there_is_a_tree_that_people_run_and_a_draft_with_a_fault(morgan: Person) -> None:
    draft, published = expect(morgan.get("/trees", source="own"), 200)["items"]
    assert (published["title"], published["status"]) == ("Printer shows offline", "published")
    assert expect(morgan.get(f"/trees/{published['id']}"), 200)["problems"] == []
    assert [one["code"] for one in expect(morgan.get(f"/trees/{draft['id']}"), 200)["problems"]] == ["no_next"]


def test_there_are_scripts_with_a_history_and_one_that_only_an_admin_could_publish(morgan: Person) -> None:
    items = expect(morgan.get("/scripts", source="own"), 200)["items"]
    found = {one["title"]: one for one in items}
    clear, ghosts = found["Clear print queue"], found["Remove ghost printers"]
    assert (clear["version"], clear["status"], clear["risk"]) == (3, "published", "changes")
    assert [one["name"] for one in clear["parameters"]] == ["PrinterName", "ComputerName", "OlderThanMin"]
    assert (ghosts["risk"], ghosts["updated_by"]["name"]) == ("destroys", "Morgan Reed")
    history = expect(morgan.get(f"/scripts/{clear['id']}/versions"), 200)["items"]
    assert [one["created_by"]["name"] for one in history] == ["Priya Nair", "Priya Nair", "Sam Keller"]
    for one in items:
        body = expect(morgan.get(f"/scripts/{one['id']}"), 200)["body"]
        assert expect(morgan.post("/scripts/check", language=one["language"], body=body), 200)["problems"] == []
