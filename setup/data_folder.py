"""The data folder (FLOWPILOT_DATA, `.data/` by default): its lock, its secrets, its `env` file.

    secrets.json       passwords and keys, generated once and never replaced
    env                settings for the commands, written at each start
    postgres/, redis/  the servers' own data
    log/               one file for each process
    run/, run.json     sockets and process id of the current run

`setup.servers` holds the servers themselves; `setup.servers.plan` decides which of them to start.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values

from setup.paths import ROOT
from setup.problems import SetupProblem

LONGEST_SOCKET_PATH = 107
"""Bytes in a Unix socket's address on Linux (103 on macOS)."""
_SOCKETS_PREFIX = "flowpilot-"
_LONGEST_SOCKET_NAME = len("/supervisor.sock.4194304")

_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./-]*")

_ENV_HEAD = """\
# Where this folder's FlowPilot is.  `make run` writes these lines anew at each start; `flask --app web …` reads them.
# A variable of another name that you add is kept, and given to the app.
"""


@dataclass(frozen=True, repr=False)
class Secrets:
    """The passwords and keys of a data folder, generated once.  Without them the data cannot be read."""

    superuser_password: str
    owner_password: str
    app_password: str
    redis_password: str
    secret_key: str
    encryption_keys: str

    @classmethod
    def generate(cls) -> Secrets:
        """Generate new secrets; the two that production must refuse begin with `dev-`."""
        return cls(
            superuser_password=secrets.token_hex(24),
            owner_password=secrets.token_hex(24),
            app_password=secrets.token_hex(24),
            redis_password=secrets.token_hex(24),
            secret_key=f"dev-{secrets.token_hex(32)}",
            encryption_keys=f"dev-k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
        )


@dataclass(frozen=True)
class Run:
    """A run of `make run` that has not cleaned up yet; all its processes have `token` in their environment."""

    token: str
    pid: int
    address: str | None = None


