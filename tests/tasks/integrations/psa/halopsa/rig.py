"""The adapter for HaloPSA with a simulator, without limits and with a memory of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from models.psa_kinds import Option, Provider
from tasks.integrations.outgoing import OutgoingClient
from tasks.integrations.psa import Connection, NewNote, Visibility
from tasks.integrations.psa.halopsa import HaloPsa
from tasks.integrations.psa.http import PsaHttp
from tests.outside.psa.halopsa import CLIENT_ID, CLIENT_SECRET, EMAIL_USER, PRIVATE_NOTE, TENANT, HaloSimulator

SECRET = "hook-secret-71c0"
MARKER = "fp:3f9c2a1b7d40"
PICKED = {Option.NOTE_TYPE: str(PRIVATE_NOTE), Option.PUBLIC_NOTE_TYPE: str(EMAIL_USER)}
TESS = "4"


class Memory:
    """Remembers, and has the pauses that were asked for.  Calls are not limited."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.pauses: list[float] = []

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def put(self, name: str, value: str, *, seconds: float) -> None:
        if seconds > 0:
            self.kept[name] = value

    def forget(self, name: str) -> None:
        self.kept.pop(name, None)

    @contextmanager
    def call(self) -> Iterator[None]:
        yield

    def note_refused(self, seconds: float) -> None:
        self.pauses.append(seconds)


def connected(halo: HaloSimulator, memory: Memory, **changes: Any) -> HaloPsa:
    """`changes`: credentials, `base_url` or `options`."""
    credentials = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "tenant": TENANT}
    connection = Connection(
        key="k1",
        provider=Provider.HALOPSA,
        base_url=changes.pop("base_url", f"{halo.url}/"),
        options=changes.pop("options", PICKED),
        credentials=credentials | changes,
        webhook_secret=SECRET,
    )
    http = PsaHttp(OutgoingClient(allow_hosts={"127.0.0.1"}), memory, connection.credentials)
    return HaloPsa(connection, http, memory)


def note(text: str = "Checked the spooler.", visibility: Visibility = Visibility.INTERNAL) -> NewNote:
    return NewNote(text=text, visibility=visibility, marker=MARKER)
