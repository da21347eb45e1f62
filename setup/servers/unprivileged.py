"""How to run PostgreSQL when we are root, because PostgreSQL refuses to run as root.

The first choice is a user namespace in which root has the user id of nobody.  It needs no new user and no changed
permission, and works below a home of mode 0700.  Where namespaces are forbidden (most containers), PostgreSQL runs as
the user nobody, if that user can reach the program and the data.  Otherwise `UnprivilegedUser.prefix` is empty.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from setup.problems import SetupProblem
from setup.servers import drop_root
from setup.servers.drop_root import NOBODY

_NAMESPACE = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
_AS_NOBODY = (sys.executable, drop_root.__file__)


@dataclass(frozen=True)
class UnprivilegedUser:
    """`prefix` goes before a command line; `owner` is the user id that must own its files, if not ours."""

    prefix: tuple[str, ...] = ()
    owner: int | None = None

    def chown(self, *paths: Path) -> None:
        """Make the files belong to the user that the command runs as."""
        if self.owner is not None:
            for path in paths:
                os.chown(path, self.owner, self.owner)


def for_server(program: Path, folder: Path) -> UnprivilegedUser:
    """How to run `program` over `folder`, which exists already, as a user other than root.

    Raises SetupProblem `needs_ordinary_user` if neither way works.
    """
    if os.geteuid() != 0:
        return UnprivilegedUser()
    if folder.stat().st_uid != NOBODY and _runs(*_NAMESPACE, str(program), "--version"):
        return UnprivilegedUser(_NAMESPACE)
    _let_through(folder.parent)
    if _runs(*_AS_NOBODY, "/bin/ls", str(folder.parent / "lock")) and _runs(*_AS_NOBODY, str(program), "--version"):
        return UnprivilegedUser(_AS_NOBODY, NOBODY)
    raise SetupProblem(
        "needs_ordinary_user",
        "PostgreSQL does not run as root; here user namespaces are forbidden, and the user nobody cannot reach"
        f" {program.parent} or {folder}. Nothing is lost. Run make as an ordinary user, or move the checkout to a"
        " folder that everyone may enter, or use a PostgreSQL of your own: set DATABASE_URL and DATABASE_OWNER_URL.",
    )


def _runs(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=30).returncode == 0
    except FileNotFoundError:
        return False


def _let_through(data_folder: Path) -> None:
    """Let other users pass through the data folder without listing it; its private files have mode 0600."""
    data_folder.chmod(data_folder.stat().st_mode | 0o011)