class DataFolder:
    """One data folder.  To write in it, get it from `claimed`, which locks it; create it directly only to read."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.env_file = self.path / "env"
        self.log = self.path / "log"
        self._secrets_file = self.path / "secrets.json"
        self._run_file = self.path / "run.json"

    def secrets(self) -> Secrets:
        """The folder's secrets, generated if there are none yet.

        Raises SetupProblem `broken_data_folder` if they are lost but a database needs them.
        """
        if self._secrets_file.exists():
            return self._read_secrets()
        if (self.path / "postgres").exists():
            raise self._lost_secrets("is missing")
        made = Secrets.generate()
        write_private(self._secrets_file, json.dumps(asdict(made), indent=2) + "\n")
        return made

    def _read_secrets(self) -> Secrets:
        try:
            found = json.loads(self._secrets_file.read_text())
            return Secrets(**{field.name: str(found[field.name]) for field in fields(Secrets)})
        except (ValueError, KeyError, TypeError, PermissionError) as error:
            raise self._lost_secrets("cannot be read") from error

    def _lost_secrets(self, how: str) -> SetupProblem:
        return SetupProblem(
            "broken_data_folder",
            f"{self._secrets_file} {how}, and with it the passwords and keys of the database beside it. Nothing was"
            f" changed. Put the file back from a copy, or start with new data: move {self.path} away and run again.",
        )

    def read_env(self) -> dict[str, str]:
        """The variables of the `env` file; empty if there is no file.  Raises SetupProblem `broken_data_folder`."""
        try:
            text = self.env_file.read_text()
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError) as error:
            raise SetupProblem(
                "broken_data_folder",
                f"{self.env_file} cannot be read ({error.__class__.__name__}). Nothing was changed. Remove that file:"
                " `make run` writes it anew, and the data does not depend on it.",
            ) from error
        found = dotenv_values(stream=StringIO(text), interpolate=False)
        return {name: value for name, value in found.items() if value}

    def write_env(self, values: Mapping[str, str]) -> None:
        """Replace the `env` file in one step; nobody else may read it at any time."""
        draft = self.path / "env.draft"
        lines = (f"{name}={_quoted(value)}\n" for name, value in values.items())
        write_private(draft, _ENV_HEAD + "".join(lines))
        draft.rename(self.env_file)

    def unfinished_run(self) -> Run | None:
        """The run that uses this folder, or an earlier one that did not clean up."""
        try:
            return Run(**json.loads(self._run_file.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def record_run(self, run: Run) -> None:
        """Record the run, for a second `make run` and for the clean-up after a kill -9."""
        draft = self._run_file.with_suffix(".draft")
        write_private(draft, json.dumps(asdict(run)) + "\n")
        draft.rename(self._run_file)

    def forget_run(self) -> None:
        """Delete the record of the run, which has ended and left no process."""
        self._run_file.unlink(missing_ok=True)


@contextmanager
def claimed(path: Path) -> Iterator[DataFolder]:
    """The data folder, created if it is missing and locked for the block; the kernel unlocks it even after a kill -9.

    Raises SetupProblem `already_running` with the address, or `no_data_folder`.
    """
    folder = DataFolder(path)
    _make(folder.path)
    with (folder.path / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _already_running(folder) from None
        yield folder


def _make(path: Path) -> None:
    try:
        if not path.exists():
            path.mkdir(mode=0o700, parents=True)
        (path / "log").mkdir(exist_ok=True)
    except OSError as error:
        raise SetupProblem(
            "no_data_folder",
            f"{path} cannot be used as the data folder: {error.strerror}. Nothing was changed. Name another one in"
            " FLOWPILOT_DATA, or give this one to the user who runs make.",
        ) from error


def _already_running(folder: DataFolder) -> SetupProblem:
    run = folder.unfinished_run()
    where = f"at {run.address} " if run and run.address else ""
    who = f"(process {run.pid}) " if run else ""
    return SetupProblem(
        "already_running",
        f"FlowPilot is already running {where}{who}over the data folder {folder.path}. Nothing was changed. Use that"
        " one, end it with Ctrl-C where it runs, or set FLOWPILOT_DATA to another folder for a second one.",
    )


@contextmanager
def socket_folder(folder: DataFolder) -> Iterator[Path]:
    """A private folder for the run's Unix sockets: `run` in the data folder or, where that path is too long, in /tmp.

    If it is in /tmp, `run` is a link to it, so that the next run can remove the folder of a run that was killed.
    """
    inside = folder.path / "run"
    _remove(inside)
    if len(os.fsencode(inside)) + _LONGEST_SOCKET_NAME <= LONGEST_SOCKET_PATH:
        inside.mkdir(mode=0o700)
        sockets = inside
    else:
        sockets = Path(tempfile.mkdtemp(prefix=_SOCKETS_PREFIX, dir="/tmp"))
        inside.symlink_to(sockets)
    try:
        yield sockets
    finally:
        _remove(inside)


def _remove(inside: Path) -> None:
    """Remove `run` and the folder it links to, but only if that folder is one of ours."""
    if inside.is_symlink():
        linked = inside.readlink()
        if str(linked).startswith(f"/tmp/{_SOCKETS_PREFIX}") and linked.parent == Path("/tmp"):
            shutil.rmtree(linked, ignore_errors=True)
        inside.unlink()
    else:
        shutil.rmtree(inside, ignore_errors=True)


def from_environment() -> Path:
    """FLOWPILOT_DATA, or `.data` in the checkout."""
    return ROOT / (os.environ.get("FLOWPILOT_DATA", "").strip() or ".data")


def _quoted(value: str) -> str:
    """The value as python-dotenv reads it; without quotes where possible, so that a shell can read the file too."""
    if _PLAIN.fullmatch(value):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def write_private(file: Path, text: str) -> None:
    """Write a file that nobody else may read, not even for a moment."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(text)
