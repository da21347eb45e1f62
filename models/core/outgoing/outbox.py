"""Jobs and events as rows of the same transaction that caused them (the transactional outbox).

PostgreSQL is authoritative, and Redis only wakes the workers.  After the commit the fast path sends the new rows to
Redis.  If a row does not arrive there or is lost, the sweeper sends it again until it is done.  This module has the
row and its statements; `dispatch` sends rows to Redis, and `tasks.relay` is the sweeper.

A row's life: ready → running (taken by a worker, under a lease) → done | ready again (failed, retried) | dead.
An event's row is done when Redis has it; a job's when the job's own transaction says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock, ids
from models.core.database import lookups
from models.core.database.tables import Base, JsonObject, one_of
from models.core.observing import origin

# Attempts after which a job is given up: counted when taken, so that one that kills its worker is caught too.
MAX_ATTEMPTS = 8
# As long as a row is younger, a wait that an external system asked for does not count as an attempt.
PATIENCE = timedelta(hours=1)
# How long the sweeper leaves a new row to the fast path.
GRACE = timedelta(seconds=2)


class Kind(StrEnum):
    JOB = "job"
    EVENT = "event"


class State(StrEnum):
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A request on its way.  `due` is when the sweeper may take it; None means at once by the fast path."""

    account_id: UUID
    kind: Kind
    name: str
    args: JsonObject
    due: datetime | None = None
    id: UUID = field(default_factory=ids.new_id)

    @property
    def is_due_at_once(self) -> bool:
        return self.due is None


class OutboxRow(Base):
    """The table.  Its partial index covers open rows only, so that it stays tiny however many are done.

    The column `dedupe_key` is not mapped: nothing uses it, and the next release drops it (`docs/production.md`).
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(one_of("kind", Kind), name="kind"),
        CheckConstraint(one_of("state", State), name="state"),
        Index("ix_outbox_due", "due", postgresql_where=text("state in ('ready', 'running')")),
        Index("ix_outbox_dead", "account_id", postgresql_where=text("state = 'dead'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[str]
    name: Mapped[str]
    args: Mapped[JsonObject]
    state: Mapped[str] = mapped_column(server_default=State.READY)
    due: Mapped[datetime]
    """When the sweeper looks at it next: to send it, to send it again, or to end a silent worker's lease."""
    not_before: Mapped[datetime | None]
    """A deadline's or a retry's time: a message that comes earlier, a duplicate, takes nothing."""
    claim: Mapped[UUID | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    last_error: Mapped[str | None]
    """The last failure's message."""
    error_code: Mapped[str | None]
    """The last failure's code; null once the job is done."""
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    request_id: Mapped[str | None]
    """The HTTP request that asked for the job.  Jobs that a job asks for keep it, and all log lines have it."""


def columns_of(requested: Sequence[Row]) -> list[JsonObject]:
    """As they stand in the table; those that are due at once are left to the fast path for a while."""
    now = clock.now()
    same = {"created_at": now, "request_id": origin.current().request_id}
    return [
        {
            "id": row.id,
            "account_id": row.account_id,
            "kind": row.kind,
            "name": row.name,
            "args": row.args,
            "due": row.due or now + GRACE,
            "not_before": row.due,
            **same,
        }
        for row in requested
    ]


@dataclass(frozen=True)
class Failure:
    """Why a job did not end well: `code` is stable and for programs, `message` for operators and without secrets."""

    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A job that this worker holds under `claim` until its lease ends."""

    id: UUID
    account_id: UUID
    name: str
    args: JsonObject
    attempts: int
    claim: UUID
    request_id: str | None = None

    @property
    def is_exhausted(self) -> bool:
        """True when taking it used up the last attempt: it is given up instead of run."""
        return self.attempts > MAX_ATTEMPTS


_FINISH = text(
    "update outbox set state = 'done', done_at = now(), last_error = null, error_code = null"
    " where id = :id and claim = :claim and state = 'running'"
)
_LEAVE = text(
    "update outbox set state = :state, due = :due, not_before = :due, last_error = :message, error_code = :code,"
    " claim = null, attempts = attempts - :refund where id = :id and claim = :claim and state = 'running'"
)
_POSTPONE = text(
    "update outbox set state = 'ready', due = :due, not_before = :due, last_error = :message, error_code = :code,"
    " claim = null, attempts = attempts - case when created_at > :patient_since then 1 else 0 end"
    " where id = :id and claim = :claim and state = 'running'"
    " and (created_at > :patient_since or attempts < :most_attempts)"
)


def take(db_session: Session, row_id: UUID, *, lease: timedelta) -> Taken | None:
    """ready → running with a new claim, before the tenant is known.  None: done, dead, or somebody else has it."""
    claim = ids.new_id()
    found = lookups.take_job(db_session, row_id, claim=claim, lease=lease)
    return Taken(claim=claim, **found) if found else None


def take_due(db_session: Session, *, limit: int, lease: timedelta) -> list[Row]:
    """The rows of all accounts that the sweeper sends next; each is due again after `lease`."""
    found = lookups.take_due(db_session, limit=limit, lease=lease)
    return [Row(**{**row._asdict(), "kind": Kind(row.kind)}) for row in found]


def finish(db_session: Session, job: Taken) -> bool:
    """running → done, in the transaction of the job's own writes.  False: the lease was lost, roll back."""
    return _changed_one(db_session, _FINISH, {"id": job.id, "claim": job.claim})


def give_back(db_session: Session, job: Taken, *, due: datetime, failure: Failure, refund: bool = False) -> bool:
    """running → ready at `due`.  `refund` returns the attempt: the job was interrupted, it did not fail."""
    values = {"state": State.READY, "due": due, "refund": int(refund)}
    return _changed_one(db_session, _LEAVE, values | _ending(job, failure))


def postpone(db_session: Session, job: Taken, *, due: datetime, failure: Failure) -> bool:
    """running → ready at `due`, with the attempt returned unless the row has been waiting for longer than PATIENCE.

    Returns False if the row is that old and has no attempt left, or if the lease was lost.
    """
    values = {"due": due, "patient_since": clock.now() - PATIENCE, "most_attempts": MAX_ATTEMPTS}
    return _changed_one(db_session, _POSTPONE, values | _ending(job, failure))


def bury(db_session: Session, job: Taken, *, failure: Failure) -> bool:
    """running → dead: `outbox status` shows it until somebody resends it."""
    values = {"state": State.DEAD, "due": clock.now(), "refund": 0}
    return _changed_one(db_session, _LEAVE, values | _ending(job, failure))


def _ending(job: Taken, failure: Failure) -> dict[str, Any]:
    return {"id": job.id, "claim": job.claim, "code": failure.code, "message": failure.message}


def _changed_one(db_session: Session, statement: Any, values: dict[str, Any]) -> bool:
    result: Any = db_session.execute(statement, values)
    return bool(result.rowcount == 1)
