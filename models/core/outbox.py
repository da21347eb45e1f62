"""Jobs and events as rows of the same transaction that caused them (the transactional outbox).

PostgreSQL is the truth, Redis a doorbell: after the commit the fast path hands the new rows to Redis; whatever
did not arrive, or was lost there, the sweeper sends again until the row is done.  This module is the row and the
statements on it; `dispatch` is the way to Redis, `tasks.relay` the sweeper.

A row's life: ready → running (taken by a worker, under a lease) → done | ready again (failed, retried) | dead.
An event's row is done when Redis has it; a job's when the job's own transaction says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock, ids, origin
from models.core.tables import Base, JsonObject, one_of

# Attempts after which a job is given up: counted when taken, so that one that kills its worker is caught too.
MAX_ATTEMPTS = 8
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
    dedupe_key: str | None = None
    due: datetime | None = None
    id: UUID = field(default_factory=ids.new_id)

    @property
    def is_due_at_once(self) -> bool:
        return self.due is None


class OutboxRow(Base):
    """The table.  Its partial index covers open rows only, so that it stays tiny however many are done."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("account_id", "dedupe_key"),
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
    dedupe_key: Mapped[str | None]
    state: Mapped[str] = mapped_column(server_default=State.READY)
    due: Mapped[datetime]
    """When the sweeper looks at it next: to send it, to send it again, or to end a silent worker's lease."""
    not_before: Mapped[datetime | None]
    """A deadline's or a retry's time: a message that comes earlier, a duplicate, takes nothing."""
    claim: Mapped[UUID | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    last_error: Mapped[str | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    request_id: Mapped[str | None]
    """Of the request that asked, also over several jobs; the log lines of all of them carry it."""


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
            "dedupe_key": row.dedupe_key,
            "due": row.due or now + GRACE,
            "not_before": row.due,
            **same,
        }
        for row in requested
    ]


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


# These three run before the tenant is known, through SECURITY DEFINER functions of the lookup role (migrations).
_TAKE = text("select * from outbox_take_job(:id, :claim, :lease)")
_EXTEND = text("select outbox_extend(cast(:claims as uuid[]), :lease)")
_TAKE_DUE = text("select * from outbox_take_due(:limit, :lease)")
_CONFIRM = text("select outbox_confirm_sent(cast(:ids as uuid[]))")

_STATUS = text("select * from outbox_figures() order by state, kind, name")
_DEAD = text("select * from outbox_dead(:most)")
_RESEND = text("select outbox_resend_some(:id, :name)")

_FINISH = text(
    "update outbox set state = 'done', done_at = now(), last_error = null"
    " where id = :id and claim = :claim and state = 'running'"
)
_RETURN = text(
    "update outbox set state = :state, due = :due, not_before = :due, last_error = :error, claim = null,"
    " attempts = attempts - :refund where id = :id and claim = :claim and state = 'running'"
)


def take(db_session: Session, row_id: UUID, *, lease: timedelta) -> Taken | None:
    """ready → running with a new claim, before the tenant is known.  None: done, dead, or somebody else has it."""
    claim = ids.new_id()
    found = db_session.execute(_TAKE, {"id": row_id, "claim": claim, "lease": lease}).mappings().one_or_none()
    return Taken(claim=claim, **found) if found else None


def extend(db_session: Session, claims: Iterable[UUID], *, lease: timedelta) -> None:
    """Push the leases of everything this process holds; one statement whatever their number."""
    db_session.execute(_EXTEND, {"claims": [str(claim) for claim in claims], "lease": lease})


def take_due(db_session: Session, *, limit: int, lease: timedelta) -> list[Row]:
    """What the sweeper is to send: due rows of all accounts, each pushed ahead by `lease` so that copies share."""
    found = db_session.execute(_TAKE_DUE, {"limit": limit, "lease": lease}).mappings()
    return [Row(**{**row, "kind": Kind(row["kind"])}) for row in found]


def confirm_sent(db_session: Session, event_ids: Iterable[UUID]) -> None:
    """Event rows are done: Redis has them."""
    db_session.execute(_CONFIRM, {"ids": [str(event_id) for event_id in event_ids]})


def status(db_session: Session) -> list[Any]:
    """Open and dead rows of all accounts, counted: (state, kind, name, count, oldest)."""
    return list(db_session.execute(_STATUS))


def dead(db_session: Session, *, most: int) -> list[Any]:
    """Dead rows of all accounts, oldest first: (id, name, attempts, last_error, created_at, request_id)."""
    return list(db_session.execute(_DEAD, {"most": most}))


def resend(db_session: Session, *, row_id: UUID | None = None, name: str | None = None) -> int:
    """Dead rows (all, one, or those of a job's name) are ready again, with all their attempts; how many."""
    return int(db_session.scalar(_RESEND, {"id": row_id, "name": name}) or 0)


def finish(db_session: Session, job: Taken) -> bool:
    """running → done, in the transaction of the job's own writes.  False: the lease was lost, roll back."""
    return _changed_one(db_session, _FINISH, {"id": job.id, "claim": job.claim})


def give_back(db_session: Session, job: Taken, *, due: datetime, error: str | None, refund: bool = False) -> bool:
    """running → ready at `due`.  `refund` returns the attempt: the job was interrupted, it did not fail."""
    values = {"id": job.id, "claim": job.claim, "state": State.READY, "due": due, "error": error, "refund": int(refund)}
    return _changed_one(db_session, _RETURN, values)


def bury(db_session: Session, job: Taken, *, error: str) -> bool:
    """running → dead: shown by `outbox status` until somebody resends it."""
    values = {"id": job.id, "claim": job.claim, "state": State.DEAD, "due": clock.now(), "error": error, "refund": 0}
    return _changed_one(db_session, _RETURN, values)


def _changed_one(db_session: Session, statement: Any, values: dict[str, Any]) -> bool:
    result: Any = db_session.execute(statement, values)
    return bool(result.rowcount == 1)
