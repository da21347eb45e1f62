"""Two changes of one password at once, and a mailed link at the moment of a change: each ends in one password."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from models.core import ids
from models.password_reset import PasswordReset
from tests.support.desk import API, PASSWORD, Desk, expect, refuse
from tests.support.eventually import eventually
from web.edge.application import FlowPilot

THIEFS, OWNERS = "the thief's battery", "the owner's battery"
_WAITING = text("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
Act = Callable[[], TestResponse]


def signed_in(app: FlowPilot, desk: Desk, password: str = PASSWORD) -> FlaskClient:
    client = app.test_client()
    body = {"email": desk.junior.email, "password": password}
    token = expect(client.post(f"{API}/auth/login", json=body), 200)["csrf_token"]
    client.environ_base["HTTP_X_CSRF_TOKEN"] = token
    return client


def changes(client: FlaskClient, new: str) -> Act:
    return lambda: client.post(f"{API}/auth/password", json={"current": PASSWORD, "new": new})


def resets(app: FlowPilot, token: str, new: str = OWNERS) -> Act:
    return lambda: app.test_client().post(f"{API}/auth/password/reset", json={"token": token, "password": new})


def link(desk: Desk) -> str:
    """The token of a link that was mailed to the junior."""
    token = ids.new_secret()
    with desk.unit() as unit:
        user_id, fingerprint = UUID(desk.junior.id), ids.fingerprint(token)
        unit.db_session.add(
            PasswordReset(account_id=desk.account_id, user_id=user_id, token_fingerprint=fingerprint, sealed_token=None)
        )
    return token


@contextmanager
def held_up(desk: Desk) -> Iterator[Callable[[Act], Future[TestResponse]]]:
    """Whoever is started inside waits for the junior's row, in the order of the starts, until the block ends."""
    with ThreadPoolExecutor(4) as threads:
        started: list[Future[TestResponse]] = []

        def start(act: Act) -> Future[TestResponse]:
            started.append(threads.submit(act))
            assert eventually(lambda: _waiting(desk) == len(started))
            return started[-1]

        with desk.unit() as unit:
            unit.db_session.execute(text("select 1 from users where id = :id for update"), {"id": desk.junior.id})
            yield start


def _waiting(desk: Desk) -> int:
    with desk.unit() as unit:
        return int(unit.db_session.scalar(_WAITING) or 0)


def fits(app: FlowPilot, desk: Desk, password: str) -> bool:
    body = {"email": desk.junior.email, "password": password}
    return app.test_client().post(f"{API}/auth/login", json=body).status_code == 200


def test_the_second_of_two_changes_from_two_browsers_is_refused(desk: Desk, app: FlowPilot) -> None:
    one, other = (signed_in(app, desk) for _ in range(2))
    with held_up(desk) as start:
        first, second = start(changes(one, THIEFS)), start(changes(other, OWNERS))
    expect(first.result(), 204)
    refuse(second.result(), 401, "not_authenticated")
    assert (fits(app, desk, THIEFS), fits(app, desk, OWNERS)) == (True, False)
    expect(one.get(f"{API}/auth/me"), 200)


def test_the_second_of_two_changes_from_one_browser_is_refused(desk: Desk, app: FlowPilot) -> None:
    browser = signed_in(app, desk)
    cookie = browser.get_cookie("flowpilot")
    assert cookie
    tab = app.test_client()
    tab.set_cookie("flowpilot", cookie.value, domain="localhost")
    tab.environ_base |= browser.environ_base
    with held_up(desk) as start:
        first, second = start(changes(browser, THIEFS)), start(changes(tab, OWNERS))
    expect(first.result(), 204)
    assert refuse(second.result(), 422, "validation_failed").keys() == {"current"}
    expect(browser.get(f"{API}/auth/me"), 200)
    assert (fits(app, desk, THIEFS), fits(app, desk, OWNERS)) == (True, False)


@pytest.mark.parametrize("order", ["change first", "reset first"])
def test_a_reset_wins_over_a_change_of_the_same_moment(desk: Desk, app: FlowPilot, order: str) -> None:
    thief, token = signed_in(app, desk), link(desk)
    acts = [changes(thief, THIEFS), resets(app, token)]
    with held_up(desk) as start:
        answers = [start(act) for act in (acts if order == "change first" else reversed(acts))]
    reset = answers[1 if order == "change first" else 0]
    expect(reset.result(), 204)
    if order == "reset first":
        refuse(answers[1].result(), 401, "not_authenticated")
    assert (fits(app, desk, THIEFS), fits(app, desk, OWNERS)) == (False, True)
    refuse(thief.get(f"{API}/auth/me"), 401, "not_authenticated")


def test_one_link_used_twice_at_once_sets_one_password(desk: Desk, app: FlowPilot) -> None:
    token = link(desk)
    with held_up(desk) as start:
        first, second = start(resets(app, token)), start(resets(app, token, THIEFS))
    expect(first.result(), 204)
    refuse(second.result(), 409, "reset_closed")
    assert fits(app, desk, OWNERS)


def test_a_login_that_a_reset_ends_makes_no_token(desk: Desk, app: FlowPilot) -> None:
    thief, token = signed_in(app, desk), link(desk)
    with held_up(desk) as start:
        reset = start(resets(app, token))
        made = start(lambda: thief.post(f"{API}/auth/tokens", json={"name": "For later"}))
    expect(reset.result(), 204)
    refuse(made.result(), 401, "not_authenticated")


def test_changes_and_resets_in_a_crowd_end_without_a_deadlock(desk: Desk, app: FlowPilot) -> None:
    for _ in range(3):
        acts = [changes(desk.junior.client, OWNERS), *(resets(app, link(desk), PASSWORD) for _ in range(3))]
        desk.junior.client.environ_base["HTTP_X_CSRF_TOKEN"] = desk.junior.csrf_token
        with ThreadPoolExecutor(len(acts)) as threads:
            statuses = {answer.status_code for answer in threads.map(lambda act: act(), acts)}
        assert statuses <= {204, 401, 409, 422}
