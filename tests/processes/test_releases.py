"""A release that is stopped between its steps: the next one goes on from there."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection
from sqlalchemy import Engine, event

from setup.paths import ROOT, VENV
from tests.support.eventually import eventually
from tests.support.installation import Installation, empty_installation
from tests.support.migrations import migrate
from tests.support.own_postgres import OwnPostgres
from tests.support.own_redis import OwnRedis
from web.health import newest_migration

BUILDING = (
    "select pid from pg_stat_activity where query ilike 'create index concurrently%%' and datname = current_database()"
)


class Stopped(Exception):
    """The release's process is gone."""


@pytest.fixture
def unreleased(postgres: OwnPostgres, tmp_path: Path) -> Iterator[Installation]:
    with OwnRedis(tmp_path) as redis, empty_installation(postgres.addresses, redis, name="release") as installation:
        yield installation


@pytest.fixture
def reader(unreleased: Installation) -> Iterator[Connection]:
    """Somebody else's connection to the database."""
    connection = psycopg2.connect(unreleased.superuser_url)
    yield connection
    connection.close()


def release(installation: Installation, *arguments: str) -> subprocess.Popen[bytes]:
    command = [str(VENV / "bin" / "flask"), "--app", "web", "db", "upgrade", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=installation.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def said(process: subprocess.Popen[bytes]) -> str:
    return process.communicate()[0].decode()


def succeeds(process: subprocess.Popen[bytes]) -> bool:
    words = said(process)
    assert process.returncode == 0, words
    return True


@contextmanager
def stopping_behind(steps: int) -> Iterator[None]:
    """Raises Stopped behind the last of so many statements that work outside a transaction."""
    left = steps

    def count(_connection: object, cursor: Any, statement: str, *_: object) -> None:
        nonlocal left
        left -= cursor.connection.autocommit and statement.lstrip().startswith(("create ", "alter ", "drop "))
        if left == 0:
            raise Stopped

    event.listen(Engine, "after_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(Engine, "after_cursor_execute", count)


def is_complete(installation: Installation) -> bool:
    """At the head, and each index is of use."""
    assert installation.sql("select indexrelid::regclass from pg_index where not (indisvalid and indisready)") == []
    return installation.sql("select version_num from alembic_version") == [{"version_num": newest_migration()}]


def test_a_step_that_did_not_get_its_table_is_run_again(unreleased: Installation, reader: Connection) -> None:
    """An index is there by then: it was built outside the transaction that fails."""
    assert succeeds(release(unreleased, "0008"))
    with reader.cursor() as cursor:
        cursor.execute("select 1 from outbox")
    failed = release(unreleased)
    assert "lock timeout" in said(failed)
    assert failed.returncode != 0
    reader.rollback()
    assert succeeds(release(unreleased))
    assert is_complete(unreleased)


def test_an_index_whose_build_was_interrupted_is_built_anew(unreleased: Installation, reader: Connection) -> None:
    assert succeeds(release(unreleased, "0007"))
    with reader.cursor() as cursor:
        cursor.execute("lock table ai_sessions in row exclusive mode")
    building = release(unreleased)
    try:
        assert eventually(lambda: unreleased.sql(BUILDING))
    finally:
        building.kill()
        building.communicate()
    unreleased.sql(BUILDING.replace("select pid", "select pg_terminate_backend(pid, 5000)"))
    reader.rollback()
    assert unreleased.sql("select 1 from pg_index where not indisvalid"), "interrupted too late to mean anything"
    assert succeeds(release(unreleased))
    assert is_complete(unreleased)


def test_a_release_that_is_stopped_behind_each_step_outside_a_transaction_comes_to_its_end(
    unreleased: Installation,
) -> None:
    """One run for each such step, in which the process is gone right behind it; each next run gets further."""
    for steps in range(1, 50):
        try:
            with stopping_behind(steps):
                migrate(unreleased.app)
        except Stopped:
            continue
        break
    assert steps > 2, "no step was outside a transaction"
    assert is_complete(unreleased)
