"""Which member of the PSA a person of the account is."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from models.core.database.tables import Base, TenantRow, tenant_constraints, tenant_reference


class PsaPerson(TenantRow, Base):
    """For a connection, because another tenant has other members."""

    __tablename__ = "psa_people"
    __table_args__ = tenant_constraints(
        tenant_reference("connection_id", "psa_connections"),
        tenant_reference("user_id", "users"),
        UniqueConstraint("account_id", "connection_id", "user_id"),
    )

    connection_id: Mapped[UUID]
    user_id: Mapped[UUID]
    agent_id: Mapped[str]
