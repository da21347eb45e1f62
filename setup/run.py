"""`make run`: runs all of FlowPilot on this machine until Ctrl-C, and then ends every process.

Read it from top to bottom; each part has its own module.  `servers.ports` decides what happens if a port is taken.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from setup import interruption, spa
from setup.data_folder import DataFolder, Run, claimed, from_environment, socket_folder
from setup.paths import ROOT, VENV
from setup.problems import exit_with
from setup.progress import say, stage
from setup.servers import ports
from setup.servers.demo_psa import DemoPsa
from setup.servers.plan import Servers
from setup.supervision import orphans, procfile, readiness
from setup.supervision.log_follower import LogFollower
from setup.supervision.one_off import OneOff
from setup.supervision.supervisor import Program, Supervisor

_BETWEEN_LOOKS = 0.3
"""Seconds between two checks of the logs."""
_NOT_HANDED_ON = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHONHOME")


def main() -> int:
    """Exit code 0 when asked to end, 1 with a problem."""
    parent = interruption.Parent()
    interruption.listen()
    with suppress(interruption.Interrupted, BrokenPipeError), claimed(from_environment()) as folder:
        _clear_up_after_kill(folder)
        asked = os.environ.get("PORT", "").strip()
        port = ports.for_web(asked)
        spa.ensure_built()
        with socket_folder(folder) as sockets:
            local = Local.planned(folder, sockets, port)
            with local.running():
                logins = local.bring_up()
                with local.followed() as follower:
                    local.welcome(logins, is_usual_port=port == ports.USUAL_WEB or bool(asked))
                    local.follow(follower, parent)
    with suppress(OSError):
        say("Stopped.")
    return 0


def _clear_up_after_kill(folder: DataFolder) -> None:
    """End the processes that an earlier run left behind when it was killed."""
    left = folder.unfinished_run()
    ended = orphans.end(folder.path, left.token if left else None)
    if ended:
        say(f"  An earlier run over this data was killed; {ended} processes it had left were ended.")


@dataclass(frozen=True)
class Local:
    """FlowPilot on this machine: its servers, process types and settings."""

    folder: DataFolder
    servers: Servers
    supervisor: Supervisor
    processes: dict[str, str]
    settings: dict[str, str]
    token: str

    @classmethod
    def planned(cls, folder: DataFolder, sockets: Path, port: int) -> Local:
        """Make all decisions, write the `env` file and create the servers' folders.  Nothing is started yet."""
        servers = Servers.planned(folder, sockets, os.environ)
        processes = procfile.commands()
        settings = _settings(folder, servers, port)
        psa = DemoPsa.planned(folder) if settings["DEMO_DATA"] == "1" else None
        settings |= psa.environment(settings) if psa else {}
        with stage("database") as current:
            current.result = servers.described()
            programs = [*_server_programs(servers), *_demo_programs(psa), *_app_programs(processes)]
        folder.write_env(settings)
        supervisor = Supervisor(folder.log, sockets, programs)
        return cls(folder, servers, supervisor, processes, settings, secrets.token_hex(16))

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run the supervisor during the block, then end it and all its processes."""
        self.folder.record_run(Run(self.token, os.getpid()))
        try:
            self.supervisor.start(self._environment())
            yield
        except interruption.Interrupted:
            with suppress(OSError):  # the terminal may be gone
                say("\nStopping …")
            raise
        finally:
            interruption.ignore()
            self.supervisor.end()
            orphans.end(self.folder.path, self.token)
            self.folder.forget_run()

    def bring_up(self) -> list[str]:
        """Start the servers, migrate, start the app and add demo data; returns the lines about demo logins.

        The demo data is created while the process types start, because both spend their first seconds on imports.
        """
        one_off = OneOff(self._environment(), self.folder.log)
        logins: list[str] = []
        with stage("servers"):
            self._await_servers()
        if procfile.RELEASE in self.processes:
            with stage("migrations"):
                one_off.release(self.processes[procfile.RELEASE])
        self.supervisor.start_app()
        if self.settings.get("DEMO_DATA") == "1":
            with stage("demo data"):
                one_off.seed_demo()
                logins = one_off.demo_logins()
        with stage("processes") as current:
            readiness.wait(int(self.settings["PORT"]), self.supervisor, self.folder.log)
            current.result = ", ".join(self._app_names())
        return logins

    def welcome(self, logins: list[str], *, is_usual_port: bool) -> None:
        """Print the address, the demo logins and how to end FlowPilot."""
        address = self.settings["PUBLIC_URL"]
        self.folder.record_run(Run(self.token, os.getpid(), address))
        note = "" if is_usual_port else f"   (port {ports.USUAL_WEB} is taken by another program)"
        say(f"\nFlowPilot is ready: {address}{note}\n")
        for line in logins:
            say(f"  {line}".rstrip())
        say(f"\nCtrl-C ends everything; data and logs stay in {_short(self.folder.path)}.\n")

    def followed(self) -> LogFollower:
        """Follow the logs from now on.  Call it before `welcome`, so that the first request is shown too."""
        return LogFollower(self.folder.log, self._app_names())

    def follow(self, follower: LogFollower, parent: interruption.Parent) -> None:
        """Show the log until asked to end.  Raises SetupProblem `supervisor_died`."""
        while not parent.is_gone():
            interruption.check()
            follower.show_new_lines()
            follower.show_restarts(self.supervisor.process_types())
            self.supervisor.require_alive()
            time.sleep(_BETWEEN_LOOKS)

    def _await_servers(self) -> None:
        if self.servers.postgres:
            self.servers.postgres.complete(lambda: self.supervisor.is_trying("postgres"))
        if self.servers.redis:
            self.servers.redis.wait(lambda: self.supervisor.is_trying("redis"))

    def _app_names(self) -> list[str]:
        return [name for name in self.processes if name != procfile.RELEASE]

    def _environment(self) -> dict[str, str]:
        """The environment of every process of the run, with the token that identifies processes left behind."""
        inherited = {name: value for name, value in os.environ.items() if name not in _NOT_HANDED_ON}
        own = {
            orphans.TOKEN: self.token,
            "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "VIRTUAL_ENV": str(VENV),
            "PYTHONUNBUFFERED": "1",
        }
        return inherited | self.settings | own


def _settings(folder: DataFolder, servers: Servers, port: int) -> dict[str, str]:
    """Our settings and those that the person added to the `env` file; the environment overrides the file."""
    ours = servers.environment(os.environ, port=port)
    ours["DEMO_DATA"] = os.environ.get("DEMO_DATA", "").strip() or "1"
    found = folder.read_env()
    added = {name: os.environ.get(name, found[name]) for name in found if name not in servers.MANAGED}
    return ours | added


def _server_programs(servers: Servers) -> list[Program]:
    """PostgreSQL starts first and ends last; SIGINT makes it shut down fast."""
    programs = []
    if servers.postgres:
        command = servers.postgres.prepare()
        programs.append(
            Program(name="postgres", command=command, priority=10, at_once=True, stopsignal="INT", stopwaitsecs=30)
        )
    if servers.redis:
        programs.append(Program(name="redis", command=servers.redis.prepare(), priority=20, at_once=True))
    return programs


def _demo_programs(psa: DemoPsa | None) -> list[Program]:
    return [Program(name="psa", command=psa.command, priority=25, at_once=True)] if psa else []


def _app_programs(processes: dict[str, str]) -> list[Program]:
    return [Program.of_procfile(name, line) for name, line in processes.items() if name != procfile.RELEASE]


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    exit_with(main)
