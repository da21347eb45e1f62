"""/metrics: what Prometheus reads.  No account, no person and no address stands in a label.

Several web processes share their counters through files (prometheus-client's multiprocess mode, which gunicorn's
configuration switches on), so that it does not matter which of them is asked.  What all processes have in common,
jobs and calls of the model, is read from the database; while it is away the rest is told all the same.
"""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Iterator
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError

from models.core.database import db
from models.core.errors import Forbidden
from models.queries import figures
from settings import Settings

log = structlog.get_logger(__name__)

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
MICROS = 1_000_000
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})

_own = CollectorRegistry()
_requests = Counter("flowpilot_http_requests", "Answers", ["method", "route", "status"], registry=_own)
_seconds = Histogram(
    "flowpilot_http_request_seconds", "From request to answer", ["method", "route"], buckets=SECONDS, registry=_own
)
_streams = Gauge("flowpilot_streams", "Open streams", registry=_own, multiprocess_mode="livesum")
_stream_events = Gauge(
    "flowpilot_stream_events", "What the hub has done so far", ["what"], registry=_own, multiprocess_mode="livesum"
)
_pool_size = Gauge("flowpilot_database_pool_size", "Connections", registry=_own, multiprocess_mode="livesum")
_pool_used = Gauge("flowpilot_database_pool_used", "Connections in use", registry=_own, multiprocess_mode="livesum")


def register(app: Flask) -> None:
    app.add_url_rule("/metrics", "metrics", _metrics)
    with app.app_context():
        _watch_pool(db.engine, app.extensions["settings"])

    @app.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "(none)"
        # A label for each word that somebody makes up would grow for ever.
        method = request.method if request.method in METHODS else "other"
        _requests.labels(method, route, response.status_code).inc()
        if not response.is_streamed:
            _seconds.labels(method, route).observe(time.monotonic() - g.get("began", time.monotonic()))
        return response


def _metrics() -> Response:
    _check_allowed(current_app.extensions["settings"])
    _note_streams(current_app.extensions["event_stream"].figures())
    told = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(told)  # type: ignore[no-untyped-call]
        body = generate_latest(told)
    else:
        body = generate_latest(_own)
    shared = CollectorRegistry()
    shared.register(_Database(db.engine))
    return Response(body + generate_latest(shared), content_type=CONTENT_TYPE_LATEST)


def _check_allowed(settings: Settings) -> None:
    """By METRICS_TOKEN where it is set, else from this machine alone, not through a proxy.  Raises Forbidden."""
    if settings.metrics_token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if hmac.compare_digest(given.encode(), settings.metrics_token.encode()):
            return
    elif request.remote_addr in ("127.0.0.1", "::1") and not _came_through_a_proxy():
        return
    raise Forbidden("The metrics are for operators: send METRICS_TOKEN as a bearer token.")


def _came_through_a_proxy() -> bool:
    return any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via"))


def _note_streams(counts: dict[str, int]) -> None:
    _streams.set(counts.pop("open_streams"))
    for what, count in counts.items():
        _stream_events.labels(what).set(count)


def _watch_pool(engine: Engine, settings: Settings) -> None:
    _pool_size.set(settings.database_pool_size)
    event.listen(engine, "checkout", lambda *_: _pool_used.inc())
    event.listen(engine, "checkin", lambda *_: _pool_used.dec())


class _Database:
    """Jobs and calls of the model, as the database tells them at this moment."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("flowpilot_database_up", "1 while the database answers")
        try:
            with self._engine.connect() as connection:
                outbox, calls = figures.outbox_figures(connection), figures.ai_figures(connection)
        except SQLAlchemyError as error:
            log.warning("metrics without the database", error=type(error).__name__)
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from _outbox(outbox)
        yield from _ai(calls)


def _outbox(rows: list[figures.OutboxFigure]) -> Iterator[GaugeMetricFamily]:
    labels = ["kind", "name", "state"]
    count = GaugeMetricFamily("flowpilot_outbox_rows", "Jobs and events on their way, or given up", labels=labels)
    oldest = GaugeMetricFamily("flowpilot_outbox_oldest_seconds", "Age of the oldest of them", labels=labels)
    for row in rows:
        count.add_metric([row.kind, row.name, row.state], row.count)
        oldest.add_metric([row.kind, row.name, row.state], row.age_seconds)
    yield from (count, oldest)


def _ai(rows: list[figures.AiFigure]) -> Iterator[GaugeMetricFamily]:
    labels = ["task", "model", "outcome"]
    families: dict[str, Any] = {
        name: GaugeMetricFamily(f"flowpilot_ai_{name}_last_hour", words, labels=labels)
        for name, words in {
            "calls": "Calls of the model",
            "input_tokens": "Tokens sent, cached ones included",
            "output_tokens": "Tokens received",
            "cost_usd": "What they cost, in US dollars",
        }.items()
    }
    for row in rows:
        about = [row.task, row.model, row.outcome]
        families["calls"].add_metric(about, row.calls)
        families["input_tokens"].add_metric(about, row.input_tokens)
        families["output_tokens"].add_metric(about, row.output_tokens)
        families["cost_usd"].add_metric(about, row.cost_micros / MICROS)
    yield from families.values()
