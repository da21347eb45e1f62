"""The cookie, the CSRF token and the Origin: who is asking, and from whose page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from settings import Settings
from tests.support.desk import API, PASSWORD, Desk, expect, refuse
from web import create_app
from web.edge.application import FlowPilot


@pytest.fixture(scope="module")
def https_app(app: FlowPilot, settings: Settings) -> FlowPilot:
    """The same desk as production would serve it."""
    return create_app(replace(settings, dev=False, public_url="https://desk.example.com"))


def cookie_of(client: FlaskClient, email: str) -> str:
    """The cookie of the login."""
    return cookies_of(client, email)[0]


def cookies_of(client: FlaskClient, email: str) -> tuple[str, str]:
    """Those of the login and of the browser."""
    response = client.post(f"{API}/auth/login", json={"email": email, "password": PASSWORD})
    expect(response, 200)
    login, browser = response.headers.getlist("Set-Cookie")
    return login, browser


def test_over_http_the_cookie_has_a_plain_name(shared_desk: Desk, app: FlowPilot) -> None:
    name, *attributes = cookie_of(app.test_client(), shared_desk.junior.email).split("; ")
    assert name.startswith("flowpilot=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(attributes)
    assert "Secure" not in attributes


def test_over_https_the_cookie_is_bound_to_the_host_and_secure(shared_desk: Desk, https_app: FlowPilot) -> None:
    cookies = cookies_of(https_app.test_client(), shared_desk.junior.email)
    for cookie, name in zip(cookies, ("__Host-flowpilot", "__Host-flowpilot-device"), strict=True):
        value, *attributes = cookie.split("; ")
        assert value.startswith(f"{name}=")
        assert {"HttpOnly", "SameSite=Lax", "Path=/", "Secure"} <= set(attributes)
        assert not any(attribute.startswith("Domain") for attribute in attributes)


def test_over_https_browsers_are_told_to_stay_there(https_app: FlowPilot) -> None:
    response = https_app.test_client().get(f"{API}/auth/me")
    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_over_https_the_plain_cookie_is_not_read(shared_desk: Desk, https_app: FlowPilot) -> None:
    client = https_app.test_client()
    token = cookie_of(client, shared_desk.junior.email).partition("=")[2].partition(";")[0]
    plain = https_app.test_client()
    plain.set_cookie("flowpilot", token, domain="localhost")
    refuse(plain.get(f"{API}/auth/me"), 401, "not_authenticated")


@pytest.mark.parametrize("token", [None, "", "wrong", "ä", "0" * 64])
def test_without_the_right_csrf_token_nothing_is_changed(shared_desk: Desk, token: str | None) -> None:
    headers = {} if token is None else {"X-CSRF-Token": token}
    response = shared_desk.junior.client.post(f"{API}/ai-sessions", json={"problem": "No mail"}, headers=headers)
    refuse(response, 403, "csrf_failed")


def test_the_csrf_token_of_another_login_is_worth_nothing(shared_desk: Desk) -> None:
    foreign = {"X-CSRF-Token": shared_desk.senior.csrf_token}
    refuse(
        shared_desk.junior.send("POST", "/ai-sessions", json={"problem": "No mail"}, headers=foreign),
        403,
        "csrf_failed",
    )


def test_the_csrf_token_can_be_read_again(shared_desk: Desk) -> None:
    assert expect(shared_desk.junior.get("/auth/me"), 200)["csrf_token"] == shared_desk.junior.csrf_token


@pytest.mark.parametrize(
    "origin", ["https://evil.test", "null", "http://127.0.0.1:9999", "http://localhost.evil.test:8000", "[", "file://"]
)
def test_a_write_from_a_foreign_page_is_refused(shared_desk: Desk, origin: str) -> None:
    headers = {"Origin": origin}
    refuse(shared_desk.junior.send("POST", "/notifications/read-all", headers=headers), 403, "csrf_failed")


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "http://localhost:8000"])
def test_a_write_from_our_own_page_is_let_in(shared_desk: Desk, origin: str) -> None:
    expect(shared_desk.junior.send("POST", "/notifications/read-all", headers={"Origin": origin}), 204)


def test_in_production_only_the_public_address_is_our_own(shared_desk: Desk, https_app: FlowPilot) -> None:
    body = {"email": shared_desk.junior.email, "password": PASSWORD}
    client = https_app.test_client()
    foreign = client.post(f"{API}/auth/login", json=body, headers={"Origin": "http://localhost:8000"})
    refuse(foreign, 403, "csrf_failed")
    expect(client.post(f"{API}/auth/login", json=body, headers={"Origin": "https://desk.example.com"}), 200)


def test_a_login_from_a_foreign_page_is_refused(shared_desk: Desk, app: FlowPilot) -> None:
    body = {"email": shared_desk.junior.email, "password": PASSWORD}
    foreign = {"Origin": "https://evil.test"}
    response = app.test_client().post(f"{API}/auth/login", json=body, headers=foreign)
    refuse(response, 403, "csrf_failed")
    assert "Set-Cookie" not in response.headers


def test_reading_needs_no_csrf_token_from_any_page(shared_desk: Desk) -> None:
    response = shared_desk.junior.client.get(f"{API}/auth/me", headers={"Origin": "https://evil.test"})
    expect(response, 200)
    assert "Access-Control-Allow-Origin" not in response.headers
