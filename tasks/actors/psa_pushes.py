"""Notes, status changes and time entries on their way to tickets."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from models.core import clock
from models.core.locking import locked
from models.jobs import Job
from models.operations import psa_outcomes as outcomes, psa_sending as sending
from models.operations.psa_operations import BUSY, LOOKS_AFTER_REFUSED, Action, Step, Wait
from models.operations.psa_pushes import request_sending
from models.operations.psa_reasons import Reason
from models.operations.psa_secrets import open_secrets
from models.psa_operation import Kind
from models.psa_push import PsaPush
from tasks.actors.inputs.psa_pushes import StatusWasChanged, carry_out, look_for, ticket_now
from tasks.actors.psa_attempts import next_attempt
from tasks.actors.psa_reading import turn
from tasks.actors.registry import actor
from tasks.integrations.errors import CallFailed, UnknownOutcome
from tasks.integrations.psa import Psa, RateLimited
from tasks.running import RunningJob
from tasks.turns import Kind as Turn

TIME_LIMIT_SECONDS = 240
LONGEST_RUN_SECONDS = 120.0
"""A push that takes longer goes on in another job, so that its worker can take the next one."""
_FAULT = "FlowPilot could not finish this. Try again."


@dataclass(frozen=True)
class _Opened:
    psa: Psa
    number: str
    is_planned: bool
    needs_statuses: bool


def give_up(push_id: UUID, *, code: str) -> None:
    """The job is dead, by a fault of ours: people see it, and can try again."""
    sending.abandon(push_id, Reason(code, _FAULT))


@actor(Job.PSA_PUSH_SEND, when_dead=give_up, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def send(job: RunningJob, push_id: UUID) -> None:
    """Post what a push has left to post, one call after the other.

    Running twice is safe: each write is committed as `sending` before its call.  What a dead worker left so is looked
    for in the ticket by its marker, once its call is certainly over, and written again only if it is not there.
    """
    with turn(job, Turn.PSA_WRITE, Job.PSA_PUSH_SEND, push_id=push_id) as is_turn:
        if is_turn:
            _send(job, push_id)


def _send(job: RunningJob, push_id: UUID) -> None:
    with job.transaction():
        opened = _open(job, push_id)
    until = opened.until if isinstance(opened, Wait) else None
    if isinstance(opened, _Opened) and (opened.is_planned or _plan(job, push_id, opened)):
        until = _carry_on(job, push_id, opened.psa)
    with job.finish():
        if until is not None:
            request_sending(locked(PsaPush, push_id), due=until)


def _open(job: RunningJob, push_id: UUID) -> _Opened | Wait | None:
    begun = sending.begin(push_id)
    if begun is None or isinstance(begun, Wait):
        return begun
    psa = job.context.psa(begun.connection, open_secrets(begun.connection, job.context.key_ring))
    return _Opened(psa, begun.push.ticket_number, begun.is_planned, begun.needs_statuses)


def _plan(job: RunningJob, push_id: UUID, opened: _Opened) -> bool:
    """Read the ticket and decide what is written.  False if that has to wait, or will not be: it is recorded."""
    try:
        ticket = ticket_now(opened.psa, opened.number, with_statuses=opened.needs_statuses)
    except CallFailed as error:
        with job.transaction():
            push = locked(PsaPush, push_id)
            at = next_attempt(error, attempts=push.attempts + 1)
            outcomes.record_unread(push_id, error, at=at)
            if at is not None and push.next_attempt_at == at:
                request_sending(push, due=at)
        return False
    with job.transaction():
        longest = opened.psa.longest_note
        sending.plan(push_id, ticket, longest_note=longest, public_url=job.context.settings.public_url)
    return True


def _carry_on(job: RunningJob, push_id: UUID, psa: Psa) -> datetime | None:
    """Make the calls that can be made now; the time of the next one, None once all is settled."""
    with job.transaction():
        ticket_id = sending.ticket_of(push_id)
    ends = time.monotonic() + LONGEST_RUN_SECONDS
    while (now := time.monotonic()) < ends:
        # From before the row says that it began: whoever takes over waits from then on.
        psa.begin_step(now)
        step = _next(job, push_id)
        if step is None or isinstance(step, Wait):
            return step.until if step else None
        _make(job, push_id, psa, ticket_id, step)
    return clock.now()


def _next(job: RunningJob, push_id: UUID) -> Step | Wait | None:
    try:
        with job.transaction():
            return sending.advance(push_id, job_id=job.taken.id)
    except IntegrityError:
        # Another push began to write to the ticket at the same moment.
        return Wait(clock.now() + BUSY)


def _make(job: RunningJob, push_id: UUID, psa: Psa, ticket_id: str, step: Step) -> None:
    """One call, and its result in a transaction of its own."""
    try:
        make = look_for if step.action == Action.LOOK else carry_out
        remote_id = make(psa, ticket_id, step)
    except StatusWasChanged as found:
        with job.transaction():
            outcomes.record_skipped(push_id, step, found.reason)
    except CallFailed as error:
        with job.transaction():
            _record_failure(push_id, step, error)
    else:
        with job.transaction():
            if remote_id is None:
                outcomes.record_absent(push_id, step)
            else:
                outcomes.record_sent(push_id, step, remote_id)


def _record_failure(push_id: UUID, step: Step, error: CallFailed) -> None:
    is_write = step.action == Action.WRITE
    if is_write and isinstance(error, UnknownOutcome) and step.kind != Kind.STATUS:
        outcomes.record_lost(push_id, step, error)
        return
    at = next_attempt(error, attempts=step.attempt, is_repeatable=not is_write or step.kind == Kind.STATUS)
    if at is None:
        outcomes.record_failed(push_id, step, error)
        return
    looks = LOOKS_AFTER_REFUSED if isinstance(error, RateLimited) and step.kind != Kind.STATUS else 0
    outcomes.record_held_off(push_id, step, error, at=at, looks=looks)
