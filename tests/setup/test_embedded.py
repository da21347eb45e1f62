"""The embedded PostgreSQL and Redis: real ones, with passwords, that keep their data and leave no process."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import psutil
import psycopg2
import pytest
import redis

from setup.paths import ROOT
from setup.problems import SetupProblem
from setup.servers import embedded, unprivileged
from setup.servers.postgres_server import APP, OWNER

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def stopped_folder(tmp_path_factory):
    """A data folder that was used: one row in the database."""
    data = tmp_path_factory.mktemp("embedded") / "data"
    with embedded.running(data, durable=False, environ={}) as env, _connected(env["DATABASE_OWNER_URL"]) as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    return data


@pytest.fixture
def data(stopped_folder, tmp_path):
    return shutil.copytree(stopped_folder, tmp_path / "data")


def test_data_survives_a_restart_at_the_same_addresses(data):
    with embedded.running(data, durable=False, environ={}) as first:
        pass
    with embedded.running(data, durable=False, environ={}) as env, _connected(env["DATABASE_OWNER_URL"]) as cursor:
        cursor.execute("SELECT answer FROM kept")
        assert cursor.fetchone() == (42,)
        with redis.Redis.from_url(env["REDIS_URL"]) as client:
            assert client.ping()
        assert {env[name] for name in ("SECRET_KEY", "ENCRYPTION_KEYS")} <= set(first.values())


def test_owner_may_make_roles_and_is_bound_by_row_level_security(data):
    with embedded.running(data, durable=False, environ={}) as env, _connected(env["DATABASE_OWNER_URL"]) as cursor:
        cursor.execute("SELECT rolcreaterole, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", (OWNER,))
        assert cursor.fetchone() == (True, False, False)
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (APP,))
        assert cursor.fetchone() is None, "the migrations make the app's role"


def test_nobody_gets_in_without_the_password(data):
    with embedded.running(data, durable=False, environ={}) as env:
        url = env[embedded.SUPERUSER_URL]
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(url, password="wrong")
        with redis.Redis(port=urlsplit(env["REDIS_URL"]).port) as client, pytest.raises(redis.AuthenticationError):
            client.ping()


def test_a_database_of_the_persons_own_is_left_to_them(tmp_path):
    own = {"DATABASE_URL": "postgresql://app@db.example/own", "DATABASE_OWNER_URL": "postgresql://owner@db.example/own"}

    with embedded.running(tmp_path / "data", durable=False, environ=own) as env:
        assert env["DATABASE_URL"] == own["DATABASE_URL"]
        assert env["DATABASE_OWNER_URL"] == own["DATABASE_OWNER_URL"]
        assert embedded.SUPERUSER_URL not in env
        assert not (tmp_path / "data" / "postgres").exists()


def test_data_of_another_postgres_version_is_left_alone_and_told(data):
    (data / "postgres" / "PG_VERSION").write_text("17\n")

    _assert_told(data, "wrong_postgres_version", "PostgreSQL 17")


def test_half_written_cluster_is_told(data):
    (data / "postgres" / "global" / "pg_control").unlink()

    _assert_told(data, "broken_data_folder", "not a complete PostgreSQL folder")


def test_corrupted_cluster_is_told_with_the_servers_own_words(data):
    for segment in (data / "postgres" / "pg_wal").glob("0*"):
        segment.unlink()

    _assert_told(data, "broken_data_folder", "PANIC")


def test_interrupted_first_start_is_simply_begun_anew(tmp_path):
    half = tmp_path / "data" / "postgres.draft"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    with embedded.running(tmp_path / "data", durable=False, environ={}) as env, _connected(env["DATABASE_OWNER_URL"]):
        assert not half.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must run PostgreSQL as somebody else")
def test_root_is_told_when_nobody_can_stand_in(tmp_path, monkeypatch):
    monkeypatch.setattr(unprivileged, "_NAMESPACE", ("false",))
    tmp_path.chmod(0o700)

    _assert_told(tmp_path / "data", "needs_ordinary_user", "DATABASE_URL")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_servers_do_not_outlive_a_killed_process(data):
    code = (
        "import time\nfrom pathlib import Path\nfrom setup.servers import embedded\n"
        f"with embedded.running(Path({str(data)!r}), durable=False, environ={{}}):\n"
        "    print('up', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "up\n"
        servers = psutil.Process(process.pid).children()
        assert {server.name() for server in servers} == {"postgres", "redis-server"}
        os.kill(process.pid, signal.SIGKILL)

    gone, left = psutil.wait_procs(servers, timeout=20)
    assert len(gone) == 2
    assert not left


def _assert_told(data, code, words):
    with pytest.raises(SetupProblem, match=words) as told, embedded.running(data, durable=False, environ={}):
        pass
    assert told.value.code == code
    assert str(data) in told.value.message


@contextmanager
def _connected(url):
    """A cursor whose statements are kept at once."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        yield connection.cursor()
