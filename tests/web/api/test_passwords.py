"""Change a password; forget it, and set another by a mailed link."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select, update
from werkzeug.test import TestResponse

from models.core import clock, passwords
from models.core.database.flask_db import db
from models.core.outgoing.outbox import OutboxRow
from models.delivery import Delivery
from models.notice import Notice
from models.password_reset import PasswordReset
from models.reset_request import ResetRequest
from models.user import User
from settings import Settings
from tests.support.desk import API, PASSWORD, Desk, Person, address, expect, refuse
from tests.support.eventually import eventually
from tests.support.mails import mails_to, text_of
from tests.support.workers import Workers
from web.edge.application import FlowPilot

NEW = "staple battery horse"
_numbers = count(1)


@pytest.fixture
def client(app: FlowPilot) -> FlaskClient:
    """A browser at an address of its own, so that what it asks for counts for no other test."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"198.51.100.{next(_numbers)}"
    return client


def log_in(app: FlowPilot, email: str, password: str) -> TestResponse:
    return app.test_client().post(f"{API}/auth/login", json={"email": email, "password": password})


def forget(client: FlaskClient, email: str) -> TestResponse:
    return client.post(f"{API}/auth/password/forgot", json={"email": email})


def reset(client: FlaskClient, token: str, password: str = NEW) -> TestResponse:
    return client.post(f"{API}/auth/password/reset", json={"token": token, "password": password})


def all_are_answered(desk: Desk) -> bool:
    """Whether the relay has looked at every request for a link."""
    return not desk.rows(select(ResetRequest.id))


def mailed_token(client: FlaskClient, settings: Settings, person: Person) -> str:
    """The token of the link that arrives for `person`."""
    expect(forget(client, person.email), 202)
    assert eventually(lambda: mails_to(settings, person.email))
    (mail,) = mails_to(settings, person.email)
    found = re.search(r"http://127\.0\.0\.1:8000/reset-password\?token=(\S+)", text_of(mail))
    assert found
    return found[1]


def test_a_changed_password_is_the_one_that_counts(desk: Desk, app: FlowPilot) -> None:
    expect(desk.junior.post("/auth/password", current=PASSWORD, new=NEW), 204)
    refuse(log_in(app, desk.junior.email, PASSWORD), 401, "not_authenticated")
    expect(log_in(app, desk.junior.email, NEW), 200)


def test_all_other_logins_end_and_this_one_gets_another_cookie(desk: Desk, app: FlowPilot) -> None:
    elsewhere = app.test_client()
    elsewhere.post(f"{API}/auth/login", json={"email": desk.junior.email, "password": PASSWORD})
    copied = desk.junior.client.get_cookie("flowpilot").value
    expect(desk.junior.post("/auth/password", current=PASSWORD, new=NEW), 204)
    refuse(elsewhere.get(f"{API}/auth/me"), 401, "not_authenticated")
    thief = app.test_client()
    thief.set_cookie("flowpilot", copied, domain="localhost")
    refuse(thief.get(f"{API}/auth/me"), 401, "not_authenticated")
    assert expect(desk.junior.get("/auth/me"), 200)["csrf_token"] == desk.junior.csrf_token
    expect(desk.senior.get("/auth/me"), 200)


def test_programs_go_on(desk: Desk, app: FlowPilot) -> None:
    token = expect(desk.junior.post("/auth/tokens", name="Reports"), 201)["token"]
    expect(desk.junior.post("/auth/password", current=PASSWORD, new=NEW), 204)
    expect(app.test_client().get(f"{API}/auth/me", headers={"Authorization": f"Bearer {token}"}), 200)


def test_a_program_does_not_change_it(desk: Desk, app: FlowPilot) -> None:
    token = expect(desk.junior.post("/auth/tokens", name="Reports"), 201)["token"]
    body, bearer = {"current": PASSWORD, "new": NEW}, {"Authorization": f"Bearer {token}"}
    refuse(app.test_client().post(f"{API}/auth/password", json=body, headers=bearer), 403, "login_required")


