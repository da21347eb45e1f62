"""Read the audit log."""

from __future__ import annotations

from sqlalchemy import select

from models.audit_entry import AuditEntry
from models.core.paging import Page, page_of
from models.core.unit_of_work import current


def audit_log(*, limit: int, cursor: str | None) -> Page[AuditEntry]:
    """The account's log, newest line first."""
    lines = select(AuditEntry).where(AuditEntry.account_id == current().account_id)
    return page_of(lines, AuditEntry, limit=limit, cursor=cursor)
