"""Figure 7: POST /handoff against the same duties on FastAPI, SQLAlchemy's asyncio and asyncpg."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import make_url

from tests.bench.callers import cookie_of, post, requests_a_second
from tests.bench.place import Place, peers_python, running
from tests.bench.stream import listens
from tests.bench.table import Figure, rate, ratio_of
from tests.support.desk import API, Desk
from tests.support.own_redis import free_port

# Both write a log line for each request.
_LOGS = {"LOG_LEVEL": "INFO"}


def measure(place: Place, desk: Desk, *, rounds: int, seconds: float) -> Iterator[Figure]:
    """Each request hands over a session that was not handed over before."""
    request = _requests(place, desk)
    mine, its = [], []
    with _ours(place) as our_port, _peer(place) as peer_port:
        for port in (our_port, peer_port):
            requests_a_second(port, request, 2.0)  # pools and caches fill
        for _ in range(rounds):
            mine.append(requests_a_second(our_port, request, seconds))
            its.append(requests_a_second(peer_port, request, seconds))
    words = "POST /handoff with all its duties, 16 at once, ours / the same on FastAPI + SQLAlchemy async + asyncpg"
    yield Figure(number="7", words=words, ours=rate(mine), peer=rate(its), ratio=ratio_of(mine, its), goal="≥ 1.2")


def _requests(place: Place, desk: Desk) -> Callable[[], bytes]:
    rows = place.installation.sql(
        "update ai_sessions set status = 'active' where status = 'resolved' and account_id = %(account)s returning id",
        account=desk.account_id,
    )
    paths = iter([f"{API}/ai-sessions/{row['id']}/handoff" for row in rows])
    body = b'{"intent": "escalate", "reason": "Stuck"}'
    headers = {"Cookie": cookie_of(desk.junior), "X_CSRF_Token": desk.junior.csrf_token}
    return lambda: post(next(paths), body, **headers)


@contextmanager
def _ours(place: Place) -> Iterator[int]:
    unlimited = {"MESSAGES_PER_MINUTE": "100000", "ACCOUNT_MESSAGES_PER_MINUTE": "100000"}
    place.fleet.start("web", WEB_CONCURRENCY="1", **unlimited, **_LOGS)
    place.fleet.wait_until_ready()
    yield place.fleet.port()
    place.fleet.tell_to_stop("web")
    assert place.fleet.has_ended("web")


@contextmanager
def _peer(place: Place) -> Iterator[int]:
    port = free_port()
    url = make_url(place.installation.settings.database_url).set(drivername="postgresql+asyncpg")
    command = [
        *(peers_python(), "-m", "uvicorn", "--loop", "uvloop", "--http", "httptools", "--log-level", "error"),
        *("--port", str(port), "tests.bench.peers.handoff_fastapi:app"),
    ]
    variables = {"PEER_DATABASE_URL": url.render_as_string(hide_password=False), **_LOGS}
    environment = {**place.installation.environment, **variables}
    with running(command, log=place.log("handoff-fastapi"), ready=lambda: listens(port), **environment):
        yield port
