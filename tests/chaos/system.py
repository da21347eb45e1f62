"""A whole FlowPilot to break: real web, workers and relay over a PostgreSQL and a Redis of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from setup.supervision import procfile
from tests.chaos.model import Model
from tests.chaos.options import Options, Pace
from tests.outside.anthropic_server import AnthropicServer
from tests.support.fleet import Fleet
from tests.support.installation import Installation, new_installation
from tests.support.own_postgres import OwnPostgres, running_postgres
from tests.support.own_redis import OwnRedis

AI_WORKERS = ("worker_ai.a", "worker_ai.b")
OTHER_WORKERS = ("worker",)
# Those of the Procfile, as many threads as in production.
BUSY_WORKERS = ("worker_busy.a", "worker_busy.b")
# Few, so that messages wait in a worker's hands and a kill takes some along.
THREADS = 4
_ENTRIES = {
    "tasks.worker": "tests.chaos.entry.worker",
    "tasks.relay": "tests.chaos.entry.relay",
    "web.wsgi:app": "tests.chaos.entry.web:app",
}


@dataclass
class System:
    postgres: OwnPostgres
    installation: Installation
    fleet: Fleet
    model: Model
    folder: Path
    workers: tuple[str, ...]
    roster: list[str] = field(init=False)
    """What runs, and is started again when it has died."""
    frozen: set[str] = field(default_factory=set)
    restarts: int = 0

    def __post_init__(self) -> None:
        self.roster = ["web", *self.workers, "relay.a"]

    def start(self, name: str) -> None:
        self.fleet.start(name, CHAOS_NAME=name)

    def supervise(self) -> None:
        """As the supervisor of a production machine does.  From the main thread alone (`child_process.start`)."""
        for name in self.roster:
            if not self.fleet.is_running(name):
                self.restarts += 1
                self.start(name)

    def tell(self, what: str) -> None:
        """Put down the token of `entry.sabotage`; the next process to come by takes it."""
        (self.folder / what).touch()

    def taken_by(self, name: str) -> list[str]:
        """The last rows that this worker took, by id."""
        return self._notes(f"taken.{name}")[-50:]

    def killed_before_commit(self) -> list[tuple[str, float]]:
        """(row id, time) of each worker that died between the outside's yes and our commit."""
        lines = (line.split() for name in self.workers for line in self._notes(f"killed.{name}"))
        return [(row_id, float(moment)) for row_id, moment in lines]

    def running_at(self, name: str) -> list[str]:
        """Rows that this worker holds now, by id."""
        query = "select id::text from outbox where state = 'running' and id::text = any(%(ids)s)"
        return [row["id"] for row in self.installation.sql(query, ids=self.taken_by(name))]

    def is_idle(self) -> bool:
        """Every outbox row has come to its end."""
        return not self.installation.sql("select 1 from outbox where state in ('ready', 'running') limit 1")

    def seconds_until_done(self, rows: list[str], since: float) -> list[float]:
        """From a moment (seconds of the epoch) to the end of each of these rows that was done."""
        query = "select extract(epoch from done_at) as ended from outbox where id::text = any(%(ids)s)"
        ended = [row["ended"] for row in self.installation.sql(query, ids=rows)]
        return [float(moment) - since for moment in ended if moment is not None]

    def _notes(self, name: str) -> list[str]:
        file = self.folder / name
        return file.read_text().splitlines() if file.exists() else []


@contextmanager
def running_system(options: Options, folder: Path) -> Iterator[System]:
    """Migrated and started; its web answers, its workers are on their way."""
    for name in ("postgres", "redis", "logs", "notes"):
        (folder / name).mkdir()
    with (
        running_postgres(folder / "postgres") as postgres,
        OwnRedis(folder / "redis") as redis,
        AnthropicServer() as server,
        new_installation(
            postgres.addresses, redis, name="chaos", variables=_variables(options, server)
        ) as installation,
    ):
        environment = {**installation.environment, **_chaos(options, folder / "notes")}
        fleet = Fleet(environment, folder / "logs", commands=_commands(options.pace))
        workers = AI_WORKERS if options.pace.is_small else (*AI_WORKERS, *OTHER_WORKERS)
        model = Model(server, options)
        system = System(postgres, installation, fleet, model, folder / "notes", workers)
        try:
            for name in system.roster:
                system.start(name)
            fleet.wait_until_ready()
            yield system
        finally:
            system.model.let_go()
            fleet.end()


def _commands(pace: Pace) -> dict[str, str]:
    """The Procfile's, through the harness's entries."""
    commands = {name: _through_entries(command) for name, command in procfile.commands().items()}
    commands["worker_busy"] = commands["worker_ai"]
    few = commands["worker_ai"].replace("--threads 16", f"--threads {THREADS}")
    commands["worker_ai"] = few.replace("--queues ai", "--queues ai db mail") if pace.is_small else few
    return commands


def _through_entries(command: str) -> str:
    for ours, entry in _ENTRIES.items():
        command = command.replace(ours, entry)
    return command


def _chaos(options: Options, folder: Path) -> dict[str, str]:
    resend = options.pace.resend
    return {
        "CHAOS_FOLDER": str(folder),
        "CHAOS_WITHOUT": options.without,
        "CHAOS_RESEND_SECONDS": "" if resend is None else str(resend),
    }


def _variables(options: Options, server: AnthropicServer) -> dict[str, str]:
    return {
        "ANTHROPIC_API_KEY": "sk-of-the-tests",
        "ANTHROPIC_BASE_URL": server.url,
        "OUTBOX_LEASE_SECONDS": str(options.pace.lease),
        "MESSAGES_PER_MINUTE": "100000",
        "ACCOUNT_MESSAGES_PER_MINUTE": "1000000",
        "REPLY_TIMEOUT_SECONDS": str(options.pace.reply_timeout),
        "PREVIEW_TIMEOUT_SECONDS": str(options.pace.reply_timeout),
        "DOCUMENTATION_TIMEOUT_SECONDS": str(options.pace.reply_timeout),
        "ESCALATION_AI_ASSESSMENT_TIMEOUT_SECONDS": str(options.pace.assessment_timeout),
        "WEB_CONCURRENCY": "1" if options.pace.is_small else "2",
    }
