"""The supervisor (`supervisor` of the Python package index) that owns the servers and every process type.

This module has its configuration, its start and end, and queries to it.  `servers` and `procfile` say which programs
it runs; `run` puts them together.
"""

from __future__ import annotations

import resource
import shlex
import signal
import subprocess
import sys
import xmlrpc.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from supervisor.states import ProcessStates  # type: ignore[import-untyped]
from supervisor.xmlrpc import SupervisorTransport  # type: ignore[import-untyped]

from setup.data_folder import write_private
from setup.paths import ROOT
from setup.problems import SetupProblem
from setup.supervision import child_process

APP = "app"
"""The group of the Procfile's process types; they start and end side by side."""

_OPEN_FILES = 8192
"""How many files a process may open: each open stream is one."""
_SECONDS_TO_STOP = 60
_SECONDS_TO_SETTLE = 5
"""A process type that has lasted this long has done its imports and is up."""

_HEAD = """\
[supervisord]
nodaemon = true
silent = true
logfile = {log}/supervisord.log
pidfile = {sockets}/supervisord.pid
childlogdir = {log}
directory = {root}
minfds = {files}

[unix_http_server]
file = {socket}
chmod = 0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""

_PROGRAM = """
[program:{name}]
command = {command}
directory = {root}
priority = {priority}
autostart = {autostart}
autorestart = true
startsecs = {startsecs}
startretries = 1000000
stopsignal = {stopsignal}
stopwaitsecs = {stopwaitsecs}
killasgroup = true
redirect_stderr = true
stdout_logfile = {name}.log
stdout_logfile_maxbytes = 10MB
stdout_logfile_backups = 1
"""


@dataclass(frozen=True, kw_only=True)
class Program:
    """One program under the supervisor.  A lower `priority` starts earlier and ends later; times are seconds."""

    name: str
    command: list[str]
    priority: int
    at_once: bool = False
    stopsignal: str = "TERM"
    stopwaitsecs: int = 20

    @classmethod
    def of_procfile(cls, name: str, line: str) -> Program:
        """A process type.  `exec` replaces the shell, so that signals reach the process itself."""
        return cls(name=name, command=["/bin/sh", "-c", f"exec {line}"], priority=30)

    def section(self) -> str:
        """The program's section of the configuration.  The app's types count as started only after their imports.

        The log file's name is relative, because supervisor expands percent signs in it twice.
        """
        return _PROGRAM.format(
            name=self.name,
            command=_escaped(shlex.join(self.command)),
            root=_escaped(str(ROOT)),
            priority=self.priority,
            autostart="true" if self.at_once else "false",
            startsecs=1 if self.at_once else _SECONDS_TO_SETTLE,
            stopsignal=self.stopsignal,
            stopwaitsecs=self.stopwaitsecs,
        )


@dataclass(frozen=True)
class ProcessType:
    """The state of a process type.  `started_at` is in seconds since the epoch, 0 before the first start."""

    name: str
    started_at: int
    is_up: bool


@dataclass
class Supervisor:
    """One supervisor over `programs`; its socket is private to the run."""

    log: Path
    sockets: Path
    programs: list[Program]
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self, env: Mapping[str, str]) -> None:
        """Start the supervisor and the programs with `at_once`.  It ends in order if this process dies."""
        file = self.sockets / "supervisord.conf"
        write_private(file, self._configuration())
        command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(file)]
        output = self.log / "supervisord.out"
        output.unlink(missing_ok=True)
        self._process = child_process.start(command, log=output, cwd=self.log, env=env, stop_signal=signal.SIGTERM)

    def start_app(self) -> None:
        """Start the Procfile's process types, without waiting for them."""
        self._rpc.startProcessGroup(APP, False)

    def end(self) -> None:
        """End everything: the app's process types side by side, then Redis, then PostgreSQL."""
        if self._process is not None:
            child_process.end(self._process, signal.SIGTERM, seconds=_SECONDS_TO_STOP)

    def require_alive(self) -> None:
        """Raises SetupProblem `supervisor_died` if the supervisor never started or was ended by somebody else."""
        if self._process is None or self._process.poll() is not None:
            said = (self.log / "supervisord.out").read_text(errors="replace").strip()
            raise SetupProblem(
                "supervisor_died",
                "The supervisor ended, not by us, so everything was stopped. The data is kept; run again. Its log:"
                f" {self.log / 'supervisord.log'}. {said[-400:]}",
            )

    def is_trying(self, name: str) -> bool:
        """Whether the program runs or is starting.  Raises SetupProblem `supervisor_died`."""
        self.require_alive()
        try:
            state = self._rpc.getProcessInfo(name)["state"]
        except OSError:
            return True  # its socket is not there yet
        return state in (ProcessStates.STARTING, ProcessStates.RUNNING)

    def process_types(self) -> list[ProcessType]:
        """The states of the Procfile's process types; empty while the supervisor starts or ends."""
        try:
            found = cast("list[dict[str, Any]]", self._rpc.getAllProcessInfo())
        except (OSError, xmlrpc.client.Fault):
            return []
        return [
            ProcessType(info["name"], info["start"], is_up=info["state"] == ProcessStates.RUNNING)
            for info in found
            if info["group"] == APP
        ]

    @property
    def _rpc(self) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport).supervisor

    @property
    def _socket(self) -> Path:
        return self.sockets / "supervisor.sock"

    def _configuration(self) -> str:
        head = _HEAD.format(
            log=_escaped(str(self.log)),
            sockets=_escaped(str(self.sockets)),
            socket=_escaped(str(self._socket)),
            root=_escaped(str(ROOT)),
            files=_open_files(),
        )
        app = ",".join(program.name for program in self.programs if not program.at_once)
        sections = (program.section() for program in self.programs)
        return head + "".join(sections) + f"\n[group:{APP}]\nprograms = {app}\npriority = 30\n"


def _open_files() -> int:
    """The number of files we want, or the system's limit if that is lower."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)


def _escaped(text: str) -> str:
    """Escape percent signs, which begin an expansion in the supervisor's configuration."""
    return text.replace("%", "%%")
