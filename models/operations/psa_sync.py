"""The sync of a connection's tickets: what it reads next, what becomes of a page, and when it runs again.

A connection has one chain of jobs.  Each reads one page, stores it and requests its successor in the same
transaction.  The number of the turn that may follow is in the connection's row: a job with another number ends without
doing anything, so that one chain goes on however often a sync is started or a job comes twice.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from models import events
from models.core import clock
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.jobs import Job, request
from models.operations.psa_health import note_failing, note_working
from models.operations.psa_tickets import store_tickets, tickets_to_check
from models.psa_connection import PsaConnection
from models.psa_sync_state import SyncState
from models.psa_ticket import RemoteTicket

INTERVAL = timedelta(minutes=3)
OVERLAP = timedelta(minutes=15)
"""What changed shortly before the last sync is read again: the PSA's clock may be late, and so may its index."""
PAGES_AT_ONCE = 10
PAGE_PAUSE = timedelta(seconds=2)
"""Between the pages of a long sync, so that it takes half of a PSA's rate and leaves the rest to people's calls."""
MOST_PAGES = 20_000
SHORTEST_GAP = timedelta(seconds=15)
"""A copy that was complete less long ago is not read again at once, however many people ask."""
SILENT = timedelta(minutes=1)
"""A chain that did nothing for so long waits for its next turn, or has ended: a person's wish starts another one."""
FAILURES_BEFORE_FAILING = 5
FIRST_BACKOFF, LONGEST_BACKOFF = timedelta(seconds=15), timedelta(minutes=15)
FIRST_MISCONFIGURED_BACKOFF, LONGEST_MISCONFIGURED_BACKOFF = timedelta(minutes=5), timedelta(hours=1)
"""Wrong credentials that are tried too often may lock the PSA's user."""
LONGEST_PAUSE = timedelta(hours=1)
"""What a PSA asks for is not trusted beyond this."""
CHECK_AFTER = timedelta(days=1)
CHECKED_AT_ONCE = 10
MOST_ASKING = 20


@dataclass(frozen=True, kw_only=True)
class SyncStep:
    """What a job reads.  `began_at`: when its pass began."""

    turn: int
    began_at: datetime
    since: datetime | None
    cursor: str | None


@dataclass(frozen=True, kw_only=True)
class PageRead:
    tickets: Sequence[RemoteTicket]
    next_cursor: str | None
    read_at: datetime
    """Just before the call."""


@dataclass(frozen=True, kw_only=True)
class SyncFailure:
    """`code` and `message` as of a `CallFailed`; `after`: how many seconds the PSA asked us to wait."""

    code: str
    message: str
    is_misconfigured: bool = False
    is_pause: bool = False
    """The PSA, or we, only wait for its rate: no fault."""
    restarts: bool = False
    """The pass has to begin anew, because the PSA no longer knows its cursor."""
    after: float | None = None


def start_sync(connection: PsaConnection) -> None:
    """Begin a chain of jobs at once; an older one ends.  A pass that is under way goes on where it stands.

    Call it when an account connects its PSA, and when an admin has corrected the connection.  Expects the row to be
    locked, or new and flushed.
    """
    _request_turn(connection, replace(SyncState.of(connection), failures=0), due=None)


def ask_for_sync(connection: PsaConnection, *, user_id: UUID) -> None:
    """A person wants what is new; they are told by `psa_tickets_synced`.  Expects the row to be locked."""
    state, now = SyncState.of(connection), clock.now()
    is_active = _is_after(state.stepped_at, now - SILENT)
    if state.began_at is None and not state.failures and _is_after(state.complete_until, now - SHORTEST_GAP):
        events.psa_tickets_synced([str(user_id)], synced_at=connection.synced_at, code=None)
        return
    is_expected = is_active and (state.began_at is not None or bool(state.asked_by))
    is_resting = bool(state.failures) and _is_after(state.stepped_at, now - SHORTEST_GAP)
    asked_by = list(dict.fromkeys([*state.asked_by, str(user_id)]))[-MOST_ASKING:]
    state = replace(state, asked_by=asked_by, again=is_active and state.began_at is not None)
    if is_expected or is_resting:
        state.keep(connection)
    else:
        _request_turn(connection, replace(state, stepped_at=clock.rfc3339(now)), due=None)


def next_step(connection: PsaConnection, turn: int) -> SyncStep | None:
    """What the job of this turn reads; None if it is not its turn."""
    state = SyncState.of(connection)
    if state.turn != turn or not connection.is_connected:
        return None
    since = _moment(state.complete_until)
    return SyncStep(
        turn=turn,
        began_at=_moment(state.began_at) or clock.now(),
        since=since - OVERLAP if since else None,
        cursor=state.cursor,
    )


