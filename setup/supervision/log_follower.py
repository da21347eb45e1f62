"""Shows the running app's logs on one screen, each line with its process type's name, and reports restarts."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self, TextIO

from setup.progress import say
from setup.supervision.log_line import in_short
from setup.supervision.supervisor import ProcessType

_COLOURS = ("36", "35", "33", "32", "34", "31")
_RESTARTS_ENOUGH = 3
"""After this many restarts in a row, the lines of a process type are no longer shown."""
_CONTINUED = re.compile(r"\s|Traceback \(|During handling of|The above exception|$")
"""Lines of a traceback other than its last."""
_EXCEPTION = re.compile(r"[\w.]+(Error|Exception|Interrupt|Exit)\b")


class LogFollower:
    """Follows the log files `{name}.log` in `log` from their present ends, until the `with` block ends.

    It shows only the last line of a traceback, and nothing from a process type that keeps ending.  The log files
    contain every line.
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
        """Print the lines written since the last call."""
        for name, tail in self._tails.items():
            for line in tail.new_lines():
                if self._restarts[name] < _RESTARTS_ENOUGH and not _CONTINUED.match(line):
                    say(self._prefixes[name] + in_short(line))

    def show_restarts(self, process_types: Iterable[ProcessType]) -> None:
        """Print which process types were restarted since the last call."""
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
            say(f"{self._prefixes[name]}keeps ending and is started again and again: {likely_cause(file)}  ({file})")


def likely_cause(file: Path) -> str:
    """The line of a log file that probably says why its process ended: the last exception, otherwise the last line."""
    lines = [line.strip() for line in file.read_text(errors="replace").splitlines() if line.strip()]
    faults = [line for line in lines if _EXCEPTION.match(line)]
    return (faults or lines or ["it said nothing"])[-1]


class _Tail:
    """Reads a log file's new lines, and changes to the new file when the supervisor begins one."""

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
