"""The copy of the PSA's tickets: lists, search, one ticket, and what can be filtered by.

Each list is the scan of an index that ends after one page.  Tickets that the PSA no longer has are on none, but can
still be read by their number, because sessions name them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Select,
    Text,
    Uuid,
    bindparam,
    column,
    func,
    select,
    text,
    tuple_,
)

from models.account import Account
from models.ai_session import AiSession, ticket_number
from models.core import clock
from models.core.errors import NotFound
from models.core.paging import Page, decode_position, encode_position
from models.core.unit_of_work import current, db_session
from models.psa_connection import PsaConnection
from models.psa_kinds import Option
from models.psa_options import status_option
from models.psa_sync_state import SyncState
from models.psa_ticket import PsaTicket
from models.queries.psa_ticket_sessions import merged_into, newest_sessions_of
from models.user import User

MOST_CHOICES = 500
"""Of a filter: with more, people search instead."""
NOTES_FRESH = timedelta(minutes=1)

_TICKETS = PsaTicket.__table__
_SHOWN = (
    *("id", "number", "title", "client_name", "contact_name", "status", "priority", "board", "is_closed"),
    *("remote_updated_at", "synced_at", "gone_at", "merged_into"),
)


@dataclass(frozen=True, kw_only=True)
class TicketRow:
    """`session_id`: the newest session about it that the reader may read."""

    id: UUID
    number: str
    title: str
    client_name: str
    contact_name: str
    status: str
    priority: str
    board: str
    is_closed: bool
    remote_updated_at: datetime
    synced_at: datetime
    gone_at: datetime | None
    merged_into: str | None
    """The number of the ticket that it was merged into."""
    session_id: UUID | None = None

    @property
    def is_gone(self) -> bool:
        return self.gone_at is not None


@dataclass(frozen=True, kw_only=True)
class TicketFilter:
    """Which tickets a list shows: all that is set has to apply.  `q`: words, of which the last may be a beginning."""

    q: str | None = None
    status: str | None = None
    board: str | None = None
    client: str | None = None
    is_open: bool | None = None


def tickets(
    connection: PsaConnection, wanted: TicketFilter, *, limit: int, cursor: str | None, by: User
) -> Page[TicketRow]:
    """What changed last comes first.  Raises Invalid (422) for a cursor that is not ours."""
    values: dict[str, Any] = {**vars(wanted), **_place(connection), "most": limit + 1}
    if cursor:
        (values["seen_at"],), values["seen_id"] = decode_position(cursor, moments=1)
    asked = frozenset(name for name, value in vars(wanted).items() if value is not None)
    rows = db_session().execute(_list(asked, is_open=wanted.is_open, continues=bool(cursor)), values).all()
    last = rows[limit - 1] if len(rows) > limit else None
    after = encode_position(last.remote_updated_at, row_id=last.id) if last else None
    return Page(_with_sessions(rows[:limit], by=by), after)


@dataclass(frozen=True, kw_only=True)
class TicketDetail(TicketRow):
    """A ticket with its texts; `notes` is None until they were read."""

    description: str
    board_id: str | None
    status_id: str | None
    resolved_status_id: str | None
    """What the admin chose for concluded work on this board."""
    notes: list[dict[str, Any]] | None
    notes_synced_at: datetime | None
    sync: SyncView

    @property
    def is_due(self) -> bool:
        """Whether it should be read again for somebody who looks at it."""
        read_at = self.notes_synced_at
        return read_at is None or read_at < clock.now() - NOTES_FRESH


def ticket_by_number(connection: PsaConnection, number: str, *, by: User) -> TicketDetail:
    """Also one that the PSA no longer has.  Raises NotFound."""
    if "\0" in number:
        raise NotFound  # a character that no text in PostgreSQL has
    values = {**_place(connection), "number": ticket_number(number)}
    found = db_session().execute(_by_number(), values).first()
    if found is None:
        raise NotFound
    *shown, board_id, status_id, description, notes, notes_synced_at = found
    (row,) = _with_sessions([shown], by=by)
    resolved = status_option(connection.options, Option.RESOLVED_STATUS, board_id)
    ids = {"board_id": board_id, "status_id": status_id, "resolved_status_id": resolved}
    texts = {"description": description, "notes": notes, "notes_synced_at": notes_synced_at}
    return TicketDetail(**vars(row), **ids, **texts, sync=sync_view(connection))


@dataclass(frozen=True, kw_only=True)
class SyncView:
    """How fresh the copy is.  `tickets_read`: by the sync that is running."""

    provider: str
    state: str
    error: str | None
    synced_at: datetime | None
    is_syncing: bool
    tickets_read: int


def sync_view(connection: PsaConnection) -> SyncView:
    state = SyncState.of(connection)
    return SyncView(
        provider=connection.provider,
        state=connection.state,
        error=connection.last_error or state.pause,
        synced_at=connection.synced_at,
        is_syncing=state.began_at is not None,
        tickets_read=state.tickets,
    )


def text_of_ticket(ai_session: AiSession) -> str | None:
    """Title and description of the session's ticket; None without a PSA, without a ticket, or if the copy lacks it."""
    connection_id = db_session().get_one(Account, current().account_id).psa_connection_id
    if connection_id is None or ai_session.psa_ticket_id is None:
        return None
    values = {"account_id": current().account_id, "connection_id": connection_id, "number": ai_session.psa_ticket_id}
    newest = select(_TICKETS.c.title, _TICKETS.c.description).where(
        *_OURS, _TICKETS.c.number == bindparam("number", type_=Text())
    )
    found = db_session().execute(newest.order_by(_TICKETS.c.gone_at.desc().nulls_first()).limit(1), values).first()
    return f"{found.title}\n\n{found.description}".strip() if found else None


