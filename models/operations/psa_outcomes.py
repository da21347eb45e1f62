"""What became of a push's calls, in the states that people see.  Each function expects the push's row to be locked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from models import events
from models.core import clock
from models.core.locking import locked
from models.operations import psa_operations
from models.operations.psa_notices import tell_of_failure
from models.operations.psa_operations import Reason, Step
from models.operations.psa_reasons import NOTE_NOT_POSTED, TICKET_CHANGED
from models.operations.psa_tickets import note_written
from models.psa_operation import Kind, OperationState, PsaOperation
from models.psa_push import PsaPush, PushState
from models.queries.psa_pushes import operations_of

PATIENCE = timedelta(hours=24)
"""How long a push is tried."""


def record_sent(push_id: UUID, step: Step, remote_id: str) -> None:
    push, operations, operation = _of(push_id, step)
    psa_operations.note_sent(operation, step, remote_id)
    settle(push, operations)


def record_absent(push_id: UUID, step: Step) -> None:
    push, operations, operation = _of(push_id, step)
    psa_operations.note_absent(operation, step)
    settle(push, operations)


def record_lost(push_id: UUID, step: Step, reason: Reason) -> None:
    """The answer to a write was lost.  After a day of lost answers, it is left to people."""
    push, operations, operation = _of(push_id, step)
    is_over = clock.now() > push.tried_since + PATIENCE
    psa_operations.note_lost(operation, step, reason, is_over=is_over)
    settle(push, operations)


def record_held_off(push_id: UUID, step: Step, reason: Reason, *, at: datetime, looks: int) -> None:
    """The call had no effect and may succeed at `at`; given up once the push has been tried for a day."""
    push, operations, operation = _of(push_id, step)
    if at > push.tried_since + PATIENCE:
        psa_operations.note_failed(operation, step, reason)
    else:
        psa_operations.note_held_off(operation, step, reason, at=at, looks=looks)
    settle(push, operations)


def record_failed(push_id: UUID, step: Step, reason: Reason) -> None:
    push, operations, operation = _of(push_id, step)
    psa_operations.note_failed(operation, step, reason)
    settle(push, operations)


def record_skipped(push_id: UUID, step: Step, reason: Reason) -> None:
    """The call was not made after all."""
    push, operations, operation = _of(push_id, step)
    if operation.is_open and operation.attempts == step.attempt:
        psa_operations.skip(operation, reason)
    settle(push, operations)


def record_unread(push_id: UUID, reason: Reason, *, at: datetime | None) -> None:
    """The ticket could not be read: nothing was written so far.  None: another attempt would fail in the same way."""
    push = locked(PsaPush, push_id)
    if push.state != PushState.QUEUED or operations_of(push):
        return
    if at is None or at > push.tried_since + PATIENCE:
        give_up(push, reason)
        return
    push.attempts += 1
    push.next_attempt_at, push.error_code, push.error = at, reason.code, reason.message
    events.psa_push_changed(push)


def settle(push: PsaPush, operations: Sequence[PsaOperation]) -> None:
    """Set the push's state from its operations, and tell whoever has to know.  What is canceled stays so."""
    if push.ticket_remote_id and any(one.state == OperationState.SENT for one in operations):
        note_written(push.connection_id, push.ticket_remote_id)
    if push.state == PushState.CANCELED:
        return
    notes = [one for one in operations if one.kind == Kind.NOTE]
    given_up = next((one for one in notes if not one.is_open and one.state != OperationState.SENT), None)
    if given_up is not None:
        _leave_out(operations)
        state = PushState.FAILED if given_up.state == OperationState.FAILED else PushState.UNKNOWN
        _end(push, state, code=given_up.last_error_code, message=given_up.last_error)
        return
    if notes and all(one.state == OperationState.SENT for one in notes):
        push.state, push.sent_at = PushState.SENT, push.sent_at or clock.now()
        changed = any(one.last_error_code == TICKET_CHANGED.code for one in operations)
        push.error_code = TICKET_CHANGED.code if changed else None
        push.error = TICKET_CHANGED.message if changed else None
    else:
        waits = next((one for one in notes if one.is_open and one.last_error_code), None)
        push.error_code, push.error = (waits.last_error_code, waits.last_error) if waits else (None, None)
    events.psa_push_changed(push)


def give_up(push: PsaPush, reason: Reason) -> None:
    """Nothing was written, and nothing will be until somebody tries again."""
    _end(push, PushState.FAILED, code=reason.code, message=reason.message)


def break_off(push: PsaPush, operations: Sequence[PsaOperation], reason: Reason) -> None:
    """What is left of it will not be written until somebody tries again.  What was begun may have had its effect."""
    for operation in operations:
        if operation.state == OperationState.PENDING and operation.kind != Kind.NOTE:
            psa_operations.skip(operation, reason)
        else:
            psa_operations.note_abandoned(operation, reason)
    settle(push, operations)


def cancel(push: PsaPush, reason: Reason) -> None:
    """It is no longer wanted, and nothing of it was begun."""
    push.state, push.next_attempt_at = PushState.CANCELED, None
    push.error_code, push.error = reason.code, reason.message
    events.psa_push_changed(push)


def _leave_out(operations: Sequence[PsaOperation]) -> None:
    """A status without its note would say that something was done, and nobody could read what."""
    for operation in operations:
        if operation.state == OperationState.PENDING:
            psa_operations.skip(operation, NOTE_NOT_POSTED)


def _end(push: PsaPush, state: PushState, *, code: str | None, message: str | None) -> None:
    was_given_up = push.is_given_up
    push.state, push.error_code, push.error, push.next_attempt_at = state, code, message, None
    if not was_given_up:
        tell_of_failure(push)
    events.psa_push_changed(push)


def _of(push_id: UUID, step: Step) -> tuple[PsaPush, Sequence[PsaOperation], PsaOperation]:
    push = locked(PsaPush, push_id)
    operations = operations_of(push)
    return push, operations, next(one for one in operations if one.id == step.operation_id)
