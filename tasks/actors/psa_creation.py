"""The steps of creating a ticket: one call in each run of the job."""

from __future__ import annotations

import time
from datetime import datetime
from uuid import UUID

from models.core import clock
from models.core.locking import locked
from models.operations import psa_new_tickets as tickets
from models.operations.psa_operations import LOOKS_AFTER_LOST, LOOKS_AFTER_REFUSED, Action, Step, Wait
from models.psa_operation import PsaOperation
from tasks.actors.psa_attempts import next_attempt
from tasks.actors.psa_reading import psa_of
from tasks.integrations.errors import CallFailed, UnknownOutcome
from tasks.integrations.outgoing import NotConnected
from tasks.integrations.psa import NewTicket, Psa, RateLimited, Ticket
from tasks.running import RunningJob


def create_ticket(job: RunningJob, operation_id: UUID) -> None:
    began = time.monotonic()
    with job.transaction():
        found = tickets.advance(operation_id, job_id=job.taken.id)
        psa = psa_of(job, found[0]) if isinstance(found, tuple) else None
    if psa is None or not isinstance(found, tuple):
        with job.finish():
            if isinstance(found, Wait):
                tickets.request_creation(operation_id, due=found.until)
        return
    psa.begin_step(began)
    step, read_at = found[1], clock.now()
    result = _call(psa, step)
    with job.finish():
        _record(operation_id, step, result, read_at)
        operation = locked(PsaOperation, operation_id)
        if operation.is_open:
            tickets.request_creation(operation_id, due=operation.next_attempt_at)


def _call(psa: Psa, step: Step) -> Ticket | CallFailed | None:
    try:
        if step.action == Action.LOOK:
            return psa.find_created_ticket(step.marker)
        return psa.create_ticket(_new_ticket(step))
    except CallFailed as error:
        return error


def _record(operation_id: UUID, step: Step, result: Ticket | CallFailed | None, read_at: datetime) -> None:
    if result is None:
        tickets.record_absent(operation_id, step)
    elif isinstance(result, Ticket):
        tickets.record_created(operation_id, step, result, read_at=read_at)
    else:
        _record_failure(operation_id, step, result)


def _record_failure(operation_id: UUID, step: Step, error: CallFailed) -> None:
    """Unless nothing was sent, the ticket may exist: some PSAs answer with an id, and the ticket is read by it."""
    if step.action == Action.WRITE and isinstance(error, UnknownOutcome):
        tickets.record_lost(operation_id, step, error)
        return
    at = next_attempt(error, attempts=step.attempt)
    if at is None:
        tickets.record_failed(operation_id, step, error)
        return
    looks = 0 if isinstance(error, NotConnected) else LOOKS_AFTER_LOST
    looks = LOOKS_AFTER_REFUSED if isinstance(error, RateLimited) else looks
    tickets.record_held_off(operation_id, step, error, at=at, looks=looks)


def _new_ticket(step: Step) -> NewTicket:
    names = ("title", "description", "contact_id", "board_id", "priority_id")
    given = {name: step.payload[name] for name in names}
    return NewTicket(company_id=step.payload["client_id"], marker=step.marker, **given)
