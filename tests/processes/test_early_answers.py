"""Refused before its body arrived: the answer comes at once and says that the connection ends.

Else the next request on that connection would be looked for inside the body, and wait for it.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse

import pytest
from sqlalchemy import update

from models.account import Subscription
from tests.processes.reverse_proxy import ReverseProxy
from tests.support.desk import API, PASSWORD, Desk, Person
from tests.support.fleet import Fleet
from tests.support.installation import Installation

# Far below the 30 seconds that a body may take.
AT_ONCE_SECONDS = 10.0
NEVER_ARRIVES = 500


@dataclass(frozen=True)
class Call:
    method: str = "POST"
    path: str = f"{API}/ai-sessions"
    headers: dict[str, str] = field(default_factory=dict)
    length: int = NEVER_ARRIVES


REFUSED = {
    "no login": (Call(), 401, "not_authenticated"),
    "a made-up cookie": (Call(headers={"Cookie": "flowpilot=made-up"}), 401, "not_authenticated"),
    "a made-up token": (Call(headers={"Authorization": "Bearer fp_made-up"}), 401, "not_authenticated"),
    "another origin": (Call(path=f"{API}/auth/login", headers={"Origin": "https://evil.test"}), 403, "csrf_failed"),
    "no such route": (Call(path=f"{API}/nothing"), 404, "not_found"),
    "no such method": (Call(method="PUT"), 405, "method_not_allowed"),
    "too large": (Call(length=2_000_000), 413, "too_large"),
    "no JSON": (Call(path=f"{API}/auth/login", headers={"Content-Type": "text/xml"}), 415, "unsupported_media_type"),
}


@pytest.fixture(scope="module")
def web(fleet: Fleet) -> Iterator[Fleet]:
    fleet.start("web.early", WEB_CONCURRENCY="1", MESSAGES_PER_MINUTE="1")
    fleet.wait_until_ready("web.early")
    yield fleet
    if fleet.is_running("web.early"):
        fleet.kill("web.early")


@pytest.fixture(params=["straight", "behind a proxy"])
def port(web: Fleet, request: pytest.FixtureRequest) -> Iterator[int]:
    if request.param == "straight":
        yield web.port("web.early")
        return
    with ReverseProxy(web.port("web.early")) as proxy:
        yield proxy.port


@pytest.fixture
def desk(installation: Installation) -> Desk:
    return installation.open_desk()


def headers_of(person: Person) -> dict[str, str]:
    cookie = person.client.get_cookie("flowpilot")
    assert cookie
    return {"Cookie": f"flowpilot={cookie.value}", "X-CSRF-Token": person.csrf_token}


@contextmanager
def connected(port: int) -> Iterator[HTTPConnection]:
    """A connection that has answered a request and is kept alive."""
    connection = HTTPConnection("127.0.0.1", port, timeout=AT_ONCE_SECONDS)
    try:
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        response.read()
        assert (response.status, response.will_close) == (200, False)
        yield connection
    finally:
        connection.close()


def begins(connection: HTTPConnection, call: Call, *, chunked: bool = False) -> HTTPResponse:
    """The answer to a call whose body never comes."""
    connection.putrequest(call.method, call.path)
    for name, value in ({"Content-Type": "application/json"} | call.headers).items():
        connection.putheader(name, value)
    connection.putheader(*(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(call.length))))
    connection.endheaders()
    return connection.getresponse()


def check_refused(port: int, call: Call, status: int, code: str, *, chunked: bool = False) -> None:
    with connected(port) as connection:
        assert isinstance(connection.sock, socket.socket)
        sock = connection.sock
        response = begins(connection, call, chunked=chunked)
        told = json.loads(response.read())
        assert (response.status, told["code"]) == (status, code)
        assert response.getheader("Connection") == "close"
        assert sock.fileno() == -1 or sock.recv(1) == b"", "the connection has ended"


@pytest.mark.parametrize("why", REFUSED)
def test_a_refusal_does_not_wait_for_the_body_and_ends_the_connection(port: int, why: str) -> None:
    check_refused(port, *REFUSED[why])


@pytest.mark.parametrize("why", ["no login", "no such route", "no JSON"])
def test_so_does_one_of_a_body_in_chunks(port: int, why: str) -> None:
    check_refused(port, *REFUSED[why], chunked=True)


def test_a_role_a_csrf_token_and_a_key_are_judged_without_the_body(port: int, desk: Desk) -> None:
    check_refused(port, Call(headers=headers_of(desk.viewer)), 403, "role_required")
    junior = headers_of(desk.junior)
    check_refused(port, Call(headers={"Cookie": junior["Cookie"]}), 403, "csrf_failed")
    check_refused(port, Call(headers=junior | {"Idempotency-Key": "no blanks"}), 422, "validation_failed")


def test_a_locked_account_is_told_without_the_body(port: int, desk: Desk) -> None:
    with desk.unit() as unit:
        unit.db_session.execute(update(Subscription).values(status="locked"))
    check_refused(port, Call(headers=headers_of(desk.junior)), 402, "subscription_locked")


def test_whoever_asks_too_often_is_told_without_the_body(port: int, desk: Desk) -> None:
    headers = headers_of(desk.junior) | {"Content-Type": "application/json"}
    with connected(port) as connection:
        connection.request("POST", f"{API}/ai-sessions", body='{"problem": "No mail"}', headers=headers)
        assert connection.getresponse().status == 201
    check_refused(port, Call(headers=headers), 429, "too_many_requests")


def test_the_answer_arrives_though_the_client_is_still_sending(port: int) -> None:
    """Closing at once would reset the connection, and the answer would be lost with it."""
    with connected(port) as connection:
        connection.putrequest("POST", f"{API}/auth/login")
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Content-Length", "3000000")
        connection.endheaders()
        connection.send(b" " * 3_000_000)
        response = connection.getresponse()
        assert (response.status, json.loads(response.read())["code"]) == (413, "too_large")


def test_a_body_that_is_late_is_waited_for_where_the_call_may_be_made(port: int, desk: Desk) -> None:
    body = json.dumps({"email": desk.junior.email, "password": PASSWORD}).encode()
    with connected(port) as connection:
        connection.putrequest("POST", f"{API}/auth/login")
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        connection.send(body[:10])
        connection.sock.settimeout(1.5)
        with pytest.raises(TimeoutError):
            connection.sock.recv(1)
        connection.sock.settimeout(AT_ONCE_SECONDS)
        connection.send(body[10:])
        response = connection.getresponse()
        assert (response.status, json.loads(response.read())["user"]["name"]) == (200, "Sam")


def test_a_refusal_whose_body_was_read_keeps_the_connection(port: int) -> None:
    with connected(port) as connection:
        for _ in range(2):
            connection.request("POST", f"{API}/ai-sessions", body="{}", headers={"Content-Type": "application/json"})
            response = connection.getresponse()
            response.read()
            assert (response.status, response.will_close) == (401, False)
