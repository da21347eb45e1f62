"""Where every make target begins: the right Python, then the environment, then the command itself.

    python3 .dev/bootstrap.py COMMAND [ARGUMENT ...]

Readable by any Python 3.6 or newer up to the version check, so that an old one gets a sentence and not a
SyntaxError; hence no import of the modules beside it before that.  Standard library only.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWEST_TRIED = 14
COMMANDS = {
    "run": ("run.py",),
    "test": ("checks.py", "lint", "types", "pytest", "--"),
    "fuzz": ("checks.py", "fuzz", "--"),
    "lint": ("checks.py", "lint"),
    "types": ("checks.py", "types"),
    "build": ("spa.py",),
    "chaos": ("harness.py", "tests.chaos"),
    "tenancy": ("harness.py", "tests.tenancy"),
    "bench": ("harness.py", "tests.bench"),
    "mutants": ("harness.py", "tests.mutants"),
    "psql": ("consoles.py", "psql"),
    "redis-cli": ("consoles.py", "redis-cli"),
    "lock": ("lock.py",),
}


def main() -> int:
    if sys.version_info < OLDEST:
        return _with_newer_python()
    command = COMMANDS.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if command is None:
        sys.stderr.write("usage: bootstrap.py {" + "|".join(COMMANDS) + "} [ARGUMENT ...]\n")
        return 2
    return _in_environment(command[0], list(command[1:]) + sys.argv[2:])


def _with_newer_python() -> int:
    """Become a newer Python where one runs under its own name; else say what is missing."""
    for minor in range(NEWEST_TRIED, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(newer, [newer, *sys.argv])
    this = ".".join(str(part) for part in sys.version_info[:3])
    sys.stderr.write(
        f"\nFlowPilot needs Python 3.11 or newer; {sys.executable} is {this}. Nothing was changed. Install a newer one,"
        " or name the one to use: make run PYTHON=/path/to/python3.12  [old_python]\n"
    )
    return 1


def _in_environment(script: str, arguments: "list[str]") -> int:
    """Become the environment's Python running `script`: one process, so that a signal to it reaches the command."""
    import environment
    import interruption
    from places import DEV

    interruption.listen()
    python = str(environment.ensure())
    # Each process would compile every module again: most of its start, of the many that run and test begin.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.execv(python, [python, str(DEV / script), *arguments])


if __name__ == "__main__":
    if sys.version_info >= OLDEST:
        from problems import exit_with

        exit_with(main)
    sys.exit(main())
