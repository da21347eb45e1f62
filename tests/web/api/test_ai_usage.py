"""The AI budget: who may see and set it, what the report adds up, and which calls are refused beyond it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import current_app

from models.ai_usage import AiUsage
from models.core.unit_of_work import db_session
from tests.support.desk import Desk, Person, expect, refuse

DOLLAR = 1_000_000


def sets(person: Person, monthly_micros: int | None, *, hard_stop: bool = True) -> dict[str, Any]:
    body = {"monthly_micros": monthly_micros, "hard_stop": hard_stop}
    return expect(person.send("PUT", "/account/ai-budget", json=body), 200)


def spends(desk: Desk, micros: int, by: Person, **more: Any) -> None:
    """A call to a model that cost this much, and the total in Redis forgotten."""
    call: dict[str, Any] = {
        "task": "chat_reply",
        "provider": "anthropic",
        "model": "claude-sonnet-5-5",
        "prompt_id": "chat_reply",
        "prompt_version": "1",
        "prompt_hash": "h",
        "input_tokens": 100,
        "cache_write_tokens": 20,
        "cache_read_tokens": 3,
        "output_tokens": 7,
        "duration_ms": 5,
    }
    with desk.unit():
        db_session().add(AiUsage(account_id=desk.account_id, user_id=UUID(by.id), cost_micros=micros, **(call | more)))
        current_app.extensions["spending"]._client.flushdb()


def state(person: Person) -> dict[str, Any]:
    return expect(person.get("/usage/ai/state"), 200)


def test_only_an_owner_sets_the_budget_and_it_is_audited(desk: Desk) -> None:
    assert sets(desk.owner, 5 * DOLLAR) == {"monthly_micros": 5 * DOLLAR, "hard_stop": True}
    admin = desk.joins("Ada", "admin")
    for person in (admin, desk.junior, desk.viewer):
        body = {"monthly_micros": None, "hard_stop": False}
        refuse(person.send("PUT", "/account/ai-budget", json=body), 403, "role_required")
    lines = expect(desk.owner.get("/account/audit-log"), 200)["items"]
    (changed,) = [line for line in lines if line["action"] == "account.ai_budget_changed"]
    assert changed["detail"]["monthly_micros"] == 5 * DOLLAR
    assert changed["detail"]["before"] == {"monthly_micros": None, "hard_stop": False}


@pytest.mark.parametrize("body", [{}, {"monthly_micros": -1, "hard_stop": True}, {"monthly_micros": 1}])
def test_a_budget_is_a_whole_number_that_is_not_negative(desk: Desk, body: dict[str, Any]) -> None:
    refuse(desk.owner.send("PUT", "/account/ai-budget", json=body), 422, "validation_failed")


def test_admins_read_the_report_and_everybody_the_level(desk: Desk) -> None:
    refuse(desk.junior.get("/usage/ai"), 403, "role_required")
    assert expect(desk.owner.get("/usage/ai"), 200)["level"] == "unlimited"
    assert state(desk.viewer) == {"level": "unlimited", "hard_stop": False, "used_percent": None}


def test_the_report_adds_up_by_task_person_model_and_day(desk: Desk) -> None:
    sets(desk.owner, 10 * DOLLAR)
    at = datetime(2026, 2, 27, 23, 30, tzinfo=UTC)
    spends(desk, 2 * DOLLAR, desk.junior, created_at=at)
    spends(desk, 3 * DOLLAR, desk.senior, created_at=at, task="assessment")
    spends(desk, 1 * DOLLAR, desk.junior, created_at=at.replace(day=28), model="claude-haiku-5-5")
    spends(desk, 9 * DOLLAR, desk.junior, created_at=datetime(2026, 3, 1, tzinfo=UTC))
    report = expect(desk.owner.get("/usage/ai", month="2026-02"), 200)
    assert (report["month"], report["budget_micros"], report["used_micros"]) == ("2026-02", 10 * DOLLAR, 6 * DOLLAR)
    assert report["left_micros"] == 4 * DOLLAR
    assert {line["task"]: (line["cost_micros"], line["calls"]) for line in report["by_task"]} == {
        "assessment": (3 * DOLLAR, 1),
        "chat_reply": (3 * DOLLAR, 2),
    }
    assert {line["user"]["name"]: line["cost_micros"] for line in report["by_user"]} == {
        desk.junior.name: 3 * DOLLAR,
        desk.senior.name: 3 * DOLLAR,
    }
    assert {line["model"]: line["calls"] for line in report["by_model"]} == {
        "claude-sonnet-5-5": 2,
        "claude-haiku-5-5": 1,
    }
    assert [(line["day"], line["cost_micros"]) for line in report["by_day"]] == [
        ("2026-02-27", 5 * DOLLAR),
        ("2026-02-28", 1 * DOLLAR),
    ]
    assert report["by_day"][0]["input_tokens"] == 2 * 123 and report["by_day"][0]["output_tokens"] == 14


@pytest.mark.parametrize("month", ["2026", "2026-13", "2026-1", "26-01", "2026-01-01", "2026-01\n"])
def test_a_month_is_written_in_one_way(desk: Desk, month: str) -> None:
    refuse(desk.owner.get("/usage/ai", month=month), 422, "validation_failed")


@pytest.mark.parametrize(("spent", "level"), [(79, "ok"), (80, "near"), (99, "near"), (100, "exhausted")])
def test_the_level_says_when_the_budget_ends(desk: Desk, spent: int, level: str) -> None:
    sets(desk.owner, 100, hard_stop=False)
    spends(desk, spent, desk.junior)
    assert state(desk.viewer) == {"level": level, "hard_stop": False, "used_percent": spent}


def test_with_a_hard_stop_a_call_that_only_asks_for_ai_is_refused_and_people_go_on(desk: Desk) -> None:
    sets(desk.owner, 100)
    ai_session = desk.junior.opens_session()
    handoff = desk.junior.escalates(ai_session)
    spends(desk, 100, desk.junior)
    path = f"/ai-sessions/{ai_session['id']}"
    refuse(desk.junior.post(f"{path}/reply/retry"), 409, "budget_exhausted")
    refuse(desk.senior.post(f"{path}/handoffs/{handoff['id']}/assessment/retry"), 409, "budget_exhausted")
    expect(desk.junior.post(f"{path}/messages", content="It still prompts."), 202)
    expect(desk.senior.claims(handoff), 200)
    desk.junior.opens_session()


def test_without_a_hard_stop_nothing_is_refused(desk: Desk) -> None:
    sets(desk.owner, 100, hard_stop=False)
    ai_session = desk.junior.opens_session()
    spends(desk, 500, desk.junior)
    assert expect(desk.junior.post(f"/ai-sessions/{ai_session['id']}/reply/retry"), 202)["reply"]["status"] == "queued"


def test_one_account_does_not_spend_the_budget_of_another(desk: Desk, other_desk: Desk) -> None:
    sets(desk.owner, 100)
    spends(other_desk, 1_000, other_desk.junior)
    assert state(desk.junior)["level"] == "ok"
    assert expect(desk.owner.get("/usage/ai"), 200)["used_micros"] == 0
