"""Where the sync of a connection's tickets stands: what `PsaConnection.sync_state` holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Self

from models.psa_connection import PsaConnection


@dataclass(frozen=True, kw_only=True)
class SyncState:
    """Times are RFC 3339.  A pass reads all pages of what changed since the last one."""

    turn: int = 0
    """The number of the job that may run next."""
    complete_until: str | None = None
    """When the last complete pass began: everything that changed before is in the copy."""
    began_at: str | None = None
    """When the running pass began; None between two."""
    cursor: str | None = None
    pages: int = 0
    tickets: int = 0
    """Read by the running pass."""
    failures: int = 0
    """In a row."""
    pause: str | None = None
    """Why it waits, for people, while the PSA takes no calls for its rate; None once a page was read."""
    stepped_at: str | None = None
    again: bool = False
    """Somebody asked during the pass, which may have begun before what they want to see."""
    asked_by: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, connection: PsaConnection) -> Self:
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in connection.sync_state.items() if name in known})

    def keep(self, connection: PsaConnection) -> None:
        connection.sync_state = {**connection.sync_state, **asdict(self)}
