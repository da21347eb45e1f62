"""Slots of streams while backends of PostgreSQL die: whatever happens to the request, its slot is released."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import Connection, event

from models.core.database.flask_db import db
from tests.support.desk import API, Desk
from tests.support.eventually import eventually
from tests.support.fleet import Fleet
from tests.support.http_client import HttpClient
from tests.support.installation import Installation
from web.stream.slots import STREAMS_OF_A_USER

ESCALATIONS = "/ai-sessions/escalations/stream"
KILL_ALL = (
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where datname = current_database() and application_name = 'flowpilot'"
)
ROUNDS = 12


def slots_taken(installation: Installation, desk: Desk) -> int:
    with installation.redis.client() as client:
        return int(client.zcard(f"fp:streams:account:{desk.account_id}"))  # type: ignore[arg-type]


@pytest.fixture
def dying_commits(installation: Installation) -> Iterator[None]:
    """Each transaction's backend is gone at the moment of its commit."""

    def kill(connection: Connection) -> None:
        pid = connection.connection.driver_connection.get_backend_pid()  # type: ignore[union-attr]
        installation.sql("select pg_terminate_backend(%(pid)s, 5000)", pid=pid)

    with installation.app.app_context():
        engine = db.engine
    event.listen(engine, "commit", kill)
    yield
    event.remove(engine, "commit", kill)


@pytest.mark.usefixtures("dying_commits")
def test_stream_whose_transaction_fails_releases_its_slot_at_once(installation: Installation, desk: Desk) -> None:
    answer = desk.senior.client.get(API + ESCALATIONS)
    assert answer.status_code == 503
    assert slots_taken(installation, desk) == 0


def test_all_slots_are_free_after_backends_died_while_streams_were_opened(
    web: Fleet, installation: Installation, desk: Desk
) -> None:
    browser = HttpClient(web.port(), desk.senior)
    for _ in range(ROUNDS):
        installation.sql(KILL_ALL)
        with browser.opens(ESCALATIONS) as stream:
            installation.sql(KILL_ALL)
            assert stream.status in (200, 503)
    assert eventually(lambda: slots_taken(installation, desk) == 0)
    with ExitStack() as stack:
        streams = [stack.enter_context(browser.opens(ESCALATIONS)) for _ in range(STREAMS_OF_A_USER)]
        assert [stream.status for stream in streams] == [200] * STREAMS_OF_A_USER
