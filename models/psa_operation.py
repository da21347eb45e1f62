"""Operations: each call that writes to a PSA, committed as a row before it is made (docs/adr/0058).

| state    | it means                                                     | goes on to                       |
| -------- | ------------------------------------------------------------ | -------------------------------- |
| pending  | it certainly has no effect so far                            | sending, skipped                 |
| sending  | a worker makes the call, or died while making it             | sent, failed, pending, unknown   |
| unknown  | it may have had its effect: the PSA is searched for the marker | sent, pending                  |
| sent     | the PSA has it, under `remote_id`                            |                                  |
| failed   | the PSA refused it, or its time is over                      | pending (by hand)                |
| skipped  | it was not made, for the reason in `last_error_code`         | pending (by hand)                |
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference

SETTLED_AFTER = timedelta(seconds=75)
"""A step that began so long ago has ended: its last write is sent within 40 s, and takes 30 s at most."""
_MARKER_DIGITS = 16


class Kind(StrEnum):
    NOTE = "note"
    STATUS = "status"
    TIME_ENTRY = "time_entry"
    TICKET = "ticket"
    """A new ticket: the only kind without a push."""


class OperationState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


class PsaOperation(TenantRow, Base):
    """The unique index lets one operation write to a ticket at a time, whichever worker holds it."""

    __tablename__ = "psa_operations"
    __table_args__ = tenant_constraints(
        tenant_reference("push_id", "psa_pushes"),
        tenant_reference("connection_id", "psa_connections"),
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("requested_by_id", "users"),
        UniqueConstraint("account_id", "push_id", "kind", "part"),
        CheckConstraint(one_of("kind", Kind), name="kind"),
        CheckConstraint(one_of("state", OperationState), name="state"),
        Index("ix_psa_operations_ticket", "account_id", "connection_id", "ticket_number"),
        Index(
            "uq_psa_operations_writer",
            "account_id",
            "connection_id",
            "ticket_number",
            unique=True,
            postgresql_where=text("state = 'sending' and ticket_number is not null"),
        ),
    )

    push_id: Mapped[UUID | None]
    connection_id: Mapped[UUID]
    ai_session_id: Mapped[UUID | None]
    requested_by_id: Mapped[UUID]
    ticket_number: Mapped[str | None]
    kind: Mapped[str]
    part: Mapped[int] = mapped_column(default=1)
    """Of a note that is longer than the PSA takes: 1 for the first part."""
    parts: Mapped[int] = mapped_column(default=1)
    payload: Mapped[JsonObject]
    """What is sent, frozen."""
    payload_hash: Mapped[str]
    """SHA-256 of the payload, in hexadecimal digits."""
    marker: Mapped[str]
    """Stands at the end of the text, so that what was lost can be found in the PSA."""
    state: Mapped[str] = mapped_column(default=OperationState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    """Calls and searches so far.  A result counts only for the attempt that it belongs to."""
    looks_left: Mapped[int] = mapped_column(default=0)
    """How often an unknown one is still searched for; it is sent again when the last search finds nothing."""
    started_at: Mapped[datetime | None]
    """When its last call began."""
    job_id: Mapped[UUID | None]
    """The job that made the last attempt."""
    remote_id: Mapped[str | None]
    last_error_code: Mapped[str | None]
    last_error: Mapped[str | None]
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether a job has something left to do for it."""
        return self.state in (OperationState.PENDING, OperationState.SENDING) or self.is_looked_for

    @property
    def is_looked_for(self) -> bool:
        return self.state == OperationState.UNKNOWN and self.looks_left > 0


def marker_of(operation_id: UUID) -> str:
    """From the random end of the id: its beginning is a time, which operations of one moment share."""
    return f"fp:{operation_id.hex[-_MARKER_DIGITS:]}"
