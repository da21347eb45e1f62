"""/metrics for Prometheus.  No label contains an account, a user or an address.

Web processes share their counters through files (prometheus-client's multiprocess mode, switched on by
web/gunicorn.conf.py), so that any of them can answer.  The figures about jobs and model calls come from the
database, those about dropped markers from Redis; while one is down, the response contains the others.
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
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError

from models.core.database.flask_db import db
from models.core.deadline import deadline
from models.core.errors import Forbidden, TookTooLong
from models.core.outgoing.dropped_markers import DroppedMarkers
from models.queries import figures
from settings import Settings
from web.edge.client_address import is_local_request

log = structlog.get_logger(__name__)

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
MICROS = 1_000_000
# How long the database may take; then the response leaves out its figures.
DATABASE_TIMEOUT_SECONDS = 2.0
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
        _count_pool(db.engine, app.extensions["settings"])

    @app.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "(none)"
        # Methods that clients invent must not create new labels.
        method = request.method if request.method in METHODS else "other"
        _requests.labels(method, route, response.status_code).inc()
        if not response.is_streamed:
            _seconds.labels(method, route).observe(time.monotonic() - g.get("began", time.monotonic()))
        return response


def _metrics() -> Response:
    _check_allowed(current_app.extensions["settings"])
    _set_stream_gauges(current_app.extensions["event_stream"].metrics())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        all_processes = CollectorRegistry()
        MultiProcessCollector(all_processes)  # type: ignore[no-untyped-call]
        body = generate_latest(all_processes)
    else:
        body = generate_latest(_own)
    shared = CollectorRegistry()
    shared.register(_Database(db.engine))
    shared.register(_Markers(current_app.extensions["dropped_markers"]))
    return Response(body + generate_latest(shared), content_type=CONTENT_TYPE_LATEST)


def _check_allowed(settings: Settings) -> None:
    """Requires METRICS_TOKEN if it is set; otherwise a request from this machine, not through a proxy.

    Raises Forbidden (403).
    """
    if settings.metrics_token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if hmac.compare_digest(given.encode(), settings.metrics_token.encode()):
            return
    elif is_local_request(request):
        return
    raise Forbidden("The metrics are for operators: send METRICS_TOKEN as a bearer token.")


def _set_stream_gauges(counts: dict[str, int]) -> None:
    _streams.set(counts.pop("open_streams"))
    for what, count in counts.items():
        _stream_events.labels(what).set(count)


def _count_pool(engine: Engine, settings: Settings) -> None:
    """Count the connections in use.  A set, because a connection that failed is checked in without a checkout."""
    _pool_size.set(settings.database_pool_size)
    used: set[int] = set()

    def on_checkout(_connection: Any, record: Any, _proxy: Any) -> None:
        used.add(id(record))
        _pool_used.set(len(used))

    def on_checkin(_connection: Any, record: Any) -> None:
        used.discard(id(record))
        _pool_used.set(len(used))

    event.listen(engine, "checkout", on_checkout)
    event.listen(engine, "checkin", on_checkin)


class _Markers:
    """Collects the counts of dropped markers from Redis on each request."""

    def __init__(self, dropped: DroppedMarkers) -> None:
        self._dropped = dropped

    def collect(self) -> Iterator[CounterMetricFamily]:
        words = "Markers of the copilot's replies that had no effect"
        family = CounterMetricFamily("flowpilot_dropped_markers", words, labels=["tag", "reason"])
        for labels, count in self._dropped.totals().items():
            family.add_metric(labels, count)
        yield family


class _Database:
    """Collects the figures about jobs and model calls from the database on each request."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("flowpilot_database_up", "1 while the database answers")
        try:
            with deadline(DATABASE_TIMEOUT_SECONDS, TookTooLong()), self._engine.connect() as connection:
                outbox, calls = figures.outbox_figures(connection), figures.ai_figures(connection)
        except (SQLAlchemyError, TookTooLong) as error:
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
