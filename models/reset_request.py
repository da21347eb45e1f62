"""A request for a password reset link.  It has no account, because the address is looked up later.

The HTTP request writes only this row, so that it takes equally long for a known and an unknown address.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock, ids
from models.core.database.tables import Base

# Nobody waits longer for a mail, so an older request is dropped.
KEPT = timedelta(hours=1)


class ResetRequest(Base):
    __tablename__ = "reset_requests"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    sealed_address: Mapped[bytes] = mapped_column(LargeBinary)
    """Encrypted, because it is nobody's business who forgot a password."""
    requested_at: Mapped[datetime] = mapped_column(default=clock.now)
    request_id: Mapped[str | None]
    client: Mapped[str | None]
    """The caller's IP address, for the audit log."""