def record_page(connection_id: UUID, step: SyncStep, page: PageRead) -> None:
    """Store a page and request the next job.

    Rows of sessions are locked before the connection's, as everywhere.  What is stored may be stored twice, so that
    it does not matter if the turn was lost meanwhile; of a connection that has ended meanwhile, it is deleted.
    """
    store_tickets(db_session().get_one(PsaConnection, connection_id), page.tickets, read_at=page.read_at)
    connection = locked(PsaConnection, connection_id)
    state = SyncState.of(connection)
    if state.turn != step.turn or not connection.is_connected:
        if not connection.is_connected:
            request(Job.PSA_CONNECTION_CLEAR, connection_id=connection_id)
        return
    note_working(connection)
    state = replace(
        SyncState.of(connection),
        began_at=clock.rfc3339(step.began_at),
        cursor=page.next_cursor,
        pages=state.pages + 1,
        tickets=state.tickets + len(page.tickets),
        failures=0,
        pause=None,
        stepped_at=clock.rfc3339(clock.now()),
    )
    if page.next_cursor is None or state.pages >= MOST_PAGES:
        _complete(connection, state, step)
    else:
        _request_turn(connection, state, due=clock.now() + PAGE_PAUSE if state.pages >= PAGES_AT_ONCE else None)


def record_failure(connection_id: UUID, turn: int, failure: SyncFailure) -> None:
    """A page could not be read: try again later.  The people who asked for it are told."""
    connection = locked(PsaConnection, connection_id)
    state = SyncState.of(connection)
    if state.turn != turn or not connection.is_connected:
        return
    state = replace(state, stepped_at=clock.rfc3339(clock.now()))
    if failure.restarts:
        state = replace(state, began_at=None, cursor=None, pages=0, tickets=0)
    events.psa_tickets_synced(state.asked_by, synced_at=connection.synced_at, code=failure.code)
    state = replace(state, asked_by=[], again=False, pause=failure.message if failure.is_pause else None)
    if not failure.is_pause:
        state = replace(state, failures=state.failures + 1)
        is_certain = failure.is_misconfigured or state.failures >= FAILURES_BEFORE_FAILING
        note_failing(connection, code=failure.code, message=failure.message, is_certain=is_certain)
    _request_turn(connection, state, due=clock.now() + _backoff(state.failures, failure))


def _complete(connection: PsaConnection, state: SyncState, step: SyncStep) -> None:
    """The copy has everything that had changed when the pass began."""
    connection.synced_at = step.began_at
    for ticket_id in tickets_to_check(connection, read_before=clock.now() - CHECK_AFTER, most=CHECKED_AT_ONCE):
        request(Job.PSA_TICKET_CHECK, ticket_id=ticket_id)
    done = replace(
        state,
        complete_until=clock.rfc3339(step.began_at),
        began_at=None,
        cursor=None,
        pages=0,
        tickets=0,
        again=False,
    )
    due = step.began_at + INTERVAL * random.uniform(0.95, 1.05)
    if state.again:
        _request_turn(connection, done, due=None)
        return
    events.psa_tickets_synced(state.asked_by, synced_at=connection.synced_at, code=None)
    _request_turn(connection, replace(done, asked_by=[]), due=due if due > clock.now() else None)


def _request_turn(connection: PsaConnection, state: SyncState, *, due: datetime | None) -> None:
    """Request the next job, the only one whose turn it is then."""
    state = replace(state, turn=state.turn + 1)
    state.keep(connection)
    request(Job.PSA_TICKETS_SYNC, due=due, connection_id=connection.id, turn=state.turn)


def _backoff(failures: int, failure: SyncFailure) -> timedelta:
    first, longest = FIRST_BACKOFF, LONGEST_BACKOFF
    if failure.is_misconfigured:
        first, longest = FIRST_MISCONFIGURED_BACKOFF, LONGEST_MISCONFIGURED_BACKOFF
    pause = min(first * 2 ** min(max(failures - 1, 0), 12), longest)
    asked = min(timedelta(seconds=failure.after or 0), LONGEST_PAUSE)
    longer: timedelta = max(pause, asked) * random.uniform(1, 1.1)
    return longer


def _moment(spelt: str | None) -> datetime | None:
    return datetime.fromisoformat(spelt) if spelt else None


def _is_after(spelt: str | None, moment: datetime) -> bool:
    found = _moment(spelt)
    return found is not None and found > moment
