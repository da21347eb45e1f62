"""Starts the Procfile's processes on a test's own servers, stops or kills them, and waits for them."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Self

from setup.paths import ROOT, VENV
from setup.supervision import child_process, procfile
from tests.support.eventually import eventually
from tests.support.own_redis import free_port

# A deploy waits no longer than this for a process to end.  It is enough on a loaded machine.
SECONDS_TO_END = 20.0
# A process imports everything and indexes the library of guides before it is ready.
SECONDS_TO_BE_READY = 120.0


class Fleet:
    """All processes get `environment`.  Each writes a log in `folder`, which `story` quotes when something is wrong.

    Used with `with`, it ends its processes also if one of them does not come up.

    A process's name is its type in the Procfile, or such a type with a suffix for a second one (`web.small`).
    """

    def __init__(
        self, environment: Mapping[str, str], folder: Path, *, commands: Mapping[str, str] | None = None
    ) -> None:
        path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
        plain = {name: value for name, value in os.environ.items() if name in ("HOME", "LANG", "TMPDIR", "TZ")}
        self._environment = {**plain, **environment, "PATH": path}
        self._folder = folder
        self._commands = procfile.commands() if commands is None else commands
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._ports: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def start(self, name: str, **variables: str) -> None:
        """Start the process, without waiting until it is up."""
        assert not self.is_running(name), f"{name} runs already"
        if name.startswith("web"):
            self._ports[name] = free_port()
            variables |= {"PORT": str(self._ports[name])}
        command = self._commands[name.partition(".")[0]]
        self.start_command(name, shlex.split(command), **variables)

    def start_command(self, name: str, command: list[str], **variables: str) -> None:
        """Start a process that is not in the Procfile, with the same environment."""
        self._processes[name] = child_process.start(
            command,
            log=self._log(name),
            cwd=ROOT,
            env={**self._environment, **variables},
            stop_signal=signal.SIGTERM,
        )

    def port(self, name: str = "web") -> int:
        return self._ports[name]

    def pid(self, name: str) -> int:
        return self._processes[name].pid

    def wait_until_ready(self, name: str = "web") -> None:
        """Until the web's `/readyz` says that everything is well."""

        def is_up_or_gone() -> bool:
            return _is_ready(self.port(name)) or not self.is_running(name)

        assert eventually(is_up_or_gone, patience=SECONDS_TO_BE_READY), self.story(name)
        assert self.is_running(name), self.story(name)

    def is_running(self, name: str) -> bool:
        return name in self._processes and self._processes[name].poll() is None

    def ensure(self, *names: str) -> None:
        """Start what an earlier test has ended."""
        for name in names:
            if not self.is_running(name):
                self.start(name)

    def kill(self, name: str) -> None:
        """SIGKILL to the process and all its children at once, as when the machine goes."""
        process = self._processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def freeze(self, name: str) -> None:
        """SIGSTOP to the process and all its children: alive, holding what it holds, and silent."""
        os.killpg(self._processes[name].pid, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        os.killpg(self._processes[name].pid, signal.SIGCONT)

    def kill_children(self, name: str) -> None:
        """SIGKILL to what the process has started, as the kernel does when memory runs out; itself it lives on."""
        pid = self._processes[name].pid
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)

    def tell_to_stop(self, name: str) -> None:
        """SIGTERM, as a deploy does; see `has_ended`."""
        self._processes[name].send_signal(signal.SIGTERM)

    def has_ended(self, name: str) -> bool:
        """Wait for the process to end.  False if it is still running after the time that a deploy waits for it."""
        return eventually(lambda: not self.is_running(name), patience=SECONDS_TO_END)

    def story(self, name: str) -> str:
        """The end of a process's log."""
        log = self._log(name)
        return f"{name}: {log.read_text(errors='replace')[-4_000:]}" if log.exists() else f"{name} said nothing"

    def end(self) -> None:
        for process in self._processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"


def _is_ready(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
