"""Real servers for every test: a PostgreSQL database and a Redis of this run's own, migrated once.

Tests are kept apart by tenancy, as customers are: each makes an account of its own (`desk`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Any

import psycopg2
import pytest
import redis
from argon2 import PasswordHasher
from psycopg2 import sql
from sqlalchemy import make_url

import settings as settings_module
from models.core import clock, passwords
from settings import Settings
from setup.servers import embedded
from tests.support.desk import Desk, open_desk
from tests.support.events import EventListener
from tests.support.migrations import migrate
from tests.support.network import loopback_only
from tests.support.openapi_check import OpenApiCheck
from tests.support.workers import Workers
from tests.support.xdist_scheduling import ByPart, longest_first
from web import create_app
from web.edge.application import FlowPilot

# Argon2id at its cheapest: the tests hash thousands of passwords, and none of them is a secret.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    longest_first(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByPart:
    return ByPart(config, log)


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses of a PostgreSQL and a Redis: those of the environment, or embedded ones for this run."""
    with ExitStack() as stack:
        if "FLOWPILOT_TEST_SUPERUSER_URL" in os.environ:
            yield dict(os.environ)
        else:
            folder = tmp_path_factory.mktemp("servers")
            yield stack.enter_context(embedded.running(folder, durable=False))


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Nothing but this machine."""
    with loopback_only():
        yield


@pytest.fixture(scope="session")
def environment(servers: dict[str, str], worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables of a FlowPilot of this test process's own: its database, its Redis number."""
    name = f"flowpilot_test_{worker_id}_{os.getpid()}"
    _create_database(servers["FLOWPILOT_TEST_SUPERUSER_URL"], name, owner=servers["DATABASE_OWNER_URL"])
    number = 0 if worker_id == "master" else 1 + int(worker_id.removeprefix("gw"))
    redis_url = f"{servers['REDIS_URL'].rsplit('/', 1)[0]}/{number}"
    _flush(redis_url)
    return {
        "DATABASE_URL": _with_database(servers["DATABASE_URL"], name),
        "DATABASE_OWNER_URL": _with_database(servers["DATABASE_OWNER_URL"], name),
        "REDIS_URL": redis_url,
        "SECRET_KEY": "dev-only-for-tests-0123456789abcdef",
        "ENCRYPTION_KEYS": "dev-test:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "FLOWPILOT_DEV": "1",
        "FLOWPILOT_DATA": str(tmp_path_factory.mktemp("data")),
        "DEMO_AI_DELAY_MS": "0",
        "LOG_LEVEL": "WARNING",
        "OUTBOUND_ALLOW_HOSTS": "127.0.0.1",
        "OUTBOX_LEASE_SECONDS": "3",
    }


@pytest.fixture(scope="session")
def settings(environment: dict[str, str]) -> Settings:
    return settings_module.load(environment)


@pytest.fixture(scope="session")
def app(settings: Settings) -> FlowPilot:
    """The application over a migrated database."""
    app = create_app(settings)
    migrate(app)
    return app


@pytest.fixture(scope="session")
def documented(app: FlowPilot) -> OpenApiCheck:
    return OpenApiCheck(app)


@pytest.fixture(autouse=True)
def _answers_are_documented(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test asks of the API, what comes back stands in the OpenAPI document."""
    if "app" not in request.fixturenames:
        yield
        return
    documented: OpenApiCheck = request.getfixturevalue("documented")
    documented.problems.clear()
    yield
    assert documented.problems == []


@pytest.fixture(scope="session")
def redis_url(environment: dict[str, str]) -> str:
    return environment["REDIS_URL"]


@pytest.fixture
def redis_client(redis_url: str) -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(redis_url)
    yield client
    client.close()


@pytest.fixture
def desk(app: FlowPilot) -> Desk:
    """An account of this test's own: role owner Olga, junior Sam, senior Priya, viewer Vic."""
    return open_desk(app)


@pytest.fixture(scope="module")
def shared_desk(app: FlowPilot) -> Desk:
    """One account for all tests of a module: each has a session of its own, or changes nothing."""
    return open_desk(app)


@pytest.fixture
def other_desk(app: FlowPilot) -> Desk:
    """Somebody else's account."""
    return open_desk(app)


@pytest.fixture(scope="module", autouse=True)
def module_began() -> datetime:
    return clock.now()


@pytest.fixture(scope="module")
def worker_settings(settings: Settings) -> Settings:
    """A module whose workers need others has a fixture of this name."""
    return settings


@pytest.fixture(scope="module")
def workers(
    app: FlowPilot, worker_settings: Settings, servers: dict[str, str], module_began: datetime
) -> Iterator[Workers]:
    """Real Dramatiq workers and a relay in this process, with the Demo AI; gone before others look at what waits.

    Jobs that other modules requested and nobody ran are dropped first: there may be thousands, and this module's would
    wait behind them.
    """
    _drop_jobs(
        _with_database(servers["FLOWPILOT_TEST_SUPERUSER_URL"], str(make_url(worker_settings.database_url).database)),
        before=module_began,
    )
    with Workers(worker_settings) as running:
        yield running


@pytest.fixture
def heard(desk: Desk, redis_url: str) -> Iterator[EventListener]:
    """Every event of the desk's account from now on, as it leaves Redis."""
    with EventListener(redis_url, desk.account_id) as listening:
        yield listening


def _create_database(superuser_url: str, name: str, *, owner: str) -> None:
    connection = psycopg2.connect(make_url(superuser_url).set(drivername="postgresql").render_as_string(False))
    connection.autocommit = True
    with connection.cursor() as cursor:
        role = sql.Identifier(str(make_url(owner).username))
        cursor.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(name), role))
    connection.close()


def _drop_jobs(superuser_url: str, *, before: datetime) -> None:
    connection = psycopg2.connect(make_url(superuser_url).set(drivername="postgresql").render_as_string(False))
    with connection, connection.cursor() as cursor:
        cursor.execute("delete from outbox where state = 'ready' and created_at < %s", [before])
    connection.close()


def _with_database(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _flush(redis_url: str) -> None:
    client = redis.Redis.from_url(redis_url)
    client.flushdb()
    client.close()
