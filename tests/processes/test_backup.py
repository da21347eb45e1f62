"""A backup brought back elsewhere, by the commands of docs/production.md: nothing is lost, and nobody sees more."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url, text

import settings as settings_module
from models.core.database.flask_db import db
from setup.servers.postgres_server import program
from tests.support.chat import answers
from tests.support.desk import API, expect
from tests.support.eventually import eventually
from tests.support.fleet import Fleet
from tests.support.installation import Installation, new_installation
from tests.support.own_postgres import OwnPostgres, running_postgres
from tests.support.own_redis import OwnRedis
from web import create_app

SUPERUSER = "FLOWPILOT_TEST_SUPERUSER_URL"


@pytest.fixture(scope="module")
def before(postgres: OwnPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Nothing works on its jobs: the backup is taken while a reply waits."""
    with (
        OwnRedis(tmp_path_factory.mktemp("redis")) as redis,
        new_installation(postgres.addresses, redis, name="backup") as installation,
    ):
        yield installation


def test_a_backup_restored_elsewhere_is_whole_and_keeps_accounts_apart(before: Installation, tmp_path: Path) -> None:
    desk, other = before.open_desk(), before.open_desk()
    ai_session, others = desk.junior.opens_session("Printer offline"), other.junior.opens_session()
    (tmp_path / "data").mkdir()
    (tmp_path / "redis").mkdir()
    with running_postgres(tmp_path / "data") as fresh, OwnRedis(tmp_path / "redis") as empty:
        _back_up(before.superuser_url, tmp_path)
        superuser_url = _restore(fresh.addresses[SUPERUSER], tmp_path, password=make_url(before.superuser_url).password)
        environment = before.environment | {
            "DATABASE_URL": _moved(before.environment["DATABASE_URL"], superuser_url),
            "DATABASE_OWNER_URL": _moved(before.environment["DATABASE_OWNER_URL"], superuser_url),
            "REDIS_URL": empty.url,
        }
        _release(environment)
        app = create_app(settings_module.load(environment))
        app.check_role()
        with app.app_context(), db.engine.connect() as connection:
            assert connection.scalar(text("select count(*) from ai_sessions")) == 0
        client = app.test_client()
        cookie = desk.junior.client.get_cookie("flowpilot")
        assert cookie
        client.set_cookie("flowpilot", cookie.value)
        assert expect(client.get(f"{API}/ai-sessions/{ai_session['id']}"), 200)["problem"] == "Printer offline"
        expect(client.get(f"{API}/ai-sessions/{others['id']}"), 404)
        expect(client.get("/readyz"), 200)
        desk.junior.client = client
        _carry_on(environment, tmp_path, lambda: bool(answers(desk.junior, ai_session)))
        app.extensions["event_stream"].shut_down()
        with app.app_context():
            db.engine.dispose()


def _back_up(url: str, folder: Path) -> None:
    """As a superuser: row-level security is FORCEd, and pg_dump refuses to leave rows out in silence."""
    _run(program("pg_dumpall"), "--roles-only", "--dbname", url, "--file", folder / "roles.sql")
    _run(program("pg_dump"), "--format", "custom", "--dbname", url, "--file", folder / "flowpilot.dump")


def _restore(url: str, folder: Path, *, password: str | None) -> str:
    """Roles first: grants and policies name them.  The superuser's address of the new database."""
    # Those of the cluster itself are there already, which is told and harms nobody; all passwords are the old ones.
    _run(program("psql"), "--quiet", "--dbname", url, "--file", folder / "roles.sql")
    server = make_url(url).set(password=password)
    _run(program("psql"), "--quiet", "--dbname", _plain(server), "--command", "create database restored")
    restored = _plain(server.set(database="restored"))
    _run(program("pg_restore"), "--exit-on-error", "--dbname", restored, folder / "flowpilot.dump")
    return restored


def _carry_on(environment: Mapping[str, str], folder: Path, is_done) -> None:
    """What waited when the backup was taken is done from an empty Redis."""
    fleet = Fleet(environment, folder)
    try:
        fleet.ensure("worker", "worker_ai", "relay")
        assert eventually(is_done), fleet.story("worker_ai") + fleet.story("relay")
    finally:
        fleet.end()


def _release(environment: Mapping[str, str]) -> None:
    _run("flask", "--app", "web", "db", "upgrade", **environment)


def _moved(url: str, to: str) -> str:
    """The same role and password at another server."""
    place = make_url(to)
    return _plain(make_url(url).set(host=place.host, port=place.port, database=place.database))


def _plain(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _run(*command: str | Path, **variables: str) -> None:
    told = [str(part) for part in command]
    environment = {**os.environ, **variables}
    done = subprocess.run(told, check=False, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
