"""Processes of an earlier run that outlived it (somebody ended `make run` with kill -9), and their end.

A process is ours only if it carries the run's token in its environment or is a server working in this very data
folder.  A process id from a file is never trusted: by now it may be somebody else's.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil

TOKEN = "FLOWPILOT_RUN"
"""The variable with the token that all processes of one run have in their environment."""

_SERVERS = {"postgres": "postgres", "redis-server": "redis"}
"""Both overwrite their environment with their title, so they are known by where they work."""
_SECONDS_TO_OBEY = 30.0


def end(data: Path, token: str | None) -> int:
    """End what is left over in the data folder of the run with `token`; returns how many processes there were.

    The outermost ones are asked first: a supervisor that is still there ends its own in the right order.
    """
    found = find(data, token)
    known = {process.pid for process in found}
    outermost = [process for process in found if _parent(process) not in known]
    left = _ask(outermost, awaited=found)
    left = _ask(left, awaited=left)
    for process in left:
        _send(process, signal.SIGKILL)
    psutil.wait_procs(left, timeout=5)
    _forget_postmaster(data)
    return len(found)


def find(data: Path, token: str | None) -> list[psutil.Process]:
    """The processes, but this one, that belong to the data folder or carry the token."""
    mine = (process for process in psutil.process_iter() if process.pid != os.getpid())
    return [process for process in mine if _is_stray(process, data, token)]


def _is_stray(process: psutil.Process, data: Path, token: str | None) -> bool:
    """A process that this user may not look into is not ours."""
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return _works_in(process, data) or _carries(process, token)
    except psutil.Error:
        return False


def _works_in(process: psutil.Process, data: Path) -> bool:
    folder = _SERVERS.get(process.name())
    return folder is not None and Path(process.cwd()) == data.resolve() / folder


def _carries(process: psutil.Process, token: str | None) -> bool:
    return token is not None and process.uids().real == os.getuid() and process.environ().get(TOKEN) == token


def _parent(process: psutil.Process) -> int | None:
    try:
        return process.ppid()
    except psutil.Error:
        return None


def _ask(some: list[psutil.Process], *, awaited: list[psutil.Process]) -> list[psutil.Process]:
    """Ask some to end and wait for the awaited; returns those of them that go on.

    SIGINT is PostgreSQL's fast shutdown; with SIGTERM it would wait for its clients.
    """
    for process in some:
        _send(process, signal.SIGINT if _name(process) == "postgres" else signal.SIGTERM)
    return psutil.wait_procs(awaited, timeout=_SECONDS_TO_OBEY)[1] if awaited else []


def _name(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.Error:
        return ""


def _send(process: psutil.Process, what: signal.Signals) -> None:
    """psutil checks the start time too, so that a reused process id is left alone."""
    try:
        process.send_signal(what)
    except psutil.Error:
        return


def _forget_postmaster(data: Path) -> None:
    """Nobody works in the folder now, so its pid file is stale; PostgreSQL would believe a reused process id."""
    try:
        (data / "postgres" / "postmaster.pid").unlink(missing_ok=True)
    except NotADirectoryError:
        return
