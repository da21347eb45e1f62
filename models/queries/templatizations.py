"""Proposals of how a script becomes a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.core.database.tables import JsonObject
from models.core.errors import NotFound
from models.core.unit_of_work import current, db_session
from models.queries import access
from models.queries.scripts import changeable_script
from models.script import Script
from models.suggested_fix import SuggestedFix
from models.templatization import Templatization
from models.user import User

_CONTENT = ("title", "purpose", "language", "body")


@dataclass(frozen=True)
class TemplatizationView:
    """A proposal with the parts of its content; other attributes are those of its row."""

    row: Templatization
    content: JsonObject

    def __getattr__(self, name: str) -> Any:
        if name in _CONTENT:
            return self.content.get(name)
        if name in ("parameters", "replaced"):
            return self.content.get(name, [])
        return getattr(self.row, name)


def view_of(templatization: Templatization) -> TemplatizationView:
    return TemplatizationView(templatization, templatization.content or {})


def own_templatization(templatization_id: UUID, *, by: User, lock: bool = False) -> Templatization:
    """A proposal that `by` asked for.  Raises NotFound."""
    wanted = select(Templatization).where(
        Templatization.id == templatization_id,
        Templatization.account_id == current().account_id,
        Templatization.requested_by_id == by.id,
    )
    if lock:
        wanted = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = db_session().scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found


def source_to_read(*, script_id: UUID | None, fix_id: UUID | None, by: User) -> Script | SuggestedFix:
    """A script of the account's own, or the fix of a session that `by` may read.

    Raises NotFound, and ReadOnly (403) for a script of the built-in library, which is a template.
    """
    if script_id:
        return changeable_script(script_id)
    wanted = select(SuggestedFix).where(SuggestedFix.id == fix_id, SuggestedFix.account_id == current().account_id)
    found = db_session().scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    access.session_to_read(found.ai_session_id, by=by)
    return found
