"""How PostgreSQL, which refuses to run as root, is run when we are root.

First choice: a user namespace in which root is called nobody; no new user, no changed permission, also below a 0700
home.  Where those are forbidden (most containers): the user nobody itself, if it can reach everything.
An ordinary user needs none of this: `Lowered.prefix` is then empty.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from as_nobody import NOBODY
from places import DEV
from problems import SetupProblem

_NAMESPACE = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
_AS_NOBODY = (sys.executable, str(DEV / "as_nobody.py"))


@dataclass(frozen=True)
class Lowered:
    """`prefix` goes before a command line; `owner` is the user id its files must belong to, where not ours."""

    prefix: tuple[str, ...] = ()
    owner: int | None = None

    def give(self, *paths: Path) -> None:
        """Make the files belong to whoever the command will be."""
        if self.owner is not None:
            for path in paths:
                os.chown(path, self.owner, self.owner)


def for_server(program: Path, folder: Path) -> Lowered:
    """How to run `program` over `folder`, which exists already, as somebody who is not root.

    Raises SetupProblem `needs_ordinary_user` where neither way is open.
    """
    if os.geteuid() != 0:
        return Lowered()
    if folder.stat().st_uid != NOBODY and _runs(*_NAMESPACE, str(program), "--version"):
        return Lowered(_NAMESPACE)
    _let_through(folder.parent)
    if _runs(*_AS_NOBODY, "/bin/ls", str(folder.parent / "lock")) and _runs(*_AS_NOBODY, str(program), "--version"):
        return Lowered(_AS_NOBODY, NOBODY)
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
    """Nobody may pass through the data folder, not look into it; what is private in it is a file of mode 0600."""
    data_folder.chmod(data_folder.stat().st_mode | 0o011)
