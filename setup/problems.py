"""Problems that stop the set-up and that the person can fix.

The message of a SetupProblem is printed as it is, by `exit_with`.  The modules that find a problem raise it.
Standard library only.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from typing import NoReturn

from setup.interruption import Interrupted

INTERRUPTED = 130
"""Exit code of a command that Ctrl-C ended: 128 + SIGINT, as in shells."""


class SetupProblem(Exception):
    """Something that the person can fix.

    `code` is stable snake_case; `message` is one paragraph: what is wrong, what is kept, what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = " ".join(message.split())


def exit_with(main: Callable[[], int]) -> NoReturn:
    """Run `main` and end the process with its exit code; a problem is printed as a paragraph, not as a traceback."""
    try:
        sys.exit(main())
    except SetupProblem as problem:
        _tell(problem)
    except OSError as error:
        _tell(_from_system(error))
    except (Interrupted, KeyboardInterrupt):
        sys.exit(INTERRUPTED)


def _tell(problem: SetupProblem) -> NoReturn:
    sys.stdout.flush()
    sys.stderr.write(f"\n{problem.message}  [{problem.code}]\n")
    sys.exit(1)


def _from_system(error: OSError) -> SetupProblem:
    """The problem that an OSError stands for, if the person can fix it.  Any other error is raised again."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SetupProblem(
            "disk_full", f"The disk is full ({_place(error)}). Nothing was deleted: make room, then again."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return SetupProblem(
            "no_permission",
            f"This user may not write {_place(error)}. Nothing was changed there: give the folder to the user who runs"
            " make, or point FLOWPILOT_DATA at a folder of theirs.",
        )
    raise error


def _place(error: OSError) -> str:
    return str(error.filename) if error.filename else (error.strerror or "the disk")
