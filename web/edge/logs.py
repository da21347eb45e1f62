"""One structured log line per request, with its id, and never with its body, cookie or query string."""

from __future__ import annotations

import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

from models.core.observing.logs import configure as configure
from models.core.observing.origin import Origin, set_origin

log = structlog.get_logger("web.request")


def register(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        g.request_id = uuid4().hex
        g.began = time.monotonic()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)
        set_origin(Origin(request_id=g.request_id, client=request.remote_addr))

    @app.teardown_request
    def leave(error: BaseException | None) -> None:
        set_origin(Origin())

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        if not request.path.startswith(("/assets/", "/healthz", "/readyz")):
            _write(response)
        return response


def _write(response: Response) -> None:
    log.info(
        "request",
        method=request.method,
        route=request.url_rule.rule if request.url_rule else "(none)",
        status=response.status_code,
        duration_ms=round((time.monotonic() - g.get("began", time.monotonic())) * 1_000),
    )
