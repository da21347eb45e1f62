"""Alive, and ready: what a load balancer asks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import make_url

from settings import Settings
from tests.support.desk import expect
from web import create_app
from web.edge.application import FlowPilot

NOBODY = 1


def test_a_healthy_process_says_so_without_login_or_database(app: FlowPilot) -> None:
    assert expect(app.test_client().get("/healthz"), 200) == {"status": "ok"}


def test_it_is_ready_when_database_redis_and_migrations_are_well(app: FlowPilot) -> None:
    ready = expect(app.test_client().get("/readyz"), 200)
    assert ready == {"status": "ok", "checks": {"database": "ok", "redis": "ok"}}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_needs_neither_login_nor_api_prefix(app: FlowPilot, path: str) -> None:
    assert app.test_client().get(path).status_code == 200


def test_without_redis_it_is_alive_but_not_ready(app: FlowPilot, settings: Settings) -> None:
    client = create_app(replace(settings, redis_url=f"redis://127.0.0.1:{NOBODY}/0")).test_client()
    expect(client.get("/healthz"), 200)
    assert expect(client.get("/readyz"), 503)["checks"] == {"database": "ok", "redis": "not reachable"}


def test_without_its_database_it_is_alive_but_not_ready(settings: Settings) -> None:
    away = make_url(settings.database_url).set(host="127.0.0.1", port=NOBODY).render_as_string(hide_password=False)
    client = create_app(replace(settings, database_url=away)).test_client()
    expect(client.get("/healthz"), 200)
    response = client.get("/readyz")
    assert expect(response, 503)["checks"] == {"database": "not reachable, or not migrated", "redis": "ok"}
    assert str(make_url(away).password) not in response.get_data(as_text=True)


def test_a_role_that_the_policies_do_not_bind_is_not_ready(app: FlowPilot, settings: Settings) -> None:
    client = create_app(replace(settings, database_url=str(settings.database_owner_url))).test_client()
    checks = expect(client.get("/readyz"), 503)["checks"]
    assert checks["database"] == "DATABASE_URL names a role that row-level security does not bind"
