"""What the set-up prints while it works: one line for each stage.

`problems` prints problems, and `supervision.log_follower` the running app's log.  Standard library only.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_WIDTH = 14
_WORTH_TELLING = 1.0
"""A stage's duration is shown if it takes at least this many seconds."""


class Stage:
    """A stage that is running; its line will show `result`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.result = "ready"

    def busy(self, doing: str) -> None:
        """Print at once what the stage is doing, because it takes a while."""
        say(f"  {self.name:<{_WIDTH}}{doing} …")


@contextmanager
def stage(name: str) -> Iterator[Stage]:
    """Run a stage and print its line when it is done.  A stage that fails prints none: its problem is printed."""
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
