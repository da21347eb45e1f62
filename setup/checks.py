"""`make test`, `make lint`, `make types`: runs the named stages of checks.

    python -m setup.checks STAGE [STAGE ...] [-- ARGUMENT FOR PYTEST ...]

Linters and type checkers run side by side; if one fails, pytest does not start.  The SPA's own tests run as one of
pytest's tests.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from setup import audit, commands, interruption, spa
from setup.browser import chromium
from setup.paths import ROOT, VENV
from setup.problems import INTERRUPTED, exit_with
from setup.progress import say, stage
from setup.servers import embedded
from setup.supervision import child_process

_SECONDS_TO_TIDY_UP = 60.0
_NAME_WIDTH = 14
_AT_ONCE = 3
"""How many checks run side by side: one more than two cores, because some checks wait for the network."""
_FUZZ_CASES = 10_000
_FUZZ_KINDS = 100
"""About fifty operations, each once with valid and once with invalid input."""
_SIDE_BY_SIDE = (
    "--numprocesses",
    str(min(4, 1 + (os.cpu_count() or 1))),
    "--dist",
    "loadscope",
    "--no-loadscope-reorder",
)
"""One more test process than cores, because some tests wait.  More would gain little, and each needs a database."""
_ONCE_MORE = ("--reruns", "1", "-rR")
"""A test that fails runs once more, and is named in the summary if it then passes (docs/adr/0055)."""

Check = Callable[[], tuple[int, str]]
"""A check, which returns its exit code and its output."""
Checks = Mapping[str, Check]


def main() -> int:
    """Returns the exit code of the first stage that fails, or 0."""
    interruption.listen()
    names, arguments = _split(sys.argv[1:])
    try:
        code = _check({name: _CHECKS[name]() for name in names if name in _CHECKS})
        return code or next((code for name in names if name in _STAGES and (code := _STAGES[name](arguments))), 0)
    except interruption.Interrupted:
        return INTERRUPTED


def _split(given: list[str]) -> tuple[list[str], list[str]]:
    """The stages, and the arguments for pytest after `--`."""
    end = given.index("--") if "--" in given else len(given)
    return given[:end], given[end + 1 :]


def _lint() -> Checks:
    return {
        "ruff": _tool("ruff", "check", "--quiet", "."),
        "format": _tool("ruff", "format", "--check", "--quiet", "."),
        "imports": _tool("lint-imports"),
        "biome": _spa_script("lint"),
        "pip-audit": audit.python,
        "npm audit": _npm_audit,
    }


def _types() -> Checks:
    return {
        "mypy": _tool("mypy"),
        "tsc": _spa_script("types"),
    }


def _fuzz(arguments: Sequence[str]) -> int:
    """Send `--cases N` calls generated from the OpenAPI document, half of them invalid."""
    parser = argparse.ArgumentParser(prog="make fuzz", allow_abbrev=False)
    parser.add_argument("--cases", type=int, default=_FUZZ_CASES, help="how many calls to draw")
    cases = parser.parse_args(arguments).cases
    os.environ["FUZZ_CASES"] = str(max(1, cases // _FUZZ_KINDS))
    return _pytest(["tests/contracts/test_fuzz.py", "-s", "--timeout", "0"])


def _pytest(arguments: Sequence[str]) -> int:
    """Run pytest with a browser, and with its own servers in a temporary folder."""
    say("\npytest")
    spa.ensure_built()
    with stage("browser") as current:
        browser = str(chromium.executable())
        current.result = "found"
    with (
        tempfile.TemporaryDirectory(prefix="flowpilot-test-", ignore_cleanup_errors=True) as folder,
        embedded.running(Path(folder) / "data", durable=False) as settings,
    ):
        env = {**os.environ, **settings, "FLOWPILOT_CHROMIUM": browser}
        return _run_to_its_end([str(VENV / "bin" / "pytest"), *_SIDE_BY_SIDE, *_ONCE_MORE, *arguments], env)


def _run_to_its_end(command: list[str], env: Mapping[str, str]) -> int:
    """Run the tests.  Ctrl-C reaches only this process, which sends them one SIGINT and lets them clean up."""
    child = child_process.start(command, log=None, cwd=ROOT, env=_with_tools(env), stop_signal=signal.SIGINT)
    try:
        return child.wait()
    finally:
        child_process.end(child, signal.SIGINT, seconds=_SECONDS_TO_TIDY_UP)


_CHECKS: dict[str, Callable[[], Checks]] = {"lint": _lint, "types": _types}
_STAGES: dict[str, Callable[[Sequence[str]], int]] = {"pytest": _pytest, "fuzz": _fuzz}


def _check(stages: Mapping[str, Checks]) -> int:
    """Run the checks of all `stages` side by side and report all failures; only a failed check's output is printed."""
    worst = 0
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        running = {
            name: {one: pool.submit(_timed, check) for one, check in checks.items()} for name, checks in stages.items()
        }
        for name, checks in running.items():
            say(f"\n{name}")
            for one, told in checks.items():
                worst = _tell(one, *told.result()) or worst
    return worst


def _tell(check: str, code: int, said: str, seconds: float) -> int:
    result = "failed" if code else audit.NOT_ASKED if said == audit.NOT_ASKED else "ok"
    say(f"  {check:<{_NAME_WIDTH}}{result} ({seconds:.0f} s)")
    if code:
        say(said.rstrip() + "\n")
    return code


def _timed(check: Check) -> tuple[int, str, float]:
    started = time.monotonic()
    code, said = check()
    return code, said, time.monotonic() - started


def _tool(name: str, *arguments: str) -> Check:
    return lambda: commands.run((VENV / "bin" / name, *arguments), cwd=ROOT, env=_with_tools(os.environ))


def _spa_script(name: str) -> Check:
    def check() -> tuple[int, str]:
        node = spa.installed()
        return commands.run((*node.npm, "run", "--silent", name), cwd=spa.SOURCES, env=node.environment())

    return check


def _npm_audit() -> tuple[int, str]:
    node = spa.installed()
    return audit.spa(tuple(str(part) for part in node.npm), node.environment())


def _with_tools(env: Mapping[str, str]) -> dict[str, str]:
    """`env` with the programs of .venv first on PATH."""
    path = f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
    return {**env, "PATH": path}


if __name__ == "__main__":
    exit_with(main)
