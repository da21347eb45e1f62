"""The lists that were read from the account's PSA."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.core.database.tables import JsonObject
from models.core.unit_of_work import db_session
from models.psa_connection import PsaConnection
from models.psa_kinds import LookupKind
from models.psa_lookup import LookupState, PsaLookup


@dataclass(frozen=True)
class Found:
    """The items of a list that match what somebody typed."""

    items: list[JsonObject]
    has_more: bool
    status: str
    fetched_at: datetime | None
    error: dict[str, str | None] | None


def lookup_of(connection: PsaConnection, kind: LookupKind, parent_id: str | None) -> PsaLookup | None:
    return db_session().scalar(
        select(PsaLookup).where(
            PsaLookup.account_id == connection.account_id,
            PsaLookup.connection_id == connection.id,
            PsaLookup.kind == kind,
            PsaLookup.parent_id == (parent_id or ""),
        )
    )


def found(lookup: PsaLookup, *, words: str, limit: int) -> Found:
    """Items whose name contains each of `words`, at most `limit`."""
    wanted = words.casefold().split()
    matching = [item for item in lookup.items if _matches(item, wanted)] if wanted else lookup.items
    error = {"code": lookup.error_code, "message": lookup.error} if lookup.state == LookupState.FAILED else None
    has_more = len(matching) > limit or lookup.is_cut
    return Found(matching[:limit], has_more, lookup.state, lookup.fetched_at, error)


def known_ids(connection: PsaConnection, kind: LookupKind) -> set[str] | None:
    """The ids in all lists of this kind; None if none was read yet."""
    rows = select(PsaLookup.items).where(
        PsaLookup.account_id == connection.account_id,
        PsaLookup.connection_id == connection.id,
        PsaLookup.kind == kind,
        PsaLookup.fetched_at.is_not(None),
    )
    lists: list[list[dict[str, Any]]] = list(db_session().scalars(rows))
    return {item["id"] for items in lists for item in items} if lists else None


def _matches(item: JsonObject, words: list[str]) -> bool:
    name = item["name"].casefold()
    return all(word in name for word in words)
