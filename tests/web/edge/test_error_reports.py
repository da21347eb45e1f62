"""Unexpected errors go to Sentry where it is set up, and take nothing of a person's along."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

import pytest
import sentry_sdk

from models.core.observing import error_reports
from settings import Settings
from tests.support.desk import Desk, open_desk, refuse
from web import create_app
from web.edge.application import FlowPilot

PLANTED = "planted-secret-of-a-client"


class Sentry(ThreadingHTTPServer):
    """Takes envelopes, as Sentry's own address does."""

    def __init__(self) -> None:
        self.envelopes: list[str] = []
        self.has_come = threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def dsn(self) -> str:
        return f"http://public@127.0.0.1:{self.server_port}/1"


class _Handler(BaseHTTPRequestHandler):
    server: Sentry

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.envelopes.append(body.decode())
        self.server.has_come.set()
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def sentry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sentry]:
    server = Sentry()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(error_reports, "_is_on", False)
    yield server
    sentry_sdk.get_client().close(timeout=2)
    sentry_sdk.init()
    server.shutdown()
    server.server_close()


@pytest.fixture
def desk_with_sentry(app: FlowPilot, settings: Settings, sentry: Sentry) -> Desk:
    return open_desk(create_app(replace(settings, sentry_dsn=sentry.dsn)))


def test_an_unexpected_error_is_reported_with_the_requests_id(desk_with_sentry: Desk, sentry: Sentry) -> None:
    broken = patch("models.operations.ai_sessions.add_step", side_effect=ValueError(PLANTED))
    with broken:
        answer = desk_with_sentry.junior.post("/ai-sessions", problem=PLANTED)
    refuse(answer, 500, "internal_error")
    assert sentry.has_come.wait(20)
    (envelope,) = sentry.envelopes
    event = json.loads(envelope.splitlines()[2])
    assert event["tags"]["request_id"] == answer.headers["X-Request-ID"]
    assert event["exception"]["values"][-1]["type"] == "ValueError"
    assert event["exception"]["values"][-1]["stacktrace"]["frames"]
    person = desk_with_sentry.junior
    for secret in (PLANTED, person.csrf_token, person.email, person.client.get_cookie("flowpilot").value):
        assert secret not in envelope


def test_without_a_dsn_nothing_is_imported_or_sent(app: FlowPilot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_reports, "_is_on", False)
    with patch("sentry_sdk.new_scope") as scope:
        error_reports.report(ValueError(PLANTED))
    scope.assert_not_called()
