"""Build the SPA: web/spa into web/static, only when the content of its sources changed.

As a script: `spa.py` builds.  The checks of the SPA are in `checks`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from setup import nodejs
from setup.paths import CACHE, ROOT, exclusively
from setup.problems import SetupProblem, exit_with
from setup.progress import Stage, stage

SOURCES = ROOT / "web" / "spa"
_OUTPUT = ROOT / "web" / "static"
_BUILT_FROM = CACHE / "spa-built-from"
_INSTALLED_FROM = SOURCES / "node_modules" / ".installed-from"
_NOT_SOURCES = {"node_modules", "dist", "coverage", "test-results", ".vite"}


def ensure_built() -> None:
    """Build the SPA if its sources have changed since the last build, or if there is none.

    Raises SetupProblem `no_network`, `node_failed`.
    """
    with exclusively("spa"), stage("interface") as current:
        wanted = _hash_of_sources()
        if (_OUTPUT / "index.html").exists() and _read(_BUILT_FROM) == wanted:
            current.result = "up to date"
        else:
            _build(current)
            _BUILT_FROM.write_text(wanted)
            current.result = "built"


def installed() -> nodejs.Node:
    """Install the lock file's packages if they have changed, and return the Node that runs the SPA's scripts.

    Checks that run side by side all call this.  npm empties the folder first, so only one of them may install at a
    time.
    """
    node = nodejs.find()
    with exclusively("spa-packages"):
        wanted = hashlib.sha256((SOURCES / "package-lock.json").read_bytes()).hexdigest()
        if _read(_INSTALLED_FROM) != wanted:
            node.install(SOURCES)
            _INSTALLED_FROM.parent.mkdir(exist_ok=True)
            _INSTALLED_FROM.write_text(wanted)
    return node


def _build(current: Stage) -> None:
    current.busy("building")
    installed().run_npm("run", "--silent", "build", cwd=SOURCES)
    if not (_OUTPUT / "index.html").exists():
        raise SetupProblem("node_failed", f"The build of {SOURCES} wrote no {_OUTPUT / 'index.html'}.")


def _hash_of_sources() -> str:
    digest = hashlib.sha256()
    for file in _sources():
        digest.update(f"{file.relative_to(SOURCES)}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(SOURCES):
        folders[:] = sorted(set(folders) - _NOT_SOURCES)
        yield from (Path(folder) / name for name in sorted(files))


def _read(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def main() -> int:
    ensure_built()
    return 0


if __name__ == "__main__":
    exit_with(main)
