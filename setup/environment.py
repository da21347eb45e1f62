"""Creates the virtual environment in .venv, and updates it when requirements.lock has changed.

Standard library only, because this runs before the environment exists.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from setup import commands
from setup.paths import CACHE, ROOT, VENV, exclusively
from setup.problems import SetupProblem
from setup.progress import Stage, stage

PYTHON = VENV / "bin" / "python"
_LOCK = ROOT / "requirements.lock"
_MARK = VENV / "installed-from"
"""Says from which lock file and at which path the environment was installed; written when all is installed."""
_LOG = CACHE / "pip.log"
_ROOM_NEEDED = 1_500_000_000
"""Bytes free before a first install: the packages, Node among them, take about half of it."""

_NO_CONNECTION = re.compile(
    r"NameResolutionError|name resolution|NewConnectionError|ConnectTimeoutError|ProxyError|Network is unreachable"
    r"|Connection refused|ReadTimeoutError"
)


def ensure() -> Path:
    """Make the environment match the lock file; returns its Python.

    Raises SetupProblem: `no_venv`, `no_network`, `install_failed`, `disk_full`.
    """
    with exclusively("environment"):
        if _mark() != _read(_MARK):
            with stage("environment") as current:
                _renew(current)
    return PYTHON


def _renew(current: Stage) -> None:
    if not _usable():
        _require_room()
        current.busy("installing the Python packages (a minute or two)")
        _create()
    else:
        current.busy("bringing the Python packages up to date")
    _install()
    _MARK.write_text(_mark())
    current.result = "installed"


def _mark() -> str:
    """The content of the mark.  It has the path, because the scripts in .venv/bin break if the checkout is moved."""
    return f"{hashlib.sha256(_LOCK.read_bytes()).hexdigest()} {VENV}\n"


def _read(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def _usable() -> bool:
    """Whether pip can update the existing environment: its Python runs, and it was created at this path."""
    made_for = _read(_MARK).partition(" ")[2].strip()
    if made_for not in ("", str(VENV)) or not PYTHON.exists():
        return False
    return subprocess.run((PYTHON, "-m", "pip", "--version"), capture_output=True, check=False).returncode == 0


def _require_room() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < _ROOM_NEEDED:
        raise SetupProblem(
            "disk_full",
            f"The first install needs about {_ROOM_NEEDED / 1e9:.1f} GB below {ROOT}, and {free / 1e9:.1f} GB are free."
            " Nothing was changed: make room, run again.",
        )


def _create() -> None:
    """Create the environment.  Where the system's Python lacks ensurepip, the system's pip installs pip into it."""
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        venv.create(VENV, with_pip=True, symlinks=True)
    except subprocess.CalledProcessError:
        venv.create(VENV, with_pip=False, symlinks=True, clear=True)
        installer = (sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--quiet", "pip")
        if subprocess.run(installer, capture_output=True, check=False).returncode:
            shutil.rmtree(VENV)
            raise _no_venv() from None


def _no_venv() -> SetupProblem:
    return SetupProblem(
        "no_venv",
        f"{sys.executable} cannot make a virtual environment: its module ensurepip is missing. Nothing was changed."
        " Install it (Debian and Ubuntu: the package python3-venv), or name another Python: make run PYTHON=…",
    )


def _install() -> None:
    """Install the lock file's packages, with byte code, which halves the time of every later start."""
    options = ("--disable-pip-version-check", "--no-input", "--progress-bar=off", "--require-hashes")
    code, said = commands.run((PYTHON, "-m", "pip", "install", *options, "-r", _LOCK), cwd=ROOT)
    _LOG.write_text(said)
    if code:
        raise _install_problem(said)


def _install_problem(said: str) -> SetupProblem:
    if "No space left on device" in said:
        return SetupProblem(
            "disk_full", f"The disk with {VENV} is full. Make room and run again; it goes on from here."
        )
    if _NO_CONNECTION.search(said):
        return SetupProblem(
            "no_network",
            "The Python package registry cannot be reached from here, and the packages are not all installed yet. What"
            " was installed is kept; look at the network or proxy (pip config), then run again.",
        )
    errors = [line for line in said.splitlines() if line.startswith("ERROR")] or said.splitlines()[-3:]
    return SetupProblem(
        "install_failed",
        f"Installing the Python packages failed: {' '.join(errors[:3])} What was installed is kept; all that pip said"
        f" is in {_LOG}.",
    )
