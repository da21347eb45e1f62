"""Keeps the lists of the PSA: who asks for one gets what is kept, and a job reads it again when it is old."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from models import events
from models.core import clock, ids
from models.core.database import tenancy
from models.core.database.tables import JsonObject
from models.core.errors import TooManyRequests
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.jobs import Job, request
from models.psa_connection import PsaConnection
from models.psa_kinds import LookupKind
from models.psa_lookup import MOST_LISTS, LookupState, PsaLookup
from models.queries.psa_lookups import lookup_of

USUAL_KINDS = (LookupKind.BOARDS, LookupKind.PRIORITIES, LookupKind.COMPANIES, LookupKind.AGENTS)
"""Read as soon as a connection works, because somebody will soon need them."""
_LONGEST_ID = 200
_LONGEST_NAME = 300


def look_up(
    connection: PsaConnection, kind: LookupKind, *, parent_id: str | None = None, for_user: UUID | None = None
) -> PsaLookup:
    """The list as it is kept.  If it is old, or was never read, a job reads it, and `for_user` is told.

    Raises TooManyRequests (429) if somebody has asked for more lists than there can be.
    """
    lookup = lookup_of(connection, kind, parent_id)
    if lookup is not None and not lookup.needs_reading and _is_told(lookup, for_user):
        return lookup
    tenancy.write(db_session())
    if lookup is None:
        _start(connection, kind, parent_id or "")
        lookup = lookup_of(connection, kind, parent_id)
        assert lookup is not None, "it was just written, by this transaction or by another"
    lookup = locked(PsaLookup, lookup.id)
    if lookup.needs_reading:
        lookup.note_requested(for_user)
        request(Job.PSA_LOOKUP_FETCH, lookup_id=lookup.id)
    else:
        lookup.add_waiting(for_user)
    return lookup


def look_up_usual(connection: PsaConnection, *, for_user: UUID | None) -> None:
    """The connection works: read what people will need, and let lists that could not be read be asked for at once."""
    failed = update(PsaLookup).where(
        PsaLookup.account_id == connection.account_id,
        PsaLookup.connection_id == connection.id,
        PsaLookup.state == LookupState.FAILED,
    )
    db_session().execute(failed.values(ended_at=None))
    for kind in USUAL_KINDS:
        look_up(connection, kind, for_user=for_user)


def note_read(lookup_id: UUID, items: Iterable[JsonObject]) -> None:
    """The job has read the list."""
    if (lookup := _still_there(lookup_id)) is not None:
        kept = [_clean(item) for item in items]
        lookup.note_read(sorted(kept, key=lambda item: item["name"].casefold()))
        _tell(lookup)


def note_failed(lookup_id: UUID, *, code: str, message: str) -> None:
    """The job could not read the list; it is tried again when somebody asks for it later."""
    if (lookup := _still_there(lookup_id)) is not None:
        lookup.note_failed(code, message)
        _tell(lookup)


def _is_told(lookup: PsaLookup, user_id: UUID | None) -> bool:
    """Nobody needs to be added to those who wait: the list is not being read, or they are among them."""
    return lookup.requested_at is None or user_id is None or str(user_id) in lookup.waiting


def _start(connection: PsaConnection, kind: LookupKind, parent_id: str) -> None:
    lists = (
        select(func.count())
        .select_from(PsaLookup)
        .where(PsaLookup.account_id == connection.account_id, PsaLookup.connection_id == connection.id)
    )
    if (db_session().scalar(lists) or 0) >= MOST_LISTS:
        _forget_oldest(connection)
    row = {
        "id": ids.new_id(),
        "created_at": clock.now(),
        "account_id": connection.account_id,
        "connection_id": connection.id,
        "kind": kind,
        "parent_id": parent_id,
        "state": LookupState.PENDING,
        "items": [],
        "waiting": [],
        "is_cut": False,
    }
    db_session().execute(insert(PsaLookup).values(row).on_conflict_do_nothing())


def _forget_oldest(connection: PsaConnection) -> None:
    """Make room: lists of one company's contacts can be read again.  Raises TooManyRequests (429) if all are in use."""
    oldest = (
        select(PsaLookup.id)
        .where(
            PsaLookup.account_id == connection.account_id,
            PsaLookup.connection_id == connection.id,
            PsaLookup.parent_id != "",
            PsaLookup.requested_at.is_(None),
        )
        .order_by(PsaLookup.ended_at)
        .limit(MOST_LISTS // 10)
    )
    gone = db_session().scalars(delete(PsaLookup).where(PsaLookup.id.in_(oldest)).returning(PsaLookup.id)).all()
    if not gone:
        raise TooManyRequests(retry_after=60)


def _still_there(lookup_id: UUID) -> PsaLookup | None:
    """None if it was forgotten or its connection has ended."""
    if db_session().get(PsaLookup, lookup_id) is None:
        return None
    return locked(PsaLookup, lookup_id)


def _tell(lookup: PsaLookup) -> None:
    waiting, lookup.waiting = lookup.waiting, []
    events.psa_lookups_changed(lookup, user_ids=[UUID(user_id) for user_id in waiting])


def _clean(item: JsonObject) -> JsonObject:
    """Bounded, and without what PostgreSQL cannot keep: names come from people whom nobody here knows."""
    return {name: _text(value, name) if isinstance(value, str) else value for name, value in item.items()}


def _text(value: str, name: str) -> str:
    plain = value.replace("\x00", "").encode("utf-8", "replace").decode()
    return plain[: _LONGEST_ID if name in ("id", "parent_id") else _LONGEST_NAME]
