"""Ends processes that an earlier run left behind when somebody ended `make run` with kill -9.

A process is ours only if the run's token is in its environment, or if it is a server that works in this data folder.
A process id from a file is not trusted, because another process may have it by now.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil

TOKEN = "FLOWPILOT_RUN"
"""The variable with the token that all processes of one run have in their environment."""

_SERVERS = {"postgres": "postgres", "redis-server": "redis"}
"""Both overwrite their environment with their process title, so we recognise them by their working folder."""
_SECONDS_TO_OBEY = 30.0


def end(data: Path, token: str | None) -> int:
    """End the processes of the data folder and of the run with `token`; returns how many there were.

    Parents are asked first, because a supervisor that is still running ends its children in the right order.
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
    """The processes other than this one that belong to the data folder or have the token."""
    mine = (process for process in psutil.process_iter() if process.pid != os.getpid())
    return [process for process in mine if _is_stray(process, data, token)]


def _is_stray(process: psutil.Process, data: Path, token: str | None) -> bool:
    """Whether the process is ours.  A process that this user may not inspect does not count."""
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
    """Ask the processes `some` to end and wait for all of `awaited`; returns those that are still running.

    PostgreSQL gets SIGINT, its fast shutdown; with SIGTERM it would wait for its clients.
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
    """Send a signal.  psutil compares the start time too, so a process that reuses the id does not get it."""
    try:
        process.send_signal(what)
    except psutil.Error:
        return


def _forget_postmaster(data: Path) -> None:
    """Delete the stale pid file: if another process has that id now, PostgreSQL would refuse to start."""
    try:
        (data / "postgres" / "postmaster.pid").unlink(missing_ok=True)
    except NotADirectoryError:
        return
