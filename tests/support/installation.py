"""A FlowPilot installation for one test module: a migrated database, a Redis, an app, and access to its servers.

The root's fixtures share one installation.  Here no other workers and relays run, so the test alone decides what runs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg2
from psycopg2 import sql
from psycopg2.extras import RealDictCursor
from sqlalchemy import make_url

import settings as settings_module
from models.core.database.flask_db import db
from settings import Settings
from tests.support.desk import Desk, open_desk
from tests.support.events import EventListener
from tests.support.migrations import migrate
from tests.support.own_redis import OwnRedis
from web import create_app
from web.edge.application import FlowPilot


@dataclass(frozen=True)
class Installation:
    environment: dict[str, str]
    app: FlowPilot
    redis: OwnRedis
    superuser_url: str

    @property
    def settings(self) -> Settings:
        return settings_module.load(self.environment)

    def open_desk(self) -> Desk:
        return open_desk(self.app)

    def hears(self, desk: Desk) -> EventListener:
        """Every event of the desk's account from now on."""
        return EventListener(self.redis.url, desk.account_id)

    def sql(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        """Run one statement as the superuser, whom row-level security does not bind; its rows, if it returns any."""
        with _cursor(self.superuser_url) as cursor:
            cursor.execute(statement, {name: _plain(value) for name, value in values.items()})
            return [dict(row) for row in cursor.fetchall()] if cursor.description else []

    def jobs_of(self, desk: Desk, name: str | None = None) -> list[dict[str, Any]]:
        """The account's job rows, oldest first."""
        rows = self.sql(
            "select * from outbox where kind = 'job' and account_id = %(account)s order by created_at, id",
            account=desk.account_id,
        )
        return [row for row in rows if name in (None, row["name"])]

    def job(self, row_id: UUID | str) -> dict[str, Any]:
        (row,) = self.sql("select * from outbox where id = %(id)s", id=row_id)
        return row

    def forget_redis(self) -> None:
        """FLUSHALL."""
        with self.redis.client() as client:
            client.flushall()

    def make_due(self, *, horizon_seconds: float = 40.0) -> None:
        """End the waits that began a moment ago (the fast path's grace, a backoff, a lease), but no deadline's."""
        self.sql(
            "update outbox set due = now(), not_before = least(not_before, now()) where state in ('ready', 'running')"
            " and due < now() + make_interval(secs => %(horizon)s)",
            horizon=horizon_seconds,
        )


@contextmanager
def new_installation(
    servers: Mapping[str, str], redis: OwnRedis, *, name: str, variables: Mapping[str, str] | None = None
) -> Iterator[Installation]:
    """`servers` says where PostgreSQL is (`FLOWPILOT_TEST_SUPERUSER_URL` and the two roles' addresses)."""
    with empty_installation(servers, redis, name=name, variables=variables) as installation:
        migrate(installation.app)
        yield installation


@contextmanager
def empty_installation(
    servers: Mapping[str, str], redis: OwnRedis, *, name: str, variables: Mapping[str, str] | None = None
) -> Iterator[Installation]:
    """Its database is empty: no release has run."""
    database = f"flowpilot_test_{name}_{os.getpid()}"
    superuser_url = _plain_url(servers["FLOWPILOT_TEST_SUPERUSER_URL"])
    owner = str(make_url(servers["DATABASE_OWNER_URL"]).username)
    _run(superuser_url, "create database {} owner {}", database, owner)
    environment = _environment(servers, redis, database) | (variables or {})
    app = create_app(settings_module.load(environment))
    yield Installation(environment, app, redis, _with_database(superuser_url, database))
    app.extensions["event_stream"].shut_down()
    with app.app_context():
        db.engine.dispose()
    _run(superuser_url, "drop database {} with (force)", database)


def _environment(servers: Mapping[str, str], redis: OwnRedis, database: str) -> dict[str, str]:
    return {
        "DATABASE_URL": _with_database(servers["DATABASE_URL"], database),
        "DATABASE_OWNER_URL": _with_database(servers["DATABASE_OWNER_URL"], database),
        "REDIS_URL": redis.url,
        "SECRET_KEY": "dev-only-for-tests-0123456789abcdef",
        "ENCRYPTION_KEYS": "dev-test:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "FLOWPILOT_DEV": "1",
        "DEMO_AI_DELAY_MS": "0",
        "LOG_LEVEL": "WARNING",
        "OUTBOX_LEASE_SECONDS": "2",
        "OUTBOUND_ALLOW_HOSTS": "127.0.0.1",
    }


def _plain_url(url: str) -> str:
    """As psycopg2 itself reads it, without SQLAlchemy's driver."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _run(superuser_url: str, statement: str, *names: str) -> None:
    with _cursor(superuser_url) as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def _cursor(url: str) -> Iterator[RealDictCursor]:
    connection = psycopg2.connect(url, connect_timeout=5)
    connection.autocommit = True  # CREATE DATABASE runs in no transaction, and each statement here stands alone
    try:
        with connection.cursor(cursor_factory=RealDictCursor) as cursor:
            yield cursor
    finally:
        connection.close()


def _with_database(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