def test_the_wrong_current_password_changes_nothing_and_is_counted(desk: Desk, app: FlowPilot) -> None:
    for _ in range(10):
        detail = refuse(desk.junior.post("/auth/password", current="wrong", new=NEW), 422, "validation_failed")
        assert detail.keys() == {"current"}
    refuse(desk.junior.post("/auth/password", current=PASSWORD, new=NEW), 429, "too_many_requests")
    refuse(log_in(app, desk.junior.email, PASSWORD), 429, "too_many_requests")
    expect(desk.junior.get("/auth/me"), 200)


@pytest.mark.parametrize("body", [{"current": PASSWORD}, {"current": PASSWORD, "new": "short"}, {"new": NEW}])
def test_what_a_change_needs(desk: Desk, body: dict[str, str]) -> None:
    refuse(desk.junior.post("/auth/password", **body), 422, "validation_failed")


def test_the_link_arrives_by_mail_and_sets_another_password(
    desk: Desk, client: FlaskClient, app: FlowPilot, settings: Settings, workers: Workers
) -> None:
    token = mailed_token(client, settings, desk.junior)
    expect(reset(client, token), 204)
    refuse(desk.junior.get("/auth/me"), 401, "not_authenticated")
    refuse(log_in(app, desk.junior.email, PASSWORD), 401, "not_authenticated")
    expect(log_in(app, desk.junior.email, NEW), 200)
    refuse(reset(client, token), 409, "reset_closed")


def test_once_mailed_the_links_token_is_nowhere(
    desk: Desk, client: FlaskClient, settings: Settings, workers: Workers
) -> None:
    mailed_token(client, settings, desk.junior)
    sent = select(Delivery.id).where(Delivery.event == "password_reset", Delivery.state == "sent")
    assert eventually(lambda: desk.rows(sent))
    assert desk.rows(select(PasswordReset.sealed_token)) == [None]
    assert desk.rows(select(Notice.sealed_content).where(Notice.event == "password_reset")) == [None]


def test_a_second_run_of_the_job_sends_nothing_more(
    desk: Desk, client: FlaskClient, settings: Settings, workers: Workers
) -> None:
    mailed_token(client, settings, desk.junior)
    done = select(OutboxRow.id).where(OutboxRow.name == "mail.send", OutboxRow.state == "done")
    assert eventually(lambda: desk.rows(done))
    with desk.unit() as unit:
        again = update(OutboxRow).where(OutboxRow.name == "mail.send")
        unit.db_session.execute(again.values(state="ready", due=clock.now(), attempts=0))
    assert eventually(lambda: desk.rows(done))
    assert len(mails_to(settings, desk.junior.email)) == 1


def test_the_answer_does_not_tell_who_has_an_address(desk: Desk, client: FlaskClient, workers: Workers) -> None:
    known, unknown = forget(client, desk.junior.email), forget(client, address("nobody"))
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
    assert known.status_code == 202
    desk.deactivates(desk.senior)
    expect(forget(client, desk.senior.email), 202)
    assert eventually(lambda: all_are_answered(desk))
    people = desk.rows(select(PasswordReset.user_id))
    assert [str(user_id) for user_id in people] == [desk.junior.id]


def test_the_work_is_the_same_for_every_address(desk: Desk, client: FlaskClient, app: FlowPilot) -> None:
    """The time it takes tells nobody who has an account: the request runs the same statements for all."""
    told = [_statements(app, lambda email=email: forget(client, email)) for email in (desk.junior.email, address("no"))]
    assert told[0] == told[1]
    assert any("reset_requests" in statement for statement in told[0])
    assert not any("login_by_address" in statement for statement in told[0])


def _statements(app: FlowPilot, act: Callable[[], TestResponse]) -> list[str]:
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        expect(act(), 202)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return said