@dataclass(frozen=True)
class TicketChoices:
    """By what the lists can be filtered, in alphabetical order."""

    statuses: list[str]
    boards: list[str]
    clients: list[str]


def ticket_choices(connection: PsaConnection) -> TicketChoices:
    return TicketChoices(
        *(
            list(db_session().scalars(_distinct(name), _place(connection) | {"most": MOST_CHOICES}))
            for name in ("status", "board", "client_name")
        )
    )


def _place(connection: PsaConnection) -> dict[str, UUID]:
    return {"account_id": current().account_id, "connection_id": connection.id}


def _with_sessions(rows: Sequence[Any], *, by: User) -> list[TicketRow]:
    named = [dict(zip(_SHOWN, row, strict=True)) for row in rows]
    sessions = newest_sessions_of([one["number"] for one in named], by=by)
    return [TicketRow(**one, session_id=sessions.get(one["number"])) for one in named]


_OURS = (
    _TICKETS.c.account_id == bindparam("account_id", type_=Uuid()),
    _TICKETS.c.connection_id == bindparam("connection_id", type_=Uuid()),
)


def _columns() -> list[ColumnElement[Any]]:
    return [*(_TICKETS.c[name] for name in _SHOWN[:-1]), merged_into()]


@lru_cache
def _list(asked: frozenset[str], *, is_open: bool | None, continues: bool) -> Select[Any]:
    wanted = select(*_columns()).where(*_OURS, _TICKETS.c.gone_at.is_(None))
    names = {"status": "status", "board": "board", "client": "client_name"}
    equal = [_TICKETS.c[names[name]] == bindparam(name, type_=Text()) for name in sorted(asked & names.keys())]
    wanted = wanted.where(*equal)
    if "q" in asked:
        found = func.search_psa_tickets(bindparam("q", type_=Text())).table_valued(column("psa_ticket_id", Uuid))
        wanted = wanted.where(_TICKETS.c.id.in_(select(found.c.psa_ticket_id)))
    if is_open is not None:
        wanted = wanted.where(~_TICKETS.c.is_closed if is_open else _TICKETS.c.is_closed)
    place = (_TICKETS.c.remote_updated_at, _TICKETS.c.id)
    if continues:
        seen = tuple_(bindparam("seen_at", type_=DateTime(timezone=True)), bindparam("seen_id", type_=Uuid()))
        wanted = wanted.where(tuple_(*place) < seen)
    return wanted.order_by(*(one.desc() for one in place)).limit(bindparam("most", type_=Integer()))


@lru_cache
def _by_number() -> Select[Any]:
    """A number may have been used twice if the PSA was restored from a backup: then the one that is still there."""
    ids = (_TICKETS.c.board_id, _TICKETS.c.status_id)
    texts = (_TICKETS.c.description, _TICKETS.c.notes, _TICKETS.c.notes_synced_at)
    found = select(*_columns(), *ids, *texts).where(*_OURS, _TICKETS.c.number == bindparam("number", type_=Text()))
    return found.order_by(_TICKETS.c.gone_at.desc().nulls_first(), _TICKETS.c.remote_updated_at.desc()).limit(1)


@lru_cache
def _distinct(name: str) -> Any:
    """Jumps from one value to the next in the index, instead of reading all rows for a few values."""
    ours = "account_id = :account_id and connection_id = :connection_id and gone_at is null"
    return text(
        "with recursive seen(value, number) as ("  # noqa: S608 -- names of our own columns
        f" (select {name}, 1 from psa_tickets where {ours} and {name} > '' order by {name} limit 1)"
        " union all select ("
        f"  select {name} from psa_tickets where {ours} and {name} > seen.value order by {name} limit 1"
        " ), number + 1 from seen where seen.value is not null and number < :most"
        ") select value from seen where value is not null"
    )
