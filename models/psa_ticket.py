"""The copy of an account's PSA tickets, so that lists, search and detail never wait for the PSA."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core.database.tables import Base, JsonObject, TenantRow, tenant_constraints, tenant_reference


class PsaTicket(TenantRow, Base):
    """A ticket as the PSA had it at `synced_at`.  Its texts come from outside and are never trusted."""

    __tablename__ = "psa_tickets"
    __table_args__ = tenant_constraints(
        tenant_reference("connection_id", "psa_connections"),
        UniqueConstraint("account_id", "connection_id", "remote_id"),
        Index("ix_psa_tickets_number", "account_id", "connection_id", "number"),
        Index(
            "ix_psa_tickets_updated",
            "account_id",
            "connection_id",
            text("remote_updated_at desc"),
            text("id desc"),
            postgresql_where=text("gone_at is null"),
        ),
        Index(
            "ix_psa_tickets_open",
            "account_id",
            "connection_id",
            text("remote_updated_at desc"),
            text("id desc"),
            postgresql_where=text("gone_at is null and not is_closed"),
        ),
        *(
            Index(
                f"ix_psa_tickets_{column}",
                "account_id",
                "connection_id",
                column,
                text("remote_updated_at desc"),
                text("id desc"),
                postgresql_where=text("gone_at is null"),
            )
            for column in ("status", "board", "client_name")
        ),
    )

    connection_id: Mapped[UUID]
    remote_id: Mapped[str]
    """With which the PSA addresses it."""
    number: Mapped[str]
    """Which people write, without `#`."""
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    company_id: Mapped[str | None]
    client_name: Mapped[str] = mapped_column(default="")
    contact_id: Mapped[str | None]
    contact_name: Mapped[str] = mapped_column(default="")
    status_id: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="")
    priority_id: Mapped[str | None]
    priority: Mapped[str] = mapped_column(default="")
    board_id: Mapped[str | None]
    board: Mapped[str] = mapped_column(default="")
    agent_id: Mapped[str | None]
    """To whom the PSA has assigned it."""
    is_closed: Mapped[bool] = mapped_column(default=False)
    remote_created_at: Mapped[datetime | None]
    remote_updated_at: Mapped[datetime]
    """When the PSA says that it changed last, or was created; when it was read, where the PSA says neither."""
    synced_at: Mapped[datetime]
    notes: Mapped[list[JsonObject] | None]
    """`{id, author, text, is_public, created_at}`, oldest first; None until they were read."""
    notes_synced_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]
    """When the PSA no longer had it."""
    merged_into: Mapped[str | None]
    """The remote id of the ticket that it was merged into."""


class RemoteTicket(Protocol):
    """A ticket as a PSA's adapter read it."""

    @property
    def id(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def company_id(self) -> str | None: ...
    @property
    def client_name(self) -> str: ...
    @property
    def contact_id(self) -> str | None: ...
    @property
    def contact_name(self) -> str: ...
    @property
    def status_id(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def priority_id(self) -> str | None: ...
    @property
    def priority(self) -> str: ...
    @property
    def board_id(self) -> str | None: ...
    @property
    def board(self) -> str: ...
    @property
    def agent_id(self) -> str | None: ...
    @property
    def is_closed(self) -> bool: ...
    @property
    def created_at(self) -> datetime | None: ...
    @property
    def updated_at(self) -> datetime | None: ...
    @property
    def merged_into(self) -> str | None: ...


class RemoteNote(Protocol):
    """A note of a ticket, likewise."""

    @property
    def id(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def is_public(self) -> bool: ...
    @property
    def created_at(self) -> datetime | None: ...
