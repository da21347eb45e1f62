"""What the set-up says while it works: one line a stage, calm enough to be read.

Problems are told by `problems`, the running app's log by `follow`.  Standard library only.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_WIDTH = 14
_WORTH_TELLING = 1.0
"""Seconds from which on a stage's duration is shown."""


class Stage:
    """One stage under way; `result` is what its line will say."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.result = "ready"

    def busy(self, doing: str) -> None:
        """Say at once what takes a while."""
        say(f"  {self.name:<{_WIDTH}}{doing} …")


@contextmanager
def stage(name: str) -> Iterator[Stage]:
    """Run a stage and print its line when it is done; one that fails prints none, its problem says enough."""
    started = time.monotonic()
    current = Stage(name)
    yield current
    seconds = time.monotonic() - started
    took = f" ({seconds:.0f} s)" if seconds >= _WORTH_TELLING else ""
    say(f"  {name:<{_WIDTH}}{current.result}{took}")


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
