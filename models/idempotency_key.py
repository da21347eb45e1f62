"""The first answer to a call with an Idempotency-Key, stored for a day."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.core.database.tables import Base, TenantRow, tenant_constraints, tenant_reference
from models.core.errors import Conflict, DomainError

KEPT = timedelta(hours=24)


class IdempotencyConflict(Conflict):
    code, message = "idempotency_conflict", "This Idempotency-Key was used for another request."


class StillRunning(DomainError):
    """The first call with this key is still running.  `retry_after` is in seconds."""

    status, code, message = 409, "idempotency_conflict", "The first request with this Idempotency-Key is still running."
    retry_after = 1


class IdempotencyKey(TenantRow, Base):
    """Written in the transaction of its call, so that an answer exists if and only if the call took effect."""

    __tablename__ = "idempotency_keys"
    __table_args__ = tenant_constraints(
        tenant_reference("user_id", "users"),
        Index("uq_idempotency_keys_user_key", "account_id", "user_id", "key_fingerprint", unique=True),
        Index("ix_idempotency_keys_created", "account_id", "created_at"),
    )

    user_id: Mapped[UUID]
    key_fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    request_fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    """The fingerprint of method, path, query and body."""
    status: Mapped[int]
    sealed_body: Mapped[bytes] = mapped_column(LargeBinary)
    """Encrypted, because an answer may contain a secret that is shown only once."""
