"""The lists from which people pick (boards, companies, …), as they were last read from the PSA."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference
from models.psa_kinds import LookupKind

FRESH_FOR = timedelta(minutes=10)
TRY_AGAIN_AFTER = timedelta(minutes=1)
"""After a failure, and after a job that has not ended."""
MOST_ITEMS = 20_000
MOST_LISTS = 2_000
"""Of one connection: contacts are a list for each company."""


class LookupState(StrEnum):
    PENDING = "pending"
    """It was never read."""
    READY = "ready"
    FAILED = "failed"
    """It could not be read; what was read before is kept."""


class PsaLookup(TenantRow, Base):
    """One list of one connection; `parent_id` names the board, company or ticket type, and is empty without one."""

    __tablename__ = "psa_lookups"
    __table_args__ = tenant_constraints(
        tenant_reference("connection_id", "psa_connections"),
        CheckConstraint(one_of("kind", LookupKind), name="kind"),
        CheckConstraint(one_of("state", LookupState), name="state"),
        UniqueConstraint("account_id", "connection_id", "kind", "parent_id"),
    )

    connection_id: Mapped[UUID]
    kind: Mapped[str]
    parent_id: Mapped[str]
    state: Mapped[str] = mapped_column(default=LookupState.PENDING)
    items: Mapped[list[JsonObject]] = mapped_column(default=list)
    """`{id, name, parent_id}`, sorted by name; a status also `is_closed` and `forbids_time`, an agent `email`."""
    is_cut: Mapped[bool] = mapped_column(default=False)
    """There were more than MOST_ITEMS."""
    error_code: Mapped[str | None]
    error: Mapped[str | None]
    requested_at: Mapped[datetime | None]
    """When a job was last asked to read it; None once the job has ended."""
    ended_at: Mapped[datetime | None]
    """When the last job ended."""
    fetched_at: Mapped[datetime | None]
    """How old the items are."""
    waiting: Mapped[list[str]] = mapped_column(default=list)
    """Ids of the users who are told when the job has ended."""

    @property
    def needs_reading(self) -> bool:
        now = clock.now()
        if self.requested_at is not None:
            return now - self.requested_at >= TRY_AGAIN_AFTER
        if self.state == LookupState.FAILED:
            return self.ended_at is None or now - self.ended_at >= TRY_AGAIN_AFTER
        return self.fetched_at is None or now - self.fetched_at >= FRESH_FOR

    def note_requested(self, user_id: UUID | None) -> None:
        self.requested_at = clock.now()
        self.add_waiting(user_id)

    def add_waiting(self, user_id: UUID | None) -> None:
        if user_id is not None and str(user_id) not in self.waiting:
            self.waiting = [*self.waiting, str(user_id)]

    def note_read(self, items: list[JsonObject]) -> None:
        now = clock.now()
        self.items, self.is_cut = items[:MOST_ITEMS], len(items) > MOST_ITEMS
        self.state, self.error_code, self.error = LookupState.READY, None, None
        self.fetched_at = self.ended_at = now
        self.requested_at = None

    def note_failed(self, code: str, message: str) -> None:
        self.state, self.error_code, self.error = LookupState.FAILED, code, message
        self.requested_at, self.ended_at = None, clock.now()
