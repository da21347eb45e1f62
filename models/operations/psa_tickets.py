"""Keeps the copy of a PSA's tickets: what was read is stored if it is newer, and what is gone is marked.

All of it comes from outside: texts are cut, and cleaned of what the database cannot hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Text, TextClause, bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY

from models import events
from models.ai_session import AiSession
from models.core import clock, ids
from models.core.database.tables import JsonObject
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.jobs import Job, request
from models.psa_connection import PsaConnection
from models.psa_push import PsaPush
from models.psa_ticket import PsaTicket, RemoteNote, RemoteTicket
from models.queries.psa_connections import current_connection
from models.user import User

LONGEST_TEXT = 32_000
LONGEST_LINE = 500
LONGEST_ID = 100
MOST_NOTES = 100
MOST_SESSIONS = 50
"""How many sessions hear of the changes of one page."""

_TICKETS = PsaTicket.__table__
_KEY = ("account_id", "connection_id", "remote_id")
_ONCE = {"id", "created_at", *_KEY}
_NO_TEXT = {ord("\x00"): None, **dict.fromkeys(range(0xD800, 0xE000))}


def store_tickets(connection: PsaConnection, read: Iterable[RemoteTicket], *, read_at: datetime) -> None:
    """Store what was read at `read_at`, unless a later reading is stored.  Sessions hear of what changed in theirs.

    One statement for all of them.  They are sorted, so that two that store the same tickets cannot deadlock.
    """
    values = {row["remote_id"]: row for row in (_values(connection, one, read_at) for one in read)}
    if not values or not connection.is_connected:
        return
    rows = [values[remote_id] for remote_id in sorted(values)]
    concerned = _changed_of_sessions(connection, rows)
    db_session().execute(_upsert(tuple(rows[0])), {"rows": orjson.dumps(rows, default=str).decode()})
    for ai_session_id, number in concerned:
        _tell_session(ai_session_id, number, values)


@lru_cache
def _upsert(columns: tuple[str, ...]) -> TextClause:
    """The rows come as one JSON array: as parameters, a page took four times as long.

    A PSA that keeps the description elsewhere gives it with a single ticket only: a list then leaves it as it is.
    """
    newer = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in {*_ONCE, "description"})
    names = ", ".join(columns)
    return text(
        f"insert into psa_tickets ({names})"  # noqa: S608 -- names of our own columns
        f" select {names} from jsonb_populate_recordset(null::psa_tickets, cast(:rows as jsonb))"
        f" on conflict ({', '.join(_KEY)}) do update set {newer},"
        " description = coalesce(nullif(excluded.description, ''), psa_tickets.description)"
        " where excluded.synced_at >= psa_tickets.synced_at"
    )


def note_gone(connection: PsaConnection, remote_id: str) -> None:
    """The PSA no longer has it.  Sessions that name it keep its number."""
    here = (_TICKETS.c.account_id == connection.account_id, _TICKETS.c.connection_id == connection.id)
    gone = update(PsaTicket).where(*here, _TICKETS.c.remote_id == remote_id, _TICKETS.c.gone_at.is_(None))
    now = clock.now()
    number = db_session().scalar(gone.values(gone_at=now, synced_at=now).returning(_TICKETS.c.number))
    if number is not None:
        for ai_session_id, _ in _sessions_of([number]):
            events.psa_ticket_changed(number, ai_session_id=ai_session_id)


def store_notes(ticket: PsaTicket, notes: Sequence[RemoteNote], *, read_at: datetime) -> None:
    ticket.notes, ticket.notes_synced_at = [_note(one) for one in notes[-MOST_NOTES:]], read_at


def request_refresh(ticket_id: UUID, *, by: User) -> None:
    """Read the ticket and its notes again; `by` is told by `psa_ticket_changed`."""
    request(Job.PSA_TICKET_REFRESH, ticket_id=ticket_id, user_id=by.id)


def note_written(connection_id: UUID, remote_id: str) -> None:
    """We have written to the ticket: whoever looks at it next makes it be read again, however new the copy is."""
    ours = (PsaTicket.account_id == current().account_id, PsaTicket.connection_id == connection_id)
    db_session().execute(update(PsaTicket).where(*ours, PsaTicket.remote_id == remote_id).values(notes_synced_at=None))


def describe_by_ticket(ai_session: AiSession) -> None:
    """Take the client from the session's ticket if nobody has named one, and look for a ticket that the copy lacks.

    Called when a session gets a ticket.  Expects the session's row to be locked, or new.
    """
    connection = current_connection() if ai_session.psa_ticket_id else None
    if connection is None:
        return
    found = select(_TICKETS.c.client_name).where(
        _TICKETS.c.account_id == connection.account_id,
        _TICKETS.c.connection_id == connection.id,
        _TICKETS.c.number == ai_session.psa_ticket_id,
    )
    client_name = db_session().scalar(found.limit(1))
    if client_name is None:
        request(Job.PSA_TICKET_FIND, ai_session_id=ai_session.id)
    elif client_name and not ai_session.client_name:
        ai_session.client_name = client_name
        ai_session.remove_offer("client_name")


def take_number(ai_session_id: UUID, asked: str, number: str) -> None:
    """The session, and what is posted for it, get the number as the PSA writes it: a person wrote zeros before it.

    Otherwise two sessions of one ticket would not be seen to have the same one.
    """
    if asked == number:
        return
    ai_session = locked(AiSession, ai_session_id)
    if ai_session.psa_ticket_id != asked:
        return
    ai_session.psa_ticket_id = number
    mine = (PsaPush.account_id == ai_session.account_id, PsaPush.ai_session_id == ai_session_id)
    db_session().execute(update(PsaPush).where(*mine, PsaPush.ticket_number == asked).values(ticket_number=number))
    ai_session.bump_state_version()
    events.session_changed(ai_session)


def _changed_of_sessions(connection: PsaConnection, rows: Sequence[JsonObject]) -> list[tuple[UUID, str]]:
    """(session, number) of the newest sessions about those tickets that were not read like this before."""
    sessions = _sessions_of([row["number"] for row in rows])
    if not sessions:
        return []
    seen = ("number", "title", "status", "priority", "client_name", "is_closed", "merged_into", "gone_at")
    before = select(*(_TICKETS.c[name] for name in seen)).where(
        _TICKETS.c.account_id == connection.account_id,
        _TICKETS.c.connection_id == connection.id,
        _TICKETS.c.number.in_({number for _, number in sessions}),
    )
    known = {tuple(row) for row in db_session().execute(before)}
    changed = {row["number"] for row in rows if tuple(row[name] for name in seen) not in known}
    return [one for one in sessions if one[1] in changed]


def _sessions_of(numbers: Collection[str]) -> list[tuple[UUID, str]]:
    wanted = AiSession.psa_ticket_id == func.any(bindparam("numbers", list(numbers), type_=ARRAY(Text())))
    newest = select(AiSession.id, AiSession.psa_ticket_id).where(AiSession.account_id == current().account_id, wanted)
    found = db_session().execute(newest.order_by(AiSession.created_at.desc()).limit(MOST_SESSIONS))
    return [(row_id, number) for row_id, number in found if number is not None]


def _tell_session(ai_session_id: UUID, number: str, values: dict[str, JsonObject]) -> None:
    client_name = next((row["client_name"] for row in values.values() if row["number"] == number), "")
    unnamed = select(AiSession.id).where(AiSession.id == ai_session_id, AiSession.client_name.is_(None))
    if client_name and db_session().scalar(unnamed) is not None:
        ai_session = locked(AiSession, ai_session_id)
        if not ai_session.is_closed and not ai_session.client_name and ai_session.psa_ticket_id == number:
            ai_session.client_name = client_name
            ai_session.remove_offer("client_name")
            ai_session.bump_state_version()
            events.session_changed(ai_session)
    events.psa_ticket_changed(number, ai_session_id=ai_session_id)


def _values(connection: PsaConnection, read: RemoteTicket, read_at: datetime) -> JsonObject:
    return {
        "id": ids.new_id(),
        "created_at": clock.now(),
        "account_id": connection.account_id,
        "connection_id": connection.id,
        "remote_id": _line(read.id, LONGEST_ID),
        "number": _line(read.number, LONGEST_ID),
        "title": _line(read.title),
        "description": _text(read.description),
        **{name: _line(getattr(read, name)) for name in ("client_name", "contact_name", "status", "priority", "board")},
        **{name: _id(getattr(read, name)) for name in ("company_id", "contact_id", "status_id", "priority_id")},
        **{name: _id(getattr(read, name)) for name in ("board_id", "agent_id", "merged_into")},
        "is_closed": read.is_closed,
        "remote_created_at": read.created_at,
        "remote_updated_at": read.updated_at or read.created_at or read_at,
        "synced_at": read_at,
        "gone_at": None,
    }


def _note(read: RemoteNote) -> JsonObject:
    return {
        "id": _line(read.id, LONGEST_ID),
        "author": _line(read.author),
        "text": _text(read.text),
        "is_public": read.is_public,
        "created_at": clock.rfc3339(read.created_at) if read.created_at else None,
    }


def _id(given: str | None) -> str | None:
    return _line(given, LONGEST_ID) if given else None


def _line(given: str, longest: int = LONGEST_LINE) -> str:
    return " ".join(given[: 4 * longest].translate(_NO_TEXT).split())[:longest]


def _text(given: str) -> str:
    return given[:LONGEST_TEXT].translate(_NO_TEXT)


def tickets_to_check(connection: PsaConnection, *, read_before: datetime, most: int) -> list[UUID]:
    """Open tickets that no reading has confirmed for long: the PSA may have deleted them, which no change tells."""
    old: Any = (
        select(_TICKETS.c.id)
        .where(
            _TICKETS.c.account_id == connection.account_id,
            _TICKETS.c.connection_id == connection.id,
            _TICKETS.c.gone_at.is_(None),
            ~_TICKETS.c.is_closed,
            _TICKETS.c.synced_at < read_before,
        )
        .order_by(_TICKETS.c.synced_at)
        .limit(most)
    )
    return list(db_session().scalars(old))
