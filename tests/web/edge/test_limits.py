"""Whoever asks the copilot too often waits; nobody else does, and nothing else is held up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from models.core.uploads.errors import NotAnImage
from models.user import User
from settings import Settings
from tests.support.desk import API, PASSWORD, Desk, Person, address, open_desk, refuse
from tests.support.files import uploads
from tests.support.routes import declared_routes
from web import create_app
from web.edge.application import FlowPilot
from web.edge.limits import (
    INVITATIONS_OF_AN_ACCOUNT_AN_HOUR,
    REGISTRATIONS_OF_A_CLIENT_AN_HOUR,
    UPLOADS_OF_A_USER_A_MINUTE,
)
from web.edge.uploads import own_slot

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
        "ai_sessions.reopen",
        "ai_sessions.retry_reply",
        "client_updates.ask_for_client_update",
        "documentation.ask_for_documentation",
        "handoffs.create_handoff",
        "handoffs.escalate",
        "handoffs.retry_assessment",
        "previews.request_escalation_package",
        "previews.request_resolution_note",
        "script_builder.post_script_message",
        "script_builder.retry_script_reply",
        "session_cases.request_draft",
        "task_lane.send_answers",
        "templatizations.templatize",
        "tree_drafts.ask_for_tree",
        "tree_runs.open_ai_session",
    }


def registers(app: FlowPilot, client: str, **headers: str) -> TestResponse:
    body = {"account_name": "MSP", "name": "Olga", "email": address("olga"), "password": PASSWORD}
    browser = app.test_client()
    browser.environ_base["REMOTE_ADDR"] = client
    return browser.post(f"{API}/auth/register", json=body, headers=headers)


def test_one_client_opens_twenty_accounts_an_hour(app: FlowPilot) -> None:
    """An IPv6 client is its network; whoever asks from this machine itself is not counted."""
    for number in range(REGISTRATIONS_OF_A_CLIENT_AN_HOUR):
        assert registers(app, f"2001:db8:77:1::{number:x}").status_code == 201
    refused = registers(app, "2001:db8:77:1::ffff")
    refuse(refused, 429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 3_600
    assert registers(app, "2001:db8:77:2::1").status_code == 201
    assert registers(app, "127.0.0.1").status_code == 201


def test_an_account_does_not_mail_the_whole_world(app: FlowPilot) -> None:
    desk = open_desk(app)
    with app.app_context():
        limit = app.extensions["invitations"]
    with desk.unit() as unit:
        owner = unit.db_session.get_one(User, UUID(desk.owner.id))
        for _ in range(INVITATIONS_OF_AN_ACCOUNT_AN_HOUR):
            limit.count(owner)
    refuse(desk.owner.post("/account/invitations", email=address("new"), role="viewer"), 429, "too_many_requests")


def test_an_upload_counts_before_its_file_is_examined(app: FlowPilot, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, examined = open_desk(app), []
    monkeypatch.setattr("web.edge.uploads.examine", lambda *args, **named: _refuse_after(examined))
    for _ in range(UPLOADS_OF_A_USER_A_MINUTE):
        refuse(uploads(desk.junior, None, b"line"), 422, "not_an_image")
    refused = uploads(desk.junior, None, b"line")
    refuse(refused, 429, "too_many_requests")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert len(examined) == UPLOADS_OF_A_USER_A_MINUTE
    refuse(uploads(desk.senior, None, b"line"), 422, "not_an_image")


def _refuse_after(examined: list[str]) -> None:
    examined.append("file")
    raise NotAnImage


def test_a_form_without_a_file_does_not_count(app: FlowPilot, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = open_desk(app)
    monkeypatch.setattr(app.extensions["uploads"], "count", lambda uploader: pytest.fail("counted"))
    form = {"data": {"name": "x"}, "content_type": "multipart/form-data"}
    refuse(desk.junior.send("POST", "/ai-sessions/attachments", **form), 422, "validation_failed")


def test_one_persons_files_leave_a_slot_to_others(app: FlowPilot, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = open_desk(app)
    monkeypatch.setattr("web.edge.uploads.UPLOAD_WAIT_SECONDS", 0)
    with own_slot(UUID(desk.junior.id)):
        refuse(uploads(desk.junior, None, b"line", "a.log"), 429, "too_many_requests")
        assert uploads(desk.senior, None, b"line", "a.log").status_code == 201
    assert uploads(desk.junior, None, b"line", "a.log").status_code == 201
