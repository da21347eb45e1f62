"""An account's connection to its PSA: address, sealed credentials, what an admin picked, and how it fares."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints
from models.psa_kinds import Provider


class PsaState(StrEnum):
    UNTESTED = "untested"
    OK = "ok"
    FAILING = "failing"


class PsaTestResult(StrEnum):
    """What a test of the connection found."""

    OK = "ok"
    WRONG_ADDRESS = "wrong_address"
    WRONG_COMPANY = "wrong_company"
    WRONG_CREDENTIALS = "wrong_credentials"
    MISSING_PERMISSION = "missing_permission"
    WRONG_REGION = "wrong_region"
    UNREACHABLE = "unreachable"


class PsaConnection(TenantRow, Base):
    """An account has at most one that is not disconnected.

    A disconnected one keeps its row, because pushes and tickets name it, and loses its credentials.
    """

    __tablename__ = "psa_connections"
    __table_args__ = tenant_constraints(
        CheckConstraint(one_of("provider", Provider), name="provider"),
        CheckConstraint(one_of("state", PsaState), name="state"),
        Index(
            "uq_psa_connections_current", "account_id", unique=True, postgresql_where=text("disconnected_at is null")
        ),
        Index("uq_psa_connections_webhook", "webhook_id", "account_id", unique=True),
    )

    provider: Mapped[str]
    base_url: Mapped[str]
    sealed_credentials: Mapped[bytes | None]
    """A JSON object; None once it is disconnected."""
    credential_hints: Mapped[dict[str, str | None]] = mapped_column(JSONB, default=dict, server_default="{}")
    """The names of what is in it; with the value only of what is no secret, such as a user's name."""
    options: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    """Ids by `Option`."""
    webhook_id: Mapped[UUID] = mapped_column(default=uuid4)
    """The last part of the address for incoming webhooks: random, so that nobody can guess it."""
    sealed_webhook_secret: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(default=PsaState.UNTESTED)
    last_error_code: Mapped[str | None]
    last_error: Mapped[str | None]
    """A sentence for people; None while it works."""
    failing_since: Mapped[datetime | None]
    tested_at: Mapped[datetime | None]
    synced_at: Mapped[datetime | None]
    """When the copy of the tickets was last complete."""
    sync_state: Mapped[JsonObject] = mapped_column(default=dict)
    """Where the sync stands; see `models.psa_sync_state`."""
    disconnected_at: Mapped[datetime | None]

    @property
    def is_connected(self) -> bool:
        return self.disconnected_at is None
