"""Whoever asks the copilot too often waits; nobody else does, and nothing else is held up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from settings import Settings
from tests.contracts.routes import declared_routes
from tests.desk import Desk, Person, open_desk, refuse
from web import create_app
from web.edge.application import FlowPilot

MakeDesk = Callable[..., Desk]


@pytest.fixture
def desk_with(app: FlowPilot, settings: Settings) -> MakeDesk:
    """A desk over the same database (hence `app`, which migrated it), before a web process with other limits."""
    return lambda **limits: open_desk(create_app(replace(settings, **limits)))


def opens(person: Person, **more: object) -> TestResponse:
    return person.send("POST", "/ai-sessions", json={"problem": "Printer offline"}, **more)


def test_a_person_over_the_limit_waits_and_others_do_not(desk_with: MakeDesk) -> None:
    desk = desk_with(messages_per_minute=2)
    assert [opens(desk.junior).status_code for _ in range(3)] == [201, 201, 429]
    refused = opens(desk.junior)
    detail = refuse(refused, 429, "too_many_requests")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert detail == {"retry_after": int(refused.headers["Retry-After"])}
    assert opens(desk.senior).status_code == 201
    assert desk.junior.get("/ai-sessions").status_code == 200


def test_an_account_has_a_limit_of_its_own(desk_with: MakeDesk) -> None:
    desk, others = desk_with(account_messages_per_minute=2), desk_with(account_messages_per_minute=2)
    assert [opens(person).status_code for person in (desk.junior, desk.senior, desk.owner)] == [201, 201, 429]
    assert opens(others.junior).status_code == 201


def test_a_repeated_call_with_its_key_is_not_counted(desk_with: MakeDesk) -> None:
    desk = desk_with(messages_per_minute=2)
    key = {"Idempotency-Key": "k1"}
    assert [opens(desk.junior, headers=key).status_code for _ in range(5)] == [201] * 5
    assert [opens(desk.junior).status_code for _ in range(2)] == [201, 429]


def test_while_redis_is_away_nobody_is_refused(desk_with: MakeDesk) -> None:
    desk = desk_with(messages_per_minute=1, redis_url="redis://127.0.0.1:1/0")
    assert [opens(desk.junior).status_code for _ in range(2)] == [201, 201]


def test_whatever_makes_the_model_work_is_counted(app: FlowPilot) -> None:
    counted = {route.endpoint for route in declared_routes(app) if route.access and route.access.asks_model}
    assert counted == {
        "ai_sessions.open_session",
        "ai_sessions.post_message",
        "ai_sessions.retry_reply",
        "handoffs.create_handoff",
        "handoffs.escalate",
        "handoffs.retry_assessment",
    }