def test_an_address_is_not_flooded_and_a_client_waits(desk: Desk, client: FlaskClient, workers: Workers) -> None:
    assert [forget(client, desk.junior.email).status_code for _ in range(30)] == [202] * 30
    assert eventually(lambda: all_are_answered(desk))
    assert len(desk.rows(select(PasswordReset.id))) == 3
    refused = forget(client, desk.senior.email)
    refuse(refused, 429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 3_600


def test_a_link_ends_after_an_hour_and_with_its_person(
    desk: Desk, client: FlaskClient, settings: Settings, workers: Workers
) -> None:
    old, gone = (mailed_token(client, settings, person) for person in (desk.junior, desk.senior))
    with desk.unit() as unit:
        juniors = update(PasswordReset).where(PasswordReset.user_id == desk.junior.id)
        unit.db_session.execute(juniors.values(expires_at=clock.now() - timedelta(seconds=1)))
    desk.deactivates(desk.senior)
    for token in (old, gone):
        refuse(reset(client, token), 409, "reset_closed")


def test_a_change_of_password_closes_the_link(
    desk: Desk, client: FlaskClient, settings: Settings, workers: Workers
) -> None:
    token = mailed_token(client, settings, desk.junior)
    expect(desk.junior.post("/auth/password", current=PASSWORD, new=NEW), 204)
    refuse(reset(client, token, "another battery"), 409, "reset_closed")


def test_a_made_up_link_and_a_short_password(
    desk: Desk, client: FlaskClient, settings: Settings, workers: Workers
) -> None:
    refuse(reset(client, "made-up"), 404, "not_found")
    token = mailed_token(client, settings, desk.junior)
    refuse(reset(client, token, "short"), 422, "validation_failed")
    expect(reset(client, token), 204)


def test_a_link_frees_an_address_that_had_to_wait(
    desk: Desk, client: FlaskClient, app: FlowPilot, settings: Settings, workers: Workers
) -> None:
    for _ in range(10):
        client.post(f"{API}/auth/login", json={"email": desk.junior.email, "password": "wrong"})
    refuse(log_in(app, desk.junior.email, PASSWORD), 429, "too_many_requests")
    expect(reset(client, mailed_token(client, settings, desk.junior)), 204)
    expect(log_in(app, desk.junior.email, NEW), 200)


def test_the_audit_log_tells_of_both(desk: Desk, client: FlaskClient, settings: Settings, workers: Workers) -> None:
    expect(desk.senior.post("/auth/password", current=PASSWORD, new=NEW), 204)
    expect(reset(client, mailed_token(client, settings, desk.junior)), 204)
    lines = expect(desk.owner.get("/account/audit-log", limit=3), 200)["items"]
    assert [(line["action"], line["actor"]["name"], line["subject"]["name"]) for line in lines] == [
        ("password.reset", "Sam", "Sam"),
        ("password.reset_requested", "not signed in", "Sam"),
        ("password.changed", "Priya", "Priya"),
    ]


def test_every_spelling_of_a_password_is_the_same(desk: Desk, app: FlowPilot) -> None:
    """A Mac's file dialog and an older keyboard write the accent as a character of its own."""
    composed, decomposed = "gr\u00fc\u00dfe aus k\u00f6ln", "gru\u0308\u00dfe aus ko\u0308ln"
    expect(desk.junior.post("/auth/password", current=PASSWORD, new=decomposed), 204)
    expect(log_in(app, desk.junior.email, composed), 200)
    expect(desk.junior.post("/auth/password", current=composed, new=PASSWORD), 204)


def test_a_hash_of_a_password_as_it_was_typed_works_on_and_is_renewed(desk: Desk, app: FlowPilot) -> None:
    composed, decomposed = "gr\u00fc\u00dfe aus k\u00f6ln", "gru\u0308\u00dfe aus ko\u0308ln"
    with desk.unit() as unit:
        user = unit.db_session.get_one(User, desk.junior.id)
        user.password_hash = passwords._hasher.hash(decomposed)
    refuse(log_in(app, desk.junior.email, composed), 401, "not_authenticated")
    expect(log_in(app, desk.junior.email, decomposed), 200)
    expect(log_in(app, desk.junior.email, composed), 200)


@pytest.mark.parametrize(
    "new", ["a tab\there and there", "o\u0308o\u0308o\u0308o\u0308o\u0308", "bell\u0007 bell bell"]
)
def test_what_no_password_may_be(desk: Desk, new: str) -> None:
    """Control characters; and the length is that of the composed form."""
    assert refuse(desk.junior.post("/auth/password", current=PASSWORD, new=new), 422, "validation_failed").keys() == {
        "new"
    }


def test_a_link_is_closed_for_good_when_its_person_leaves(
    desk: Desk, client: FlaskClient, settings: Settings, workers: Workers
) -> None:
    token, member = mailed_token(client, settings, desk.junior), f"/account/members/{desk.junior.id}"
    for is_active in (False, True):
        expect(desk.owner.patch(member, is_active=is_active), 200)
    refuse(reset(client, token), 409, "reset_closed")
