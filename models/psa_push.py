"""Pushes: a text of a session on its way to its ticket, with the status change and the time entry that go with it.

A push is what a person asked for.  Each call that writes to the PSA for it is an operation (`models.psa_operation`).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.database.tables import Base, TenantRow, one_of, tenant_constraints, tenant_reference
from models.core.errors import Conflict

NO_PSA = "no_psa"
"""What the API calls the state of a session that has nothing to post, or nowhere to post it."""


class Occasion(StrEnum):
    ESCALATE = "escalate"
    RESOLVE = "resolve"
    MANUAL = "manual"
    """Somebody asked for it."""
    CLIENT_UPDATE = "client_update"
    SPIN_OFF = "spin_off"
    """A link to the ticket that was made of a second problem."""


ALREADY_POSTED = "already_posted"
"""The reason why a push was canceled whose text the ticket has."""
WRITE_UPS = (Occasion.ESCALATE, Occasion.RESOLVE, Occasion.MANUAL)
"""The occasions on which the session's write-up is posted: what the API shows as the session's push."""


class PushState(StrEnum):
    """The state of the note, in all its parts; the status change and the time entry have states of their own."""

    QUEUED = "queued"
    """Also while it is being sent, and between attempts."""
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It may stand in the ticket, and nobody could find out in time."""
    CANCELED = "canceled"
    """The ticket was unlinked, the PSA was disconnected, or the same text stands there already."""


class NothingToPush(Conflict):
    code, message = "nothing_to_push", "Link the session to a ticket first."


class PsaPush(TenantRow, Base):
    """Only `models.operations.psa_pushes` and `psa_operations` change it, with its row locked."""

    __tablename__ = "psa_pushes"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("connection_id", "psa_connections"),
        tenant_reference("requested_by_id", "users"),
        CheckConstraint(one_of("occasion", Occasion), name="occasion"),
        CheckConstraint(one_of("state", PushState), name="state"),
        Index("ix_psa_pushes_session", "ai_session_id", text("created_at desc"), text("id desc")),
    )

    ai_session_id: Mapped[UUID]
    connection_id: Mapped[UUID]
    ticket_number: Mapped[str]
    """As people write it, at the time of the request."""
    ticket_remote_id: Mapped[str | None]
    """With which the PSA addresses it; None until it was looked up."""
    occasion: Mapped[str]
    requested_by_id: Mapped[UUID]
    content: Mapped[str | None]
    """The text; None until the job has read it.  From then on it does not change."""
    reader: Mapped[str | None]
    """The client who will see it, in words; None for an internal note."""
    status_id: Mapped[str | None]
    """The status that the ticket is to get."""
    minutes: Mapped[int | None]
    """Of the time entry."""
    ticket_seen_at: Mapped[datetime | None]
    """When the ticket had last changed, as the person saw it; a status that somebody changed later is left alone."""
    state: Mapped[str] = mapped_column(default=PushState.QUEUED)
    error_code: Mapped[str | None]
    error: Mapped[str | None]
    """A sentence for people: why it failed or still waits; for one that was sent, why its status was not changed."""
    attempts: Mapped[int] = mapped_column(default=0)
    """To read the ticket before anything is written."""
    next_attempt_at: Mapped[datetime | None]
    tried_since: Mapped[datetime] = mapped_column(default=clock.now)
    """What the patience with failures counts from: the request, or a retry by hand."""
    sent_at: Mapped[datetime | None]

    @property
    def is_public(self) -> bool:
        return self.reader is not None

    @property
    def shown_state(self) -> str:
        """For people: what was canceled is as if it had not been asked for; the ticket may have the text already."""
        if self.state != PushState.CANCELED:
            return self.state
        return PushState.SENT if self.error_code == ALREADY_POSTED else NO_PSA

    @property
    def is_given_up(self) -> bool:
        return self.state in (PushState.FAILED, PushState.UNKNOWN)
