"""The text for a session's client, written by the copilot."""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import UUID

from models.ai_session import AiSession
from models.client_update import ClientUpdate
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.jobs import Job
from models.operations.ai_usage import record_calls
from models.operations.client_updates import WrittenUpdate, save_client_update
from tasks.actors.ai_usage import usage_rows
from tasks.actors.control import control_for
from tasks.actors.documentation import written_by
from tasks.actors.inputs.write_ups import client_update_input
from tasks.actors.registry import actor
from tasks.integrations.assistant import AssistantError, CallRecord, ClientUpdateInput, write_to_client
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 960


@dataclass(frozen=True)
class _Request:
    given: ClientUpdateInput
    state_version: int
    client_name: str | None


def give_up(client_update_id: UUID, round_number: int, *, code: str) -> None:
    """The job is dead: the text that was there stays, otherwise the client update has failed."""
    client_update, ai_session = _locked(client_update_id)
    if client_update.is_awaiting(round_number):
        written = WrittenUpdate(ai_session.state_version, ai_session.client_name, error=code)
        save_client_update(client_update, ai_session, written)


@actor(Job.CLIENT_UPDATE_WRITE, when_dead=give_up, time_limit_seconds=TIME_LIMIT_SECONDS)
def write_client_update(job: RunningJob, client_update_id: UUID, round_number: int) -> None:
    """One structured call, whose result is checked against everything that is internal.

    Running twice is safe: the result is written by compare-and-set on (round, pending), in the transaction that ends
    the row.  A late or second result finds the round closed and changes nothing.
    """
    with job.transaction():
        request = _prepare(client_update_id, round_number)
    if request is None:
        with job.finish():
            return
    written, calls = _call(job, request)
    with job.finish():
        client_update, ai_session = _locked(client_update_id)
        record_calls(usage_rows(calls), ai_session_id=ai_session.id)
        if client_update.is_awaiting(round_number):
            save_client_update(client_update, ai_session, written)


def _prepare(client_update_id: UUID, round_number: int) -> _Request | None:
    client_update = db_session().get_one(ClientUpdate, client_update_id)
    if not client_update.is_awaiting(round_number):
        return None
    ai_session = db_session().get_one(AiSession, client_update.ai_session_id)
    return _Request(client_update_input(ai_session), ai_session.state_version, ai_session.client_name)


def _call(job: RunningJob, request: _Request) -> tuple[WrittenUpdate, list[CallRecord]]:
    """The text, or the error code if there is none.  No database connection is held."""
    deadline = time.monotonic() + job.context.settings.client_update_timeout_seconds
    provider = job.context.assistant
    try:
        message, done = write_to_client(provider, request.given, control_for(job, deadline=deadline))
    except AssistantError as error:
        failed = WrittenUpdate(request.state_version, request.client_name, error=str(error.code))
        return failed, list(error.calls)
    text = "\n\n".join(part for part in (message.situation, message.done, message.next) if part)
    written = WrittenUpdate(request.state_version, request.client_name, text, written_by(provider, done))
    return written, list(done.calls)


def _locked(client_update_id: UUID) -> tuple[ClientUpdate, AiSession]:
    """Lock the session's row, which guards everything in the session."""
    client_update = db_session().get_one(ClientUpdate, client_update_id)
    ai_session = locked(AiSession, client_update.ai_session_id)
    db_session().refresh(client_update)
    return client_update, ai_session
