"""The life of a push's operations: which is next, and what became of it (docs/adr/0058).

An operation is committed as `sending` before its call, so that whatever happens to the worker, what may have been
written is looked for by its marker before it is written again.  All functions expect the push's row to be locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sqlalchemy import exists, select

from models.core import clock
from models.core.database.tables import JsonObject
from models.core.unit_of_work import db_session
from models.psa_operation import SETTLED_AFTER, Kind, OperationState, PsaOperation

EARLY = timedelta(seconds=1)
"""A job may run a little before its operation is due: the clocks of workers and of PostgreSQL differ."""
FIRST_LOOK, LATER_LOOKS = timedelta(seconds=5), timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=30)
PART_OF_AGE = 10
"""What is a minute old waits six seconds more before it is sent again."""
LOOKS_AFTER_LOST = 2
LOOKS_AFTER_REFUSED = 1
"""After a 429, or the death of a worker whose call is certainly over: what is not found then was not written."""
BUSY = timedelta(seconds=3)
"""How long to wait while another push writes to the ticket."""


class Reason(Protocol):
    """Why an operation has no effect: a stable code, and a sentence for people."""

    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...


class Action(StrEnum):
    WRITE = "write"
    LOOK = "look"
    """Search the PSA for the marker."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a job does next, with no database connection held.  Give it back with the result."""

    operation_id: UUID
    attempt: int
    action: Action
    kind: Kind
    payload: JsonObject
    marker: str


@dataclass(frozen=True)
class Wait:
    """Nothing can be done before this time."""

    until: datetime


def next_step(operations: Sequence[PsaOperation], *, job_id: UUID) -> Step | Wait | None:
    """The next operation in its order, marked as being sent or looked for by this job; None if all are settled."""
    for operation in operations:
        _take_over(operation)
        if not operation.is_open:
            continue
        if (until := _waits_until(operation)) and clock.now() < until - EARLY:
            return Wait(until)
        return _start(operation, job_id)
    return None


def _take_over(operation: PsaOperation) -> None:
    """Its worker has died, or was interrupted: by now its call is over, and its effect can be looked for."""
    is_over = operation.started_at is not None and clock.now() >= operation.started_at + SETTLED_AFTER
    if operation.state != OperationState.SENDING or not is_over:
        return
    if operation.kind == Kind.STATUS:
        operation.state, operation.next_attempt_at = OperationState.PENDING, None
    else:
        _look(operation, looks=LOOKS_AFTER_REFUSED, at=None)


def _waits_until(operation: PsaOperation) -> datetime | None:
    if operation.state == OperationState.SENDING:
        return (operation.started_at or clock.now()) + SETTLED_AFTER + EARLY
    return operation.next_attempt_at


def _start(operation: PsaOperation, job_id: UUID) -> Step | Wait:
    action = Action.LOOK if operation.state == OperationState.UNKNOWN else Action.WRITE
    if action == Action.WRITE:
        if _is_written_to(operation):
            return Wait(clock.now() + BUSY)
        operation.state, operation.started_at = OperationState.SENDING, clock.now()
    operation.attempts += 1
    operation.job_id, operation.next_attempt_at = job_id, None
    return Step(
        operation_id=operation.id,
        attempt=operation.attempts,
        action=action,
        kind=Kind(operation.kind),
        payload=operation.payload,
        marker=operation.marker,
    )


def _is_written_to(operation: PsaOperation) -> bool:
    """Whether another operation writes to the ticket; of two that ask at once, the unique index stops one."""
    if operation.ticket_number is None:
        return False
    writing = exists().where(
        PsaOperation.connection_id == operation.connection_id,
        PsaOperation.ticket_number == operation.ticket_number,
        PsaOperation.state == OperationState.SENDING,
        PsaOperation.id != operation.id,
    )
    return bool(db_session().scalar(select(writing)))


def note_sent(operation: PsaOperation, step: Step, remote_id: str) -> None:
    """The PSA has it.  That is true of a late result too, unless somebody else has settled it meanwhile."""
    if not operation.is_open or operation.attempts < step.attempt:
        return
    operation.state, operation.remote_id, operation.sent_at = OperationState.SENT, remote_id, clock.now()
    operation.last_error_code = operation.last_error = operation.next_attempt_at = None
    operation.looks_left = 0


def note_absent(operation: PsaOperation, step: Step) -> None:
    """The PSA does not have the marker: after the last look, it is sent again."""
    if not _is_current(operation, step):
        return
    operation.looks_left -= 1
    if operation.looks_left > 0:
        operation.next_attempt_at = clock.now() + LATER_LOOKS
    else:
        now = clock.now()
        # A PSA that loses one answer after the other is asked less and less often.
        pause = min((now - operation.created_at) / PART_OF_AGE, LONGEST_PAUSE)
        operation.state, operation.next_attempt_at = OperationState.PENDING, now + pause


def note_lost(operation: PsaOperation, step: Step, reason: Reason, *, is_over: bool = False) -> None:
    """The answer to a write was lost.  `is_over`: it has been tried for long enough."""
    if not _is_current(operation, step):
        return
    _set_reason(operation, reason)
    _look(operation, looks=LOOKS_AFTER_LOST, at=clock.now() + FIRST_LOOK)
    if is_over:
        operation.looks_left, operation.next_attempt_at = 0, None


def note_held_off(operation: PsaOperation, step: Step, reason: Reason, *, at: datetime, looks: int = 0) -> None:
    """It is tried again at `at`; with `looks`, it is looked for before it is sent again."""
    if not _is_current(operation, step):
        return
    _set_reason(operation, reason)
    if step.action == Action.LOOK:
        operation.next_attempt_at = at
    elif looks:
        _look(operation, looks=looks, at=at)
    else:
        operation.state, operation.next_attempt_at = OperationState.PENDING, at


def note_failed(operation: PsaOperation, step: Step, reason: Reason) -> None:
    """Give it up: `failed` if it certainly had no effect, `unknown` if it may have had one."""
    if not _is_current(operation, step):
        return
    _set_reason(operation, reason)
    is_unknown = step.action == Action.LOOK
    operation.state = OperationState.UNKNOWN if is_unknown else OperationState.FAILED
    operation.next_attempt_at, operation.looks_left = None, 0


def note_abandoned(operation: PsaOperation, reason: Reason) -> None:
    """The job that would do it is dead.  A write that had begun may have had its effect."""
    if not operation.is_open:
        return
    _set_reason(operation, reason)
    is_unknown = operation.state != OperationState.PENDING
    operation.state = OperationState.UNKNOWN if is_unknown else OperationState.FAILED
    operation.next_attempt_at, operation.looks_left = None, 0


def look_first(operation: PsaOperation, former: PsaOperation) -> None:
    """Another operation has written the same, or may have: its marker is searched for before this is written."""
    operation.marker = former.marker
    is_there = former.state == OperationState.SENT
    _look(operation, looks=1, at=None if is_there else (former.started_at or clock.now()) + SETTLED_AFTER)


def skip(operation: PsaOperation, reason: Reason) -> None:
    """Leave it out: it has had no effect."""
    _set_reason(operation, reason)
    operation.state, operation.next_attempt_at = OperationState.SKIPPED, None


def _look(operation: PsaOperation, *, looks: int, at: datetime | None) -> None:
    operation.state, operation.looks_left, operation.next_attempt_at = OperationState.UNKNOWN, looks, at


def _is_current(operation: PsaOperation, step: Step) -> bool:
    return operation.is_open and operation.attempts == step.attempt


def _set_reason(operation: PsaOperation, reason: Reason) -> None:
    operation.last_error_code, operation.last_error = reason.code, reason.message
