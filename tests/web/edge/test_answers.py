"""What every answer has, errors included: the one shape, the request's id, the headers."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from sqlalchemy.exc import OperationalError

from tests.support.desk import API, Desk, expect, refuse
from web.edge.application import FlowPilot

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PATHS = ["/auth/me", "/nothing", "/ai-sessions", "/openapi.json"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_of_the_api_has_the_security_headers_and_is_not_kept(app: FlowPilot, path: str) -> None:
    response = app.test_client().get(API + path)
    assert SECURITY_HEADERS.items() <= dict(response.headers).items()
    assert response.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_an_errors_request_id_is_the_headers(app: FlowPilot) -> None:
    response = app.test_client().get(f"{API}/auth/me")
    assert response.get_json()["request_id"] == response.headers["X-Request-ID"]


def test_each_request_has_an_id_of_its_own(app: FlowPilot) -> None:
    client = app.test_client()
    assert client.get("/healthz").headers["X-Request-ID"] != client.get("/healthz").headers["X-Request-ID"]


def test_an_unexpected_error_is_logged_and_tells_nothing(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with patch("web.api.notifications.notifications_of", side_effect=ZeroDivisionError("secret inside")):
        response = desk.junior.get("/notifications")
    refuse(response, 500, "internal_error")
    assert "secret" not in response.get_data(as_text=True)
    assert [record.msg["event"] for record in caplog.records] == ["unexpected error"]


def test_a_lost_database_is_503_and_says_when_to_come_back(desk: Desk) -> None:
    lost = OperationalError("select secret", {}, Exception("server closed the connection"))
    with patch("web.api.notifications.notifications_of", side_effect=lost):
        response = desk.junior.get("/notifications")
    refuse(response, 503, "unavailable")
    assert response.headers["Retry-After"] == "2"
    assert "secret" not in response.get_data(as_text=True)


def test_a_failed_request_leaves_the_next_one_untouched(desk: Desk) -> None:
    with patch("web.api.notifications.notifications_of", side_effect=RuntimeError):
        desk.junior.get("/notifications")
    expect(desk.junior.get("/notifications"), 200)


def test_times_are_rfc_3339_in_utc(desk: Desk) -> None:
    assert desk.junior.opens_session()["created_at"].endswith("Z")
