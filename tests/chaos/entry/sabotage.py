"""What the harness does inside the processes it starts: a moment to die at, a note of what was taken, and a
protection taken out.  Read from CHAOS_* variables, which nothing but these entry modules knows.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from models.core.database import lookups
from models.core.outgoing import outbox
from models.core.outgoing.dispatch import Dispatcher
from models.core.unit_of_work import UnitOfWork
from tasks import relay
from tasks.running import RunningJob
from tests.chaos.entry.sabotage_names import BEFORE_COMMIT, BEFORE_SEND

FOLDER = Path(os.environ["CHAOS_FOLDER"])
NAME = os.environ["CHAOS_NAME"]

ASKS_THE_MODEL = frozenset({"reply.write", "handoff.assess", "preview.write", "documentation.write"})
FOR_EVER = timedelta(days=1)


def sabotage() -> None:
    """Take out the protection that CHAOS_WITHOUT names, if any, and set the relay's pace."""
    without: dict[str, Callable[[], None]] = {
        "": lambda: None,
        "sweeper": _without_sweeper,
        "lease": _without_lease,
        "fencing": _without_fencing,
    }
    without[os.environ.get("CHAOS_WITHOUT", "")]()
    if seconds := os.environ.get("CHAOS_RESEND_SECONDS"):
        relay.RESEND_AFTER = timedelta(seconds=float(seconds))


def note_what_is_taken() -> None:
    """One line a row, so that the harness knows whose work a kill interrupts."""
    take = outbox.take

    def noted(db_session: Any, row_id: UUID, *, lease: timedelta) -> outbox.Taken | None:
        taken = take(db_session, row_id, lease=lease)
        if taken:
            _note("taken", str(taken.id))
        return taken

    outbox.take = noted


def die_before_commit_when_told() -> None:
    """Between the outside's yes and our commit."""
    finish = RunningJob.finish

    @contextmanager
    def deadly(self: RunningJob) -> Iterator[UnitOfWork]:
        with finish(self) as unit:
            yield unit
            if self.taken.name in ASKS_THE_MODEL and _is_told(BEFORE_COMMIT):
                _note("killed", f"{self.taken.id} {time.time()}")
                os.kill(os.getpid(), signal.SIGKILL)

    RunningJob.finish = deadly  # type: ignore[method-assign]


def die_before_send_when_told() -> None:
    """Between the commit of a request and its fast path."""
    send = Dispatcher.take_fast_path

    def deadly(self: Dispatcher, rows: Sequence[outbox.Row]) -> None:
        if any(row.kind is outbox.Kind.JOB for row in rows) and _is_told(BEFORE_SEND):
            os.kill(os.getpid(), signal.SIGKILL)
        send(self, rows)

    Dispatcher.take_fast_path = deadly  # type: ignore[method-assign]


def _without_sweeper() -> None:
    relay.Relay.sweep = lambda self: 0  # type: ignore[method-assign]


def _without_lease() -> None:
    """Whatever is taken stays with whoever took it."""
    take, extend = outbox.take, lookups.extend_leases
    outbox.take = lambda db_session, row_id, *, lease: take(db_session, row_id, lease=FOR_EVER)
    lookups.extend_leases = lambda db_session, claims, *, lease: extend(db_session, claims, lease=FOR_EVER)


def _without_fencing() -> None:
    """Whoever finishes or gives back is believed, whoever holds the row."""
    for name in ("_FINISH", "_LEAVE", "_POSTPONE"):
        fenced = str(getattr(outbox, name))
        unfenced = fenced.replace("and claim = :claim and state = 'running'", "and cast(:claim as uuid) is not null")
        assert unfenced != fenced
        setattr(outbox, name, text(unfenced))


def _is_told(what: str) -> bool:
    """One process alone gets to remove the token."""
    try:
        (FOLDER / what).unlink()
    except FileNotFoundError:
        return False
    return True


def _note(what: str, line: str) -> None:
    with (FOLDER / f"{what}.{NAME}").open("a") as file:
        file.write(line + "\n")
