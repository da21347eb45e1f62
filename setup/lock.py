"""`make lock`: write requirements.lock anew from pyproject.toml, with hashes, for every platform; the bench's too.

The resolver has an environment of its own in the cache, so that it is no dependency of ours.  Extras are kept in the
lock: older pips take `coverage==…` for no pin of `coverage[toml]` and refuse to install a newer one without a hash.
"""

from __future__ import annotations

import subprocess
import sys
import venv

from setup.paths import CACHE, ROOT
from setup.problems import SetupProblem, exit_with
from setup.progress import say, stage

_RESOLVER = CACHE / "resolver"
_UV = _RESOLVER / "bin" / "uv"
_COMPILE = (
    *(_UV, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-strip-extras", "--no-annotate", "--custom-compile-command", "make lock"),
)
_LOCKS = {
    "pyproject.toml --extra dev": "requirements.lock",
    "tests/bench/peers/requirements.in": "tests/bench/peers/requirements.lock",
}


def main() -> int:
    """Arguments are handed to the resolver: `make lock ARGS="--upgrade-package flask"`."""
    with stage("resolver"):
        _ensure_resolver()
    for wanted, lock in _LOCKS.items():
        if subprocess.run((*_COMPILE, *wanted.split(), "-o", lock, *sys.argv[1:]), cwd=ROOT, check=False).returncode:
            raise _unchanged(f"The resolver found no set of versions for {lock}")
    say("The lock files are written; the next `make run`, `make test` or `make bench` installs them.")
    return 0


def _ensure_resolver() -> None:
    if not _UV.exists():
        venv.create(_RESOLVER, with_pip=True, clear=True)
        installer = (_RESOLVER / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", "uv")
        if subprocess.run(installer, check=False).returncode:
            raise _unchanged("The resolver could not be installed")


def _unchanged(why: str) -> SetupProblem:
    return SetupProblem("lock_failed", f"{why} (see above). requirements.lock is unchanged.")


if __name__ == "__main__":
    exit_with(main)
