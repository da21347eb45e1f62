"""A connection to the simulator, and what is written through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from models.psa_kinds import Option
from tasks.integrations.psa import (
    NewNote,
    NewTimeEntry,
    Visibility,
)
from tasks.integrations.psa.autotask import Autotask
from tests.outside.psa.autotask import AutotaskSimulator
from tests.outside.psa.autotask.entities import ALL_USERS, INTERNAL, NOTE_TYPE

MARKER = "fp:3f9c2a1b7d40"
WEBHOOK_SECRET = "abc123"
PICKED = {
    Option.NOTE_TYPE: str(NOTE_TYPE),
    Option.PUBLISH: str(INTERNAL),
    Option.PUBLIC_PUBLISH: str(ALL_USERS),
}
START = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


Make = Callable[..., Autotask]


class OpenGate:
    @contextmanager
    def call(self) -> Iterator[None]:
        yield

    def note_refused(self, seconds: float) -> None:
        """Nobody else calls."""


class Memory(dict[str, str]):
    """A cache of one test."""

    def put(self, name: str, value: str, *, seconds: float) -> None:
        self[name] = value

    def forget(self, name: str) -> None:
        self.pop(name, None)


def note(visibility: Visibility = Visibility.INTERNAL, **fields: str) -> NewNote:
    return NewNote(**{"text": "Restarted the spooler.", "marker": MARKER, **fields}, visibility=visibility)  # type: ignore[arg-type]


def time_entry(simulator: AutotaskSimulator, minutes: int = 10) -> NewTimeEntry:
    agent = str(min(simulator.store.tables["Resources"]))
    return NewTimeEntry(agent_id=agent, started_at=START, minutes=minutes, text="Spooler", marker=MARKER)


def sent(simulator: AutotaskSimulator, route: str) -> list[Any]:
    return [one.request.json for one in simulator.calls(route)]
