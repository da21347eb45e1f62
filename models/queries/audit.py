"""Read the audit log."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from models.audit_entry import AuditAction, AuditEntry
from models.core.paging import Page, page_of
from models.core.unit_of_work import current


@dataclass(frozen=True, kw_only=True)
class AuditFilter:
    """Which lines are wanted; None: all.

    `actor`: a member's id, or the name of somebody who has none.  `action`: an action, or its first word for all of
    its kind.  `since` is included, `until` is not.
    """

    actor: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.actor is not None:
            found.append(_is_by(self.actor))
        if self.action is not None:
            found.append(AuditEntry.action.in_(_actions(self.action)))
        if self.since is not None:
            found.append(AuditEntry.created_at >= self.since)
        if self.until is not None:
            found.append(AuditEntry.created_at < self.until)
        return found


def audit_log(wanted: AuditFilter, *, limit: int, cursor: str | None) -> Page[AuditEntry]:
    """The account's log, newest line first.  Raises Invalid (422) for a malformed cursor."""
    lines = select(AuditEntry).where(AuditEntry.account_id == current().account_id, *wanted.conditions())
    return page_of(lines, AuditEntry, limit=limit, cursor=cursor)


def _is_by(actor: str) -> ColumnElement[bool]:
    with suppress(ValueError):
        return AuditEntry.actor_id == UUID(actor)
    return AuditEntry.actor_name == actor


def _actions(word: str) -> list[str]:
    """The action, also if only a newer release knows it, and the actions of this kind."""
    return [word, *(str(action) for action in AuditAction if action.startswith(f"{word}."))]
