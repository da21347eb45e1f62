"""A release that is killed between its steps, beside everything else, and run again until it is through.

It migrates a database of its own on the same server.  Somebody holds a table there, so that the release stops where it
is meant to: behind an index that stays, or in the middle of building one.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field

import psycopg2

from tests.chaos.system import System
from tests.support.installation import Installation, empty_installation
from tests.support.migrations import migrate
from web.health import newest_migration

COMMAND = ["flask", "--app", "web", "db", "upgrade"]
# By the migration before: the table that is held, and how.
STOPS = {"0007": "lock table ai_sessions in row exclusive mode", "0008": "lock table outbox in access share mode"}
WAITS = "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
END_WHO_WAITS = WAITS.replace("select pid", "select pg_terminate_backend(pid, 5000)")
LOOK_SECONDS = 0.1
# A release may meet a PostgreSQL that is just restarted; one that cannot be run again never succeeds.
MOST_RUNS = 6

Later = Callable[[float, Callable[[], None]], None]


@dataclass
class InterruptedRelease:
    """Begun by `begin`, which returns at once; the rest happens when `later` says so."""

    system: System
    name: str
    later: Later
    failed: list[str]
    """Gets what the last run said, where none succeeded."""
    runs: int = 0
    installation: Installation = field(init=False)
    _open: ExitStack = field(default_factory=ExitStack)
    _hold: ExitStack = field(default_factory=ExitStack)

    def begin(self, chance: random.Random) -> None:
        revision = chance.choice(list(STOPS))
        new = empty_installation(self.system.postgres.addresses, self.system.installation.redis, name=self.name)
        self.installation = self._open.enter_context(new)
        migrate(self.installation.app, revision)
        holder = self._hold.enter_context(closing(psycopg2.connect(self.installation.superuser_url)))
        with holder.cursor() as cursor:
            cursor.execute(STOPS[revision])
        self._run()
        self.later(LOOK_SECONDS, self._kill_where_it_waits)

    def _run(self) -> None:
        self.runs += 1
        self.system.fleet.start_command(self.name, COMMAND, **self.installation.environment)

    def _kill_where_it_waits(self) -> None:
        if self._is_running() and not self._waits():
            self.later(LOOK_SECONDS, self._kill_where_it_waits)
            return
        if self._is_running():
            self.system.fleet.kill(self.name)
        with suppress(psycopg2.Error):
            self.installation.sql(END_WHO_WAITS)
        self._hold.close()
        self._run()
        self.later(LOOK_SECONDS, self._see_it_through)

    def _see_it_through(self) -> None:
        if self._is_running():
            self.later(LOOK_SECONDS, self._see_it_through)
        elif self._is_complete():
            self._tidy_up()
        elif self.runs < MOST_RUNS:
            self._run()
            self.later(LOOK_SECONDS, self._see_it_through)
        else:
            self.failed.append(self.system.fleet.story(self.name))
            self._tidy_up()

    def _tidy_up(self) -> None:
        with suppress(psycopg2.Error):  # a server that is just broken keeps the database until the run ends
            self._open.close()

    def _is_running(self) -> bool:
        return self.system.fleet.is_running(self.name)

    def _waits(self) -> bool:
        with suppress(psycopg2.Error):
            return bool(self.installation.sql(WAITS))
        return False

    def _is_complete(self) -> bool:
        with suppress(psycopg2.Error):
            at = self.installation.sql("select version_num from alembic_version")
            broken = self.installation.sql("select 1 from pg_index where not (indisvalid and indisready)")
            return at == [{"version_num": newest_migration()}] and not broken
        return False
