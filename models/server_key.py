"""A key that FlowPilot creates once for the whole installation and keeps encrypted in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.database.tables import Base


class ServerKey(Base):
    """It belongs to no account: browsers know one key of FlowPilot, whoever is signed in."""

    __tablename__ = "server_keys"

    name: Mapped[str] = mapped_column(primary_key=True)
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
