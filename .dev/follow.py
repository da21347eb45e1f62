"""The running app's log on one screen: the lines of each process type behind its name, and who was restarted."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self, TextIO

from logline import in_short
from report import say
from supervision import ProcessType

_COLOURS = ("36", "35", "33", "32", "34", "31")
_RESTARTS_ENOUGH = 3
"""A process type that ended this often without ever being up for long has said what it has to say."""
_CONTINUED = re.compile(r"\s|Traceback \(|During handling of|The above exception|$")
"""Lines that belong to the one before or after."""
_EXCEPTION = re.compile(r"[\w.]+(Error|Exception|Interrupt|Exit)\b")


class Follower:
    """Follows the log files `{name}.log` in `log` from their present ends, until the `with` block's end.

    Compact: of a traceback only its last line, and nothing more of one that keeps ending; the files have it all.
    """

    def __init__(self, log: Path, names: Iterable[str]) -> None:
        listed = list(names)
        width = max(map(len, listed), default=0)
        self._log = log
        self._prefixes = {name: _prefix(name, width, index) for index, name in enumerate(listed)}
        self._tails = {name: _Tail(log / f"{name}.log") for name in listed}
        self._started: dict[str, int] = {}
        self._restarts: dict[str, int] = dict.fromkeys(listed, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for tail in self._tails.values():
            tail.close()

    def show_new_lines(self) -> None:
        """Print what was written since the last time."""
        for name, tail in self._tails.items():
            for line in tail.new_lines():
                if self._restarts[name] < _RESTARTS_ENOUGH and not _CONTINUED.match(line):
                    say(self._prefixes[name] + in_short(line))

    def show_restarts(self, process_types: Iterable[ProcessType]) -> None:
        """Print who was started again since the last time."""
        for process_type in process_types:
            name, when = process_type.name, process_type.started_at
            if self._started.get(name, when) != when:
                self._restarts[name] += 1
                self._tell_restart(name)
            elif process_type.is_up:
                self._restarts[name] = 0
            self._started[name] = when

    def _tell_restart(self, name: str) -> None:
        file = self._log / f"{name}.log"
        if self._restarts[name] < _RESTARTS_ENOUGH:
            say(f"{self._prefixes[name]}ended and was restarted")
        elif self._restarts[name] == _RESTARTS_ENOUGH:
            say(f"{self._prefixes[name]}keeps ending and is started again and again: {gist(file)}  ({file})")


def gist(file: Path) -> str:
    """The line of a log file that most looks like the fault: the last exception, else the last line."""
    lines = [line.strip() for line in file.read_text(errors="replace").splitlines() if line.strip()]
    faults = [line for line in lines if _EXCEPTION.match(line)]
    return (faults or lines or ["it said nothing"])[-1]


class _Tail:
    """A log file's new lines; goes on in the new file when the supervisor begins one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream = self._opened()
        self._unfinished = ""
        if self._stream:
            self._stream.seek(0, os.SEEK_END)

    def new_lines(self) -> Iterator[str]:
        yield from self._read()
        if self._was_replaced():
            self.close()
            self._stream = self._opened()
            yield from self._read()

    def close(self) -> None:
        if self._stream:
            self._stream.close()

    def _read(self) -> Iterator[str]:
        text = self._unfinished + (self._stream.read() if self._stream else "")
        *complete, self._unfinished = text.split("\n")
        return iter(complete)

    def _was_replaced(self) -> bool:
        if self._stream is None:
            return True
        try:
            return self._path.stat().st_ino != os.fstat(self._stream.fileno()).st_ino
        except FileNotFoundError:
            return False

    def _opened(self) -> TextIO | None:
        return self._path.open(errors="replace") if self._path.exists() else None


def _prefix(name: str, width: int, index: int) -> str:
    plain = f"{name:<{width}} | "
    if not sys.stdout.isatty():
        return plain
    return f"\x1b[{_COLOURS[index % len(_COLOURS)]}m{plain}\x1b[0m"
