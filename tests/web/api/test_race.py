"""Twenty people click *Pick up* at the same moment: one wins, and everybody else learns who."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from operator import methodcaller
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from models.client_update import ClientUpdate
from models.core import ids
from models.core.database.flask_db import db
from models.core.outgoing.outbox import OutboxRow
from models.documentation import Documentation
from models.password_reset import PasswordReset
from models.preview import Preview
from settings import Settings
from tests.support.desk import API, PASSWORD, Desk, Person, address, expect, open_desk, refuse
from tests.support.events import EventListener
from tests.support.previews import asks
from web import create_app
from web.edge.application import FlowPilot

PEOPLE = 20


@pytest.fixture(scope="module")
def wide_app(app: FlowPilot, settings: Settings) -> Iterator[FlowPilot]:
    """The desk with a database connection for everybody, so that nobody queues before the race."""
    wide = create_app(replace(settings, database_pool_size=PEOPLE))
    yield wide
    with wide.app_context():
        db.engine.dispose()


@pytest.fixture
def desk(wide_app: FlowPilot) -> Desk:
    return open_desk(wide_app)


@pytest.fixture
def crowd(desk: Desk) -> list[Person]:
    return [desk.joins(f"Racer{number:02}", "engineer") for number in range(PEOPLE)]


def at_once(click: Callable[[Any], TestResponse], by: Sequence[Any]) -> list[TestResponse]:
    """What `click` answers each of `by`, in their order: a thread and a database connection for everybody."""
    start = threading.Barrier(len(by))

    def wait_and_click(one: Any) -> TestResponse:
        start.wait()
        return click(one)

    with ThreadPoolExecutor(len(by)) as threads:
        return list(threads.map(wait_and_click, by))


def race(crowd: Sequence[Person], handoff: dict[str, str]) -> list[TestResponse]:
    return at_once(lambda person: person.claims(handoff), crowd)


def test_of_twenty_people_one_wins_and_nineteen_learn_who_and_when(desk: Desk, crowd: list[Person]) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    answers = dict(zip(crowd, race(crowd, handoff), strict=True))
    (winner,) = [person for person, answer in answers.items() if answer.status_code == 200]
    won = expect(answers.pop(winner), 200)
    assert won["claimed_by"] == {"id": winner.id, "name": winner.name}
    for answer in answers.values():
        detail = refuse(answer, 409, "handoff_already_claimed")
        assert detail == {"claimed_by": won["claimed_by"], "claimed_at": won["claimed_at"]}


def test_a_race_leaves_one_handler_one_step_and_one_event(
    desk: Desk, crowd: list[Person], heard: EventListener
) -> None:
    ai_session = desk.junior.opens_session()
    race(crowd, handoff := desk.junior.escalates(ai_session))
    winner = expect(desk.owner.get(f"/ai-sessions/{ai_session['id']}/handoffs/{handoff['id']}"), 200)["claimed_by"]
    assert desk.owner.reads(ai_session)["handler"] == winner
    steps = expect(desk.owner.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    assert [step["data"].get("kind") for step in steps].count("claimed") == 1
    heard.drain()
    assert heard.types().count("handoff_claimed") == 1


def test_one_person_clicking_on_many_tabs_gets_the_same_answer_on_each(desk: Desk) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    answers = [expect(answer, 200) for answer in race([desk.senior] * 4, handoff)]
    assert {answer["claimed_at"] for answer in answers} == {answers[0]["claimed_at"]}


def test_escalating_on_many_tabs_at_once_makes_one_handoff(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    path = f"/ai-sessions/{ai_session['id']}/handoff"
    answers = at_once(lambda _: desk.junior.post(path, intent="escalate", reason="Stuck"), range(5))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    assert {answer.get_json()["code"] for answer in answers if answer.status_code == 409} == {"already_escalated"}
    assert len(desk.senior.bell()) == 1


def test_of_many_who_accept_one_invitation_at_once_one_joins(desk: Desk) -> None:
    invitation = expect(desk.owner.post("/account/invitations", email=address("new"), role="engineer"), 201)
    body = {"token": invitation["accept_url"].split("token=")[1], "name": "Noor", "password": PASSWORD}

    def accept(_: int) -> TestResponse:
        return desk.app.test_client().post(f"{API}/auth/invitations/accept", json=body)

    answers = at_once(accept, range(5))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]


def test_claim_and_withdrawal_at_once_end_with_exactly_one_of_them(desk: Desk) -> None:
    for _ in range(5):
        ai_session = desk.junior.opens_session()
        handoff = desk.junior.escalates(ai_session)
        start = threading.Barrier(2)

        def claim(start: threading.Barrier = start, handoff: dict[str, str] = handoff) -> int:
            start.wait()
            return desk.senior.claims(handoff).status_code

        def resolve(start: threading.Barrier = start, session_id: str = ai_session["id"]) -> int:
            start.wait()
            return desk.junior.post(f"/ai-sessions/{session_id}/resolve").status_code

        with ThreadPoolExecutor(2) as threads:
            claimed, resolved = threads.submit(claim), threads.submit(resolve)
        assert resolved.result() == 200
        status = _status(desk, handoff)
        assert (claimed.result(), status) in {(200, "claimed"), (409, "withdrawn")}


def _status(desk: Desk, handoff: dict[str, str]) -> str:
    with desk.unit() as unit:
        return unit.db_session.scalar(text("select status from handoffs where id = :id"), {"id": handoff["id"]})


def test_a_role_is_changed_while_its_person_works(desk: Desk) -> None:
    """Neither call waits for what the other holds: in the wrong order that would be a deadlock."""
    desk.gives_role(desk.senior, "admin")
    acts: list[Callable[[int], TestResponse]] = [
        lambda turn: desk.owner.patch(f"/account/members/{desk.junior.id}", role=("admin", "engineer")[turn % 2]),
        lambda turn: desk.junior.post("/auth/tokens", name=f"Report {turn}"),
        lambda turn: desk.junior.post("/ai-sessions", problem="Backup failed"),
        lambda turn: desk.senior.patch(f"/account/members/{desk.viewer.id}", role=("viewer", "engineer")[turn % 2]),
    ]
    for turn in range(6):
        answers = at_once(methodcaller("__call__", turn), acts)
        assert [answer.status_code for answer in answers] == [200, 201, 201, 200]


def test_no_login_with_the_old_password_outlives_its_reset(desk: Desk, wide_app: FlowPilot) -> None:
    with desk.unit() as unit:
        secret = ids.new_secret()
        unit.db_session.add(
            PasswordReset(
                account_id=desk.account_id,
                user_id=UUID(desk.junior.id),
                token_fingerprint=ids.fingerprint(secret),
                sealed_token=b"",
            )
        )
    clients = [wide_app.test_client() for _ in range(6)]

    def act(client: FlaskClient | None) -> TestResponse:
        if client is None:
            body = {"token": secret, "password": "another battery horse"}
            return wide_app.test_client().post(f"{API}/auth/password/reset", json=body)
        return client.post(f"{API}/auth/login", json={"email": desk.junior.email, "password": PASSWORD})

    answers = at_once(act, [*clients, None])
    assert answers[-1].status_code == 204
    assert {answer.status_code for answer in answers[:-1]} <= {200, 401}
    for client in clients:
        assert client.get(f"{API}/auth/me").status_code == 401


def test_a_preview_that_two_people_ask_for_on_many_tabs_at_once_is_one_job(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    answers = at_once(lambda person: asks(person, ai_session, "resolution_note"), [desk.junior, desk.senior] * 4)
    assert {expect(answer, 202)["status"] for answer in answers} == {"pending"}
    assert len(desk.rows(select(OutboxRow.id).where(OutboxRow.name == "preview.write"))) == 1
    assert len(desk.rows(select(Preview.id))) == 1


def test_of_two_outcomes_at_once_the_first_is_recorded_and_the_other_person_learns_which(desk: Desk) -> None:
    outcomes = ["applied_success", "applied_failed", "dismissed"]
    for _ in range(4):
        ai_session = desk.junior.opens_session()
        path = outcome_of(desk.proposes(ai_session))
        answers = at_once(lambda outcome, path=path: desk.junior.patch(path, outcome=outcome), outcomes)
        (won,) = [expect(answer, 200)["status"] for answer in answers if answer.status_code == 200]
        refused = [answer for answer in answers if answer.status_code != 200]
        assert [refuse(answer, 409, "fix_terminal") for answer in refused] == [{"status": won}] * 2
        assert kinds_of(desk, ai_session).count("fix_outcome") == 1


@pytest.mark.parametrize(
    ("part", "job", "table"),
    [
        ("documentation", "documentation.write", Documentation),
        ("client-update", "client_update.write", ClientUpdate),
    ],
)
def test_a_write_up_that_two_people_ask_for_at_once_is_one_job(desk: Desk, part: str, job: str, table: Any) -> None:
    ai_session = desk.junior.opens_session()
    desk.changes_session(ai_session, handler_id=UUID(desk.senior.id))
    path = f"/ai-sessions/{ai_session['id']}/{part}"
    answers = at_once(lambda person: person.post(path), [desk.junior, desk.senior] * 4)
    assert {expect(answer, 202)["status"] for answer in answers} == {"pending"}
    assert len(desk.rows(select(OutboxRow.id).where(OutboxRow.name == job))) == 1
    assert len(desk.rows(select(table.id))) == 1


def test_undone_on_many_tabs_at_once_an_outcome_is_taken_back_once(desk: Desk) -> None:
    ai_session = desk.junior.opens_session()
    path = outcome_of(desk.proposes(ai_session))
    expect(desk.junior.patch(path, outcome="applied_success"), 200)
    answers = at_once(lambda _: desk.junior.send("DELETE", path), range(5))
    assert {expect(answer, 200)["status"] for answer in answers} == {"proposed"}
    assert kinds_of(desk, ai_session)[-2:] == ["fix_outcome", "fix_outcome_taken_back"]


@pytest.mark.parametrize("rival", ["messages", "notes", "resolve", "handoff"])
def test_of_an_undo_and_what_would_follow_from_the_outcome_one_comes_first(desk: Desk, rival: str) -> None:
    body = {"messages": {"content": "And now?"}, "notes": {"content": "Noted"}, "resolve": {}}
    acts = {"undo": lambda path: desk.junior.send("DELETE", path)}
    for _ in range(5):
        ai_session = desk.junior.opens_session()
        path = outcome_of(desk.proposes(ai_session))
        expect(desk.junior.patch(path, outcome="applied_failed"), 200)
        given = body.get(rival, {"intent": "escalate", "reason": "Stuck"})
        acts[rival] = lambda _, here=ai_session["id"], given=given: desk.junior.post(
            f"/ai-sessions/{here}/{rival}", **given
        )
        undone, followed = at_once(lambda act, path=path: act(path), list(acts.values()))
        assert followed.status_code < 300
        (taken_back,) = [kind for kind in kinds_of(desk, ai_session) if kind == "fix_outcome_taken_back"] or [None]
        assert (undone.status_code, taken_back) in [(200, "fix_outcome_taken_back"), (409, None)]


def outcome_of(fix: dict[str, Any]) -> str:
    return f"/ai-sessions/{fix['session_id']}/suggested-fixes/{fix['id']}/outcome"


def kinds_of(desk: Desk, ai_session: dict[str, Any]) -> list[str | None]:
    steps = expect(desk.owner.get(f"/ai-sessions/{ai_session['id']}/steps"), 200)["items"]
    return [step["data"].get("kind") for step in steps]
