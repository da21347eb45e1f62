"""Web processes under gunicorn: what open streams cost, how they end, and that one query holds nobody else up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection

import psycopg2
import pytest

from tests.processes.blocking_app import LOCK
from tests.support.desk import API, Desk
from tests.support.eventually import eventually
from tests.support.fleet import Fleet
from tests.support.http_client import HttpClient
from tests.support.installation import Installation
from tests.support.own_redis import free_port
from tests.support.sse import SseReader

POOL_SIZE = 2
STREAMS = 3 * POOL_SIZE
ESCALATIONS = "/ai-sessions/escalations/stream"
PATIENCE_SECONDS = 30.0
BLOCKED = "select 1 from pg_stat_activity where wait_event = 'advisory' and datname = current_database()"


@pytest.fixture(scope="module")
def small(fleet: Fleet) -> Iterator[Fleet]:
    """A web of one process with two database connections, beside the usual one."""
    fleet.start("web.small", WEB_CONCURRENCY="1", DATABASE_POOL_SIZE=str(POOL_SIZE))
    fleet.wait_until_ready("web.small")
    yield fleet
    if fleet.is_running("web.small"):
        fleet.kill("web.small")


@pytest.fixture
def streams(small: Fleet, desk: Desk) -> Iterator[list[SseReader]]:
    """Three times as many open streams as the process has database connections."""
    browser = HttpClient(small.port("web.small"), desk.senior)
    with ExitStack() as open_streams:
        streams = [open_streams.enter_context(browser.opens(ESCALATIONS)) for _ in range(STREAMS)]
        assert [stream.next().type for stream in streams] == ["ready"] * STREAMS
        yield streams


def test_open_streams_hold_no_database_connection(small: Fleet, desk: Desk, streams: list[SseReader]) -> None:
    browser = HttpClient(small.port("web.small"), desk.junior)
    with ThreadPoolExecutor(STREAMS) as people:
        answers = list(people.map(browser.get, ["/ai-sessions"] * STREAMS))
    assert [status for status, _ in answers] == [200] * STREAMS


def test_open_streams_leave_no_transaction_open(installation: Installation, streams: list[SseReader]) -> None:
    idle = "select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%%'"
    assert eventually(lambda: installation.sql(idle) == [])


def test_every_stream_hears_an_escalation_over_real_http(small: Fleet, desk: Desk, streams: list[SseReader]) -> None:
    ai_session = desk.junior.opens_session()
    browser = HttpClient(small.port("web.small"), desk.junior)
    status, handoff = browser.post(f"/ai-sessions/{ai_session['id']}/handoff", intent="escalate", reason="Stuck")
    assert status == 201
    heard = [stream.until("handoff_created")[-1].data["handoff_id"] for stream in streams]
    assert heard == [handoff["id"]] * STREAMS


PATHS = ["/healthz", "/readyz", "/", "/assets/none.js", "/api/v1/openapi.json", "/api/v1/auth/me", "/api/none"]


@pytest.mark.parametrize("path", [*PATHS, API + ESCALATIONS])
def test_every_answer_tells_the_servers_time_once(small: Fleet, path: str) -> None:
    connection = HTTPConnection("127.0.0.1", small.port("web.small"), timeout=PATIENCE_SECONDS)
    connection.request("GET", path)
    (date,) = connection.getresponse().headers.get_all("Date", [])
    connection.close()
    assert parsedate_to_datetime(date).tzinfo is not None


def test_a_stream_and_what_gunicorn_itself_refuses_tell_the_servers_time(
    small: Fleet, streams: list[SseReader]
) -> None:
    assert all(stream.headers.get("Date") for stream in streams)
    connection = HTTPConnection("127.0.0.1", small.port("web.small"), timeout=PATIENCE_SECONDS)
    connection.request("GET", "/" + "x" * 20_000)
    refused = connection.getresponse()
    assert (refused.status, refused.headers.get("Date") is not None) == (414, True)
    connection.close()


def test_a_web_that_is_told_to_stop_says_bye_to_every_stream_and_ends(small: Fleet, streams: list[SseReader]) -> None:
    small.tell_to_stop("web.small")
    assert [stream.until("bye")[-1].type for stream in streams] == ["bye"] * STREAMS
    assert all(stream.has_ended() for stream in streams)
    assert small.has_ended("web.small"), small.story("web.small")


@pytest.fixture
def blocking_app(fleet: Fleet, installation: Installation) -> Iterator[int]:
    """One web worker under our gunicorn settings whose requests are single queries; its port."""
    port = free_port()
    command = ["gunicorn", "-c", "web/gunicorn.conf.py", "tests.processes.blocking_app:app"]
    fleet.start_command(
        "blocking_app", command, PORT=str(port), WEB_CONCURRENCY="1", BLOCKING_APP_DATABASE=installation.superuser_url
    )
    assert eventually(lambda: _answers(port, "/quick")), fleet.story("blocking_app")
    yield port
    if fleet.is_running("blocking_app"):
        fleet.kill("blocking_app")


@pytest.fixture
def lock(installation: Installation) -> Iterator[Callable[[], None]]:
    """Holds the lock that `/wait` waits for; called, it lets go."""
    connection = psycopg2.connect(installation.superuser_url)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", (LOCK,))
    yield connection.close
    connection.close()


def test_a_query_that_blocks_holds_up_no_other_request_of_its_process(
    blocking_app: int, installation: Installation, lock: Callable[[], None]
) -> None:
    """Fails without psycogreen: the blocked query would stop the whole worker until its lock is free."""
    with ThreadPoolExecutor(1) as somebody:
        waiting = somebody.submit(_answers, blocking_app, "/wait")
        assert eventually(lambda: installation.sql(BLOCKED))
        assert _answers(blocking_app, "/quick")
        assert installation.sql(BLOCKED), "the other one still waits"
        lock()
        assert waiting.result()


def test_a_request_under_way_is_answered_before_its_process_ends(
    blocking_app: int, fleet: Fleet, installation: Installation, lock: Callable[[], None]
) -> None:
    with ThreadPoolExecutor(1) as somebody:
        waiting = somebody.submit(_answers, blocking_app, "/wait")
        assert eventually(lambda: installation.sql(BLOCKED))
        fleet.tell_to_stop("blocking_app")
        assert eventually(lambda: not _answers(blocking_app, "/quick")), "it takes no new requests"
        lock()
        assert waiting.result()
    assert fleet.has_ended("blocking_app"), fleet.story("blocking_app")


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
