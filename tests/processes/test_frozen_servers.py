"""A PostgreSQL or a Redis that is there and does not answer: nobody waits for it longer than is promised."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import psycopg2
import pytest

from models.core.outgoing import live
from tests.support.desk import Desk
from tests.support.ephemeral import publish_ephemeral
from tests.support.fleet import Fleet
from tests.support.http_client import HttpClient
from tests.support.installation import Installation
from tests.support.own_postgres import OwnPostgres

# Far below what a request may take, and above the two seconds that are promised on a machine with nothing else to do.
PATIENCE_SECONDS = 10.0
REQUEST_SECONDS = 1.0
PEOPLE = 3


@pytest.fixture
def frozen_postgres(web: Fleet, postgres: OwnPostgres) -> Iterator[Fleet]:
    postgres.freeze()
    yield web
    postgres.thaw()
    web.wait_until_ready()


def get(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def test_a_frozen_postgres_is_known_to_the_load_balancer(frozen_postgres: Fleet) -> None:
    status, body = get(frozen_postgres.port(), "/readyz")
    assert status == 503
    assert json.loads(body)["checks"] == {"database": "no answer in time", "redis": "ok"}


def test_metrics_tell_what_they_have_while_postgres_is_frozen(frozen_postgres: Fleet) -> None:
    status, body = get(frozen_postgres.port(), "/metrics")
    assert status == 200
    assert "flowpilot_database_up 0" in body
    assert "flowpilot_http_requests_total" in body


def test_a_frozen_redis_is_known_to_the_load_balancer(web: Fleet, installation: Installation) -> None:
    installation.redis.freeze()
    try:
        status, body = get(web.port(), "/readyz")
    finally:
        installation.redis.thaw()
    assert status == 503
    assert json.loads(body)["checks"] == {"database": "ok", "redis": "no answer in time"}
    web.wait_until_ready()


@pytest.fixture
def impatient(fleet: Fleet) -> Iterator[int]:
    """The port of a web process whose requests may take a second."""
    fleet.start("web.impatient", WEB_CONCURRENCY="1", REQUEST_TIMEOUT_SECONDS=str(REQUEST_SECONDS))
    fleet.wait_until_ready("web.impatient")
    yield fleet.port("web.impatient")
    fleet.kill("web.impatient")


@pytest.fixture
def busy_table(installation: Installation, desk: Desk) -> Iterator[None]:
    """Whoever reads sessions waits.  The desk comes first: its people are invited by mail, which may be about one."""
    connection = psycopg2.connect(installation.superuser_url)
    with connection.cursor() as cursor:
        cursor.execute("lock table ai_sessions in access exclusive mode")
    yield
    connection.close()


@pytest.mark.usefixtures("busy_table")
def test_a_deadline_inside_a_statement_says_that_it_took_too_long(impatient: int, desk: Desk) -> None:
    status, error = HttpClient(impatient, desk.senior).get("/ai-sessions")
    assert (status, error["code"]) == (503, "unavailable")
    assert error["message"] == "This took too long. Try again."


@pytest.mark.usefixtures("busy_table")
def test_connections_of_requests_that_took_too_long_are_not_used_again(impatient: int, desk: Desk) -> None:
    browser = HttpClient(impatient, desk.senior)
    with ThreadPoolExecutor(PEOPLE) as people:
        late = list(people.map(browser.get, ["/ai-sessions"] * PEOPLE))
    assert [status for status, _ in late] == [503] * PEOPLE
    assert [browser.get("/auth/me")[0] for _ in range(2 * PEOPLE)] == [200] * (2 * PEOPLE)


def test_a_stream_whose_rights_cannot_be_checked_ends(
    web: Fleet, postgres: OwnPostgres, installation: Installation, desk: Desk
) -> None:
    with HttpClient(web.port(), desk.senior).opens("/ai-sessions/escalations/stream") as stream:
        assert stream.next().type == "ready"
        desk.junior.escalates(desk.junior.opens_session())
        stream.until("handoff_created")
        postgres.freeze()
        try:
            with installation.redis.client() as client:
                publish_ephemeral(client, desk.account_id, doubt())
            assert stream.until("bye")[-1].type == "bye"
            assert stream.has_ended()
        finally:
            postgres.thaw()
    web.wait_until_ready()


def doubt() -> live.Envelope:
    """As `events.account_rights_changed` is told."""
    return live.Envelope(type="rights_changed", data={}, topics=[live.RIGHTS])
