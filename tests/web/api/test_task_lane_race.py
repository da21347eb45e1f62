"""Two people answer in one lane at the same moment: the order does not matter, and one reply covers both."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from werkzeug.test import TestResponse

from models.core.database.flask_db import db
from settings import Settings
from tests.support.chat import steps_of
from tests.support.desk import Desk, Person, expect, open_desk, refuse
from tests.support.lane import closes, copilot_asks, lane_of
from web import create_app
from web.edge.application import FlowPilot

Click = tuple[Person, dict[str, Any], dict[str, Any]]


@pytest.fixture(scope="module")
def two_connections(app: FlowPilot, settings: Settings) -> Iterator[FlowPilot]:
    """The app with a database connection for each person, so that neither waits for the other's."""
    wide = create_app(replace(settings, database_pool_size=2))
    yield wide
    with wide.app_context():
        db.engine.dispose()


@pytest.fixture
def desk(two_connections: FlowPilot) -> Desk:
    return open_desk(two_connections)


@pytest.fixture
def shared(desk: Desk) -> dict[str, Any]:
    """A session that the junior owns and the senior handles."""
    ai_session = desk.junior.opens_session()
    expect(desk.senior.claims(desk.junior.escalates(ai_session)), 200)
    return ai_session


def at_once(ai_session: dict[str, Any], *clicks: Click) -> list[TestResponse]:
    start = threading.Barrier(len(clicks))

    def click(one: Click) -> TestResponse:
        person, item, how = one
        start.wait()
        return closes(person, ai_session, item, **how)

    with ThreadPoolExecutor(len(clicks)) as threads:
        return list(threads.map(click, clicks))


@pytest.mark.parametrize("attempt", range(5))
def test_the_order_of_two_answers_does_not_matter(desk: Desk, shared: dict[str, Any], attempt: int) -> None:
    scope, since = copilot_asks(desk, shared, "Who?", "Since when?")
    before = desk.junior.reads(shared)
    both = at_once(shared, (desk.junior, scope, {"answer": "Jane"}), (desk.senior, since, {"answer": "Monday"}))
    replies = [expect(one, 200)["reply"] for one in both]
    assert sorted(reply is None for reply in replies) == [False, True], "one of the two closed the last question"
    lane = {item["text"]: (item["state"], item["answer"], item["waiting"]) for item in lane_of(desk.junior, shared)}
    assert lane == {"Who?": ("answered", "Jane", False), "Since when?": ("answered", "Monday", False)}
    steps = steps_of(desk.junior, shared)[-2:]
    assert {step["content"] for step in steps} == {"> Who?\n\nJane", "> Since when?\n\nMonday"}
    assert len({step["index"] for step in steps}) == 2
    assert desk.junior.reads(shared)["state_version"] == before["state_version"] + 2


@pytest.mark.parametrize("attempt", range(5))
def test_one_of_two_answers_to_the_same_question_counts(desk: Desk, shared: dict[str, Any], attempt: int) -> None:
    (scope,) = copilot_asks(desk, shared, "Who?")
    count = len(steps_of(desk.junior, shared))
    both = at_once(shared, (desk.junior, scope, {"answer": "Jane"}), (desk.senior, scope, {"skipped": True}))
    (first,) = [one for one in both if one.status_code == 200]
    (second,) = [one for one in both if one is not first]
    won = expect(first, 200)["item"]
    assert refuse(second, 409, "item_closed") == {
        "state": won["state"],
        "answer": won["answer"],
        "closed_by": won["closed_by"],
    }
    assert len(steps_of(desk.junior, shared)) == count + (won["state"] == "answered")
