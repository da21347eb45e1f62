"""Guessing passwords: ten failures for an address, a hundred for a client, and nobody else is locked out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from models.core import clock, ids
from models.login import LoginFailure
from models.operations.login_limit import WINDOW
from models.user import normalise_address
from tests.support.desk import API, PASSWORD, Desk, address, expect, refuse
from web.edge.application import FlowPilot, request_transaction

WINDOW_SECONDS = int(WINDOW.total_seconds())
_numbers = count(1)


@pytest.fixture
def client(app: FlowPilot) -> FlaskClient:
    """A browser at an address of its own, so that these failures count for no other test."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"192.0.2.{next(_numbers)}"
    return client


def log_in(client: FlaskClient, email: str, password: str = "wrong", *, times: int = 1) -> list[int]:
    body = {"email": email, "password": password}
    return [client.post(f"{API}/auth/login", json=body).status_code for _ in range(times)]


def test_after_ten_failures_the_right_password_is_refused_too(desk: Desk, client: FlaskClient) -> None:
    assert log_in(client, desk.junior.email, times=10) == [401] * 10
    response = client.post(f"{API}/auth/login", json={"email": desk.junior.email, "password": PASSWORD})
    detail = refuse(response, 429, "too_many_requests")
    assert 0 < int(response.headers["Retry-After"]) <= WINDOW_SECONDS
    assert detail == {"retry_after": int(response.headers["Retry-After"])}
    assert "Set-Cookie" not in response.headers


def test_a_burst_of_guesses_gets_no_more_than_ten_tries(desk: Desk, client: FlaskClient, app: FlowPilot) -> None:
    def guess(_: int) -> list[int]:
        guesser = app.test_client()
        guesser.environ_base |= client.environ_base
        return log_in(guesser, desk.junior.email)

    with ThreadPoolExecutor(6) as threads:
        statuses = [status for answer in threads.map(guess, range(18)) for status in answer]
    assert sorted(statuses) == [401] * 10 + [429] * 8


def test_another_spelling_of_the_address_counts_with_it(desk: Desk, client: FlaskClient) -> None:
    log_in(client, desk.junior.email.upper(), times=10)
    assert log_in(client, f" {desk.junior.email}", PASSWORD) == [429]


def test_an_unknown_address_is_limited_like_a_known_one(client: FlaskClient) -> None:
    assert log_in(client, address("nobody"), times=11) == [401] * 10 + [429]


def test_others_are_not_locked_out(desk: Desk, client: FlaskClient) -> None:
    log_in(client, desk.junior.email, times=10)
    assert log_in(client, desk.senior.email, PASSWORD) == [200]


def test_an_open_login_of_the_locked_address_goes_on(desk: Desk, client: FlaskClient) -> None:
    log_in(client, desk.junior.email, times=10)
    expect(desk.junior.get("/auth/me"), 200)


def test_the_address_waits_wherever_it_is_tried_from(desk: Desk, client: FlaskClient, app: FlowPilot) -> None:
    log_in(client, desk.junior.email, times=10)
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "198.51.100.1"
    assert log_in(elsewhere, desk.junior.email, PASSWORD) == [429]


def test_a_right_password_clears_its_addresss_failures(desk: Desk, client: FlaskClient) -> None:
    log_in(client, desk.junior.email, times=9)
    assert log_in(client, desk.junior.email, PASSWORD) == [200]
    assert log_in(client, desk.junior.email, times=9) == [401] * 9
    assert log_in(client, desk.junior.email, PASSWORD) == [200]


def test_failures_are_forgotten_after_a_quarter_of_an_hour(desk: Desk, client: FlaskClient, app: FlowPilot) -> None:
    log_in(client, desk.junior.email, times=10)
    _date_back(app, desk.junior.email, WINDOW + timedelta(seconds=1))
    assert log_in(client, desk.junior.email, PASSWORD) == [200]


def test_one_waits_until_the_oldest_failure_is_a_quarter_of_an_hour_old(
    desk: Desk, client: FlaskClient, app: FlowPilot
) -> None:
    log_in(client, desk.junior.email, times=10)
    _date_back(app, desk.junior.email, WINDOW - timedelta(seconds=60))
    response = client.post(f"{API}/auth/login", json={"email": desk.junior.email, "password": PASSWORD})
    refuse(response, 429, "too_many_requests")
    assert 1 <= int(response.headers["Retry-After"]) <= 60


def test_a_client_with_a_hundred_failures_waits_with_every_address(desk: Desk, client: FlaskClient) -> None:
    for _ in range(10):
        assert log_in(client, address("nobody"), times=10) == [401] * 10
    assert log_in(client, desk.junior.email, PASSWORD) == [429]


def test_an_ipv6_client_is_its_network(desk: Desk, app: FlowPilot) -> None:
    """Every device has 2^64 addresses to try from; the next network is somebody else."""
    network = f"2001:db8:{next(_numbers):x}:1"
    for number in range(10):
        guesser = app.test_client()
        guesser.environ_base["REMOTE_ADDR"] = f"{network}:{number:x}::1"
        assert log_in(guesser, address("nobody"), times=10) == [401] * 10
    for host, status in ((f"{network}::beef", 429), (f"{network[:-1]}2::beef", 200)):
        guesser = app.test_client()
        guesser.environ_base["REMOTE_ADDR"] = host
        assert log_in(guesser, desk.junior.email, PASSWORD) == [status]


def test_neither_address_nor_client_is_kept_in_the_clear(client: FlaskClient, app: FlowPilot) -> None:
    email = address("nobody")
    log_in(client, email)
    with app.app_context(), request_transaction() as unit:
        query = LoginFailure.address_fingerprint == ids.fingerprint(email)
        (failure,) = unit.db_session.query(LoginFailure).where(query)
        kept = failure.address_fingerprint + failure.client_fingerprint
    assert email.encode() not in kept
    assert b"192.0.2." not in kept


def _date_back(app: FlowPilot, email: str, ago: timedelta) -> None:
    failures = LoginFailure.address_fingerprint == ids.fingerprint(normalise_address(email))
    with app.app_context(), request_transaction() as unit:
        unit.db_session.execute(update(LoginFailure).where(failures).values(failed_at=clock.now() - ago))
