"""`make test`, `make lint`, `make types`: the stages of checking, each by name, ended by the first that fails.

    checks.py STAGE [STAGE ...] [-- ARGUMENT FOR PYTEST ...]

Linters and type checkers run side by side.  pytest is last and has the last word on the screen; the SPA's own tests
are one of its tests.
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

import audit
import chromium
import commands
import embedded
import interruption
import lifeline
import spa
from places import DEV, ROOT, VENV
from problems import INTERRUPTED, exit_with
from report import say, stage

_SECONDS_TO_TIDY_UP = 60.0
_NAME_WIDTH = 14
_AT_ONCE = 3
"""One more than the cores there are at least: some wait for the network."""
_CACHE_OF_ITS_OWN = ".mypy_cache/set-up"
"""Two runs of mypy side by side would write into one database."""
_FUZZ_CASES = 10_000
_FUZZ_KINDS = 100
"""Some fifty operations, each of the right and of the wrong kind."""
_SIDE_BY_SIDE = (
    "--numprocesses",
    str(min(4, 1 + (os.cpu_count() or 1))),
    "--dist",
    "loadscope",
    "--no-loadscope-reorder",
)
"""One more than cores, for tests that wait for processes; more gain little and cost a database each."""

Check = Callable[[], tuple[int, str]]
"""Its exit code and what it said."""
Checks = Mapping[str, Check]


def main() -> int:
    """Exit code of the first failing stage, or 0."""
    interruption.listen()
    names, arguments = _split(sys.argv[1:])
    try:
        code = _check({name: _CHECKS[name]() for name in names if name in _CHECKS})
        return code or next((code for name in names if name in _STAGES and (code := _STAGES[name](arguments))), 0)
    except interruption.Interrupted:
        return INTERRUPTED


def _split(given: list[str]) -> tuple[list[str], list[str]]:
    """The stages, and behind `--` what is meant for pytest."""
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
    scripts = sorted(str(file.relative_to(ROOT)) for file in DEV.glob("*.py"))
    return {
        "mypy": _tool("mypy"),
        "mypy set-up": _tool("mypy", "--cache-dir", _CACHE_OF_ITS_OWN, *scripts),
        "tsc": _spa_script("types"),
    }


def _fuzz(arguments: Sequence[str]) -> int:
    """`--cases N`: as many calls drawn from the OpenAPI document, half of them of the wrong kind."""
    parser = argparse.ArgumentParser(prog="make fuzz", allow_abbrev=False)
    parser.add_argument("--cases", type=int, default=_FUZZ_CASES, help="how many calls to draw")
    cases = parser.parse_args(arguments).cases
    os.environ["FUZZ_CASES"] = str(max(1, cases // _FUZZ_KINDS))
    return _pytest(["tests/contracts/test_fuzz.py", "-s", "--timeout", "0"])


def _pytest(arguments: Sequence[str]) -> int:
    """With servers of its own in a folder that is gone afterwards, and a browser."""
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
        return _run_to_its_end([str(VENV / "bin" / "pytest"), *_SIDE_BY_SIDE, *arguments], env)


def _run_to_its_end(command: list[str], env: Mapping[str, str]) -> int:
    """Ctrl-C reaches us alone; the tests then hear of it once and tidy up."""
    child = lifeline.start(command, log=None, cwd=ROOT, env=_with_tools(env), farewell=signal.SIGINT)
    try:
        return child.wait()
    finally:
        lifeline.end(child, signal.SIGINT, seconds=_SECONDS_TO_TIDY_UP)


_CHECKS: dict[str, Callable[[], Checks]] = {"lint": _lint, "types": _types}
_STAGES: dict[str, Callable[[Sequence[str]], int]] = {"pytest": _pytest, "fuzz": _fuzz}


def _check(stages: Mapping[str, Checks]) -> int:
    """Run the checks of all `stages` side by side, so that one sees all faults; only a failing one is quoted."""
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
    """The environment's programs first on PATH, and its modules of the set-up importable."""
    path = f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
    return {**env, "PATH": path, "MYPYPATH": str(DEV)}


if __name__ == "__main__":
    exit_with(main)
