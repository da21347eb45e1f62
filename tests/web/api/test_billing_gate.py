"""What an account subscribes to lets it in, and what still works when nothing does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, update

from models.account import Subscription
from models.core import clock
from settings import Settings
from tests.support.desk import API, PASSWORD, Desk, expect, refuse
from web import create_app


def subscribe(desk: Desk, status: str, plan: str = "pro"):
    options = [str(desk.account_id), "--plan", plan, "--status", status]
    return desk.app.test_cli_runner().invoke(args=["subscription", "set", *options])


def became_past_due(desk: Desk, ago: timedelta) -> None:
    assert subscribe(desk, "past_due").exit_code == 0
    with desk.unit() as unit:
        unit.db_session.execute(update(Subscription).values(status_since=clock.now() - ago))


@pytest.mark.parametrize("status", ["trialing", "active"])
@pytest.mark.parametrize("plan", ["free", "pro", "whatever"])
def test_any_plan_passes_while_trialing_or_active(desk: Desk, status: str, plan: str) -> None:
    assert subscribe(desk, status, plan).output == f"{desk.account_id}: {plan}, {status}\n"
    expect(desk.junior.get("/ai-sessions"), 200)


@pytest.mark.parametrize("status", ["locked", "canceled"])
def test_a_locked_account_learns_its_plan_and_the_way_to_billing(desk: Desk, status: str) -> None:
    subscribe(desk, status)
    detail = refuse(desk.junior.get("/ai-sessions"), 402, "subscription_locked")
    billing_url = "http://127.0.0.1:8000/account/billing"
    assert detail == {"plan": "pro", "status": status, "billing_url": billing_url}


def test_without_a_subscription_the_gate_says_so(desk: Desk) -> None:
    with desk.unit() as unit:
        unit.db_session.execute(delete(Subscription))
    detail = refuse(desk.junior.get("/ai-sessions"), 402, "subscription_missing")
    assert (detail["plan"], detail["status"]) == (None, None)
    assert detail["billing_url"]


def test_past_due_passes_for_seven_days(desk: Desk) -> None:
    became_past_due(desk, timedelta(days=7) - timedelta(minutes=1))
    expect(desk.junior.get("/ai-sessions"), 200)


def test_past_due_for_more_than_seven_days_is_locked(desk: Desk) -> None:
    became_past_due(desk, timedelta(days=7, seconds=1))
    detail = refuse(desk.junior.get("/ai-sessions"), 402, "subscription_locked")
    assert detail["status"] == "past_due"


def test_saying_past_due_again_does_not_start_the_seven_days_anew(desk: Desk) -> None:
    became_past_due(desk, timedelta(days=8))
    subscribe(desk, "past_due")
    refuse(desk.junior.get("/ai-sessions"), 402, "subscription_locked")


def test_login_and_account_work_all_the_same(desk: Desk) -> None:
    subscribe(desk, "locked")
    assert expect(desk.owner.get("/auth/me"), 200)["subscription"] == {"plan": "pro", "status": "locked"}
    expect(desk.owner.get("/account"), 200)
    expect(desk.owner.get("/account/members"), 200)
    expect(desk.owner.post("/auth/logout"), 204)
    body = {"email": desk.owner.email, "password": PASSWORD}
    expect(desk.app.test_client().post(f"{API}/auth/login", json=body), 200)


def test_writing_and_streams_are_gated_like_reading(desk: Desk) -> None:
    subscribe(desk, "locked")
    refuse(desk.junior.post("/ai-sessions", problem="No mail"), 402, "subscription_locked")
    refuse(desk.junior.get("/stream", topics="notifications"), 402, "subscription_locked")


def test_the_data_is_there_again_when_the_account_is_unlocked(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    subscribe(desk, "locked")
    subscribe(desk, "active")
    assert desk.junior.reads(ai_session) == ai_session


def test_a_locked_account_locks_nobody_else(desk: Desk, other_desk: Desk) -> None:
    subscribe(desk, "locked")
    expect(other_desk.junior.get("/ai-sessions"), 200)


def test_the_role_is_checked_before_the_subscription(desk: Desk) -> None:
    subscribe(desk, "locked")
    refuse(desk.viewer.post("/ai-sessions", problem="No mail"), 403, "role_required")


def test_a_missing_subscription_can_be_set_anew(desk: Desk) -> None:
    with desk.unit() as unit:
        unit.db_session.execute(delete(Subscription))
    assert subscribe(desk, "active").exit_code == 0
    expect(desk.junior.get("/ai-sessions"), 200)


def test_an_unknown_account_cannot_be_subscribed(desk: Desk) -> None:
    options = [str(uuid4()), "--plan", "pro", "--status", "active"]
    result = desk.app.test_cli_runner().invoke(args=["subscription", "set", *options])
    assert (result.exit_code, "There is no such account." in result.output) == (1, True)


def test_an_unknown_status_is_refused(desk: Desk) -> None:
    assert subscribe(desk, "paid").exit_code == 2


def test_where_billing_is_off_nobody_is_asked(desk: Desk, settings: Settings) -> None:
    subscribe(desk, "locked")
    client = create_app(replace(settings, billing="off")).test_client()
    expect(client.post(f"{API}/auth/login", json={"email": desk.junior.email, "password": PASSWORD}), 200)
    expect(client.get(f"{API}/ai-sessions"), 200)
