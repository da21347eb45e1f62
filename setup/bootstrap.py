"""Where every make target begins: the right Python, then the environment, then the command itself.

    python3 -m setup.bootstrap COMMAND [ARGUMENT ...]      (in the checkout's folder)

Python 3.6 can parse this module, so that an old Python prints a message and not a SyntaxError; until the version is
checked, it imports no other module of ours.  Standard library only.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWEST_TRIED = 14
COMMANDS = {
    "run": ("setup.run",),
    "test": ("setup.checks", "lint", "types", "pytest", "--"),
    "fuzz": ("setup.checks", "fuzz", "--"),
    "lint": ("setup.checks", "lint"),
    "types": ("setup.checks", "types"),
    "build": ("setup.spa",),
    "chaos": ("tests.chaos",),
    "tenancy": ("tests.tenancy",),
    "bench": ("tests.bench",),
    "evals": ("tests.evals",),
    "mutants": ("tests.mutants",),
    "psql": ("setup.servers.consoles", "psql"),
    "redis-cli": ("setup.servers.consoles", "redis-cli"),
    "lock": ("setup.lock",),
}


def main() -> int:
    if sys.version_info < OLDEST:
        return _with_newer_python()
    command = COMMANDS.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if command is None:
        sys.stderr.write("usage: python -m setup.bootstrap {" + "|".join(COMMANDS) + "} [ARGUMENT ...]\n")
        return 2
    return _in_environment(command[0], list(command[1:]) + sys.argv[2:])


def _with_newer_python() -> int:
    """Run this again with a newer Python if one is on PATH (`python3.12`, …); otherwise say what is missing."""
    for minor in range(NEWEST_TRIED, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(newer, [newer, "-m", "setup.bootstrap", *sys.argv[1:]])
    this = ".".join(str(part) for part in sys.version_info[:3])
    sys.stderr.write(
        f"\nFlowPilot needs Python 3.11 or newer; {sys.executable} is {this}. Nothing was changed. Install a newer one,"
        " or name the one to use: make run PYTHON=/path/to/python3.12  [old_python]\n"
    )
    return 1


def _in_environment(module: str, arguments: "list[str]") -> int:
    """Replace this process by the environment's Python running `module`, so that signals reach the command itself."""
    from setup import environment, interruption
    from setup.paths import ROOT

    interruption.listen()
    python = str(environment.ensure())
    # Without byte code files, each process would compile every module again, which takes most of its start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.chdir(str(ROOT))  # where `-m` finds our packages
    os.execv(python, [python, "-m", module, *arguments])


if __name__ == "__main__":
    if sys.version_info >= OLDEST:
        from setup.problems import exit_with

        exit_with(main)
    sys.exit(main())
