"""The documentation of a session, written by the copilot."""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import UUID

from models.ai_session import AiSession
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.documentation import Documentation, Section, Sections
from models.jobs import Job
from models.operations.ai_usage import record_calls
from models.operations.documentation import WrittenSections, save_documentation
from tasks.actors.ai_usage import usage_rows
from tasks.actors.control import control_for
from tasks.actors.inputs.write_ups import documentation_input
from tasks.actors.registry import actor
from tasks.integrations import assistant
from tasks.integrations.assistant import AssistantError, CallRecord, DocumentationInput, Done, Provider, document
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 960


@dataclass(frozen=True)
class _Request:
    given: DocumentationInput
    state_version: int


def give_up(documentation_id: UUID, round_number: int, *, code: str) -> None:
    """The job is dead: the text made from the record stays, and says that the copilot wrote nothing."""
    documentation, ai_session = _locked(documentation_id)
    if documentation.is_awaiting(round_number):
        save_documentation(documentation, ai_session, WrittenSections(ai_session.state_version, error=code))


@actor(Job.DOCUMENTATION_WRITE, when_dead=give_up, time_limit_seconds=TIME_LIMIT_SECONDS)
def write_documentation(job: RunningJob, documentation_id: UUID, round_number: int) -> None:
    """One structured call, for the sections that need words.

    Running twice is safe: the result is written by compare-and-set on (round, pending), in the transaction that ends
    the row.  A late or second result finds the round closed and changes nothing.
    """
    with job.transaction():
        request = _prepare(documentation_id, round_number)
    if request is None:
        with job.finish():
            return
    written, calls = _call(job, request)
    with job.finish():
        documentation, ai_session = _locked(documentation_id)
        record_calls(usage_rows(calls), ai_session_id=ai_session.id)
        if documentation.is_awaiting(round_number):
            save_documentation(documentation, ai_session, written)


def _prepare(documentation_id: UUID, round_number: int) -> _Request | None:
    documentation = db_session().get_one(Documentation, documentation_id)
    if not documentation.is_awaiting(round_number):
        return None
    ai_session = db_session().get_one(AiSession, documentation.ai_session_id)
    return _Request(documentation_input(ai_session), ai_session.state_version)


def _call(job: RunningJob, request: _Request) -> tuple[WrittenSections, list[CallRecord]]:
    """The sections, or the error code if there are none.  No database connection is held."""
    deadline = time.monotonic() + job.context.settings.documentation_timeout_seconds
    provider = job.context.assistant
    try:
        written, done = document(provider, request.given, control_for(job, deadline=deadline))
    except AssistantError as error:
        return WrittenSections(request.state_version, error=str(error.code)), list(error.calls)
    sections = WrittenSections(request.state_version, _sections(written), written_by(provider, done))
    return sections, list(done.calls)


def _sections(written: assistant.Documentation) -> Sections:
    return {
        str(Section(name)): "\n".join(f"- {item}" for item in value) if isinstance(value, list) else value
        for name, value in written
    }


def written_by(provider: Provider, done: Done) -> dict[str, str]:
    """Who wrote a text, and from which prompt, to be stored with it."""
    call = done.calls[-1]
    of_provider = {"provider": provider.name, "provider_label": provider.label, "model": done.model}
    return of_provider | {"prompt": f"{call.prompt_id}.v{call.prompt_version}", "prompt_hash": call.prompt_hash}


def _locked(documentation_id: UUID) -> tuple[Documentation, AiSession]:
    """Lock the session's row, which guards everything in the session."""
    documentation = db_session().get_one(Documentation, documentation_id)
    ai_session = locked(AiSession, documentation.ai_session_id)
    db_session().refresh(documentation)
    return documentation, ai_session
