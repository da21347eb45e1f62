"""What Prometheus reads, who may read it, and that it names nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import make_url, update

from models.core.database.flask_db import db
from models.core.outgoing.outbox import OutboxRow
from settings import Settings
from tests.support.desk import Desk, expect, refuse
from web import create_app
from web.edge.application import FlowPilot

TOKEN = "a-token-of-the-tests"


def figures(app: FlowPilot, **headers: str) -> dict[str, list[tuple[dict[str, str], float]]]:
    response = app.test_client().get("/metrics", headers=headers)
    assert response.status_code == 200, response.get_data(as_text=True)
    found: dict[str, list[tuple[dict[str, str], float]]] = {}
    for family in text_string_to_metric_families(response.get_data(as_text=True)):
        for sample in family.samples:
            found.setdefault(sample.name, []).append((sample.labels, sample.value))
    return found


def value(found: dict[str, list[tuple[dict[str, str], float]]], name: str, /, **labels: str) -> float:
    return sum(value for its, value in found.get(name, []) if labels.items() <= its.items())


def test_requests_are_counted_by_route_and_timed(app: FlowPilot, desk: Desk) -> None:
    about = {"method": "GET", "route": "/api/v1/ai-sessions/<uuid:session_id>"}
    before = value(figures(app), "flowpilot_http_requests_total", status="200", **about)
    desk.junior.reads(desk.junior.opens_session())
    found = figures(app)
    assert value(found, "flowpilot_http_requests_total", status="200", **about) == before + 1
    assert value(found, "flowpilot_http_request_seconds_count", **about) >= before + 1


def test_jobs_are_counted_by_name_and_state_with_their_age(app: FlowPilot, desk: Desk) -> None:
    about = {"kind": "job", "name": "reply.write", "state": "dead"}
    before = value(figures(app), "flowpilot_outbox_rows", **about)
    desk.junior.opens_session()
    with desk.unit() as unit:
        unit.db_session.execute(update(OutboxRow).where(OutboxRow.name == "reply.write").values(state="dead"))
    found = figures(app)
    assert value(found, "flowpilot_outbox_rows", **about) == before + 1
    assert value(found, "flowpilot_outbox_oldest_seconds", **about) > 0


def test_markers_that_had_no_effect_are_told_by_tag_and_reason(app: FlowPilot) -> None:
    about = {"tag": "FIX_OUTCOME", "reason": "quote_not_found"}
    before = value(figures(app), "flowpilot_dropped_markers_total", **about)
    app.extensions["dropped_markers"].add([("FIX_OUTCOME", "quote_not_found")])
    assert value(figures(app), "flowpilot_dropped_markers_total", **about) == before + 1


def test_streams_pool_and_database_are_told(settings: Settings) -> None:
    found = figures(create_app(settings))
    assert value(found, "flowpilot_streams") == 0
    assert value(found, "flowpilot_database_pool_size") >= settings.database_pool_size
    assert value(found, "flowpilot_database_up") == 1
    assert "flowpilot_database_pool_used" in found


def test_nothing_of_an_account_stands_in_a_label(app: FlowPilot, desk: Desk) -> None:
    ai_session = desk.junior.opens_session("A planted problem", client_name="A planted client")
    desk.junior.get("/ai-sessions", q="planted query")
    text = app.test_client().get("/metrics").get_data(as_text=True)
    for secret in (str(desk.account_id), desk.junior.id, desk.junior.email, ai_session["id"], "planted"):
        assert secret not in text


def test_without_a_database_the_rest_is_told(app: FlowPilot, settings: Settings) -> None:
    nobody = make_url(settings.database_url).set(port=1).render_as_string(hide_password=False)
    found = figures(create_app(replace(settings, database_url=nobody)))
    assert value(found, "flowpilot_database_up") == 0
    assert "flowpilot_http_requests_total" in found


def test_connects_that_fail_leave_no_negative_number_behind(app: FlowPilot, settings: Settings) -> None:
    nobody = make_url(settings.database_url).set(port=1).render_as_string(hide_password=False)
    away = create_app(replace(settings, database_url=nobody))
    for _ in range(5):
        assert value(figures(away), "flowpilot_database_pool_used") == 0


def test_connections_in_use_are_counted_and_those_given_back_are_not(app: FlowPilot) -> None:
    with app.app_context(), db.engine.connect():
        assert value(figures(app), "flowpilot_database_pool_used") == 1
    assert value(figures(app), "flowpilot_database_pool_used") == 0


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-IP", "CF-Connecting-IP"],
)
def test_without_a_token_only_this_machine_itself_reads_it(app: FlowPilot, header: str) -> None:
    refuse(app.test_client().get("/metrics", headers={header: "127.0.0.1"}), 403, "forbidden")
    far = app.test_client()
    far.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    refuse(far.get("/metrics"), 403, "forbidden")


def test_a_proxy_on_this_machine_that_adds_nothing_is_told_by_the_name_it_passes_on(app: FlowPilot) -> None:
    refuse(app.test_client().get("/metrics", headers={"Host": "desk.example.com"}), 403, "forbidden")
    for name in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000"):
        assert figures(app, Host=name)


def test_with_a_token_whoever_has_it_reads_it(app: FlowPilot, settings: Settings) -> None:
    guarded = create_app(replace(settings, metrics_token=TOKEN))
    assert figures(guarded, Authorization=f"Bearer {TOKEN}")
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer ä"}):
        refuse(guarded.test_client().get("/metrics", headers=headers), 403, "forbidden")


def test_the_models_calls_are_told_with_tokens_and_cost(app: FlowPilot, desk: Desk) -> None:
    expect(desk.junior.get("/ai-sessions"), 200)
    assert {"flowpilot_ai_calls_last_hour", "flowpilot_ai_cost_usd_last_hour"} <= {
        family.name
        for family in text_string_to_metric_families(app.test_client().get("/metrics").get_data(as_text=True))
    }


def test_methods_that_somebody_makes_up_are_one_label(app: FlowPilot) -> None:
    for method in ("MADEUP", "UPMADE"):
        app.test_client().open("/healthz", method=method)
    text = app.test_client().get("/metrics").get_data(as_text=True)
    assert 'method="other"' in text
    assert "MADE" not in text
