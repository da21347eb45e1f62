"""The case of a session: read the session, ask once, store the draft, or the case if the session is resolved."""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import UUID

from models.ai_session import AiSession
from models.cache_key import cache_key
from models.case import CASE, CaseDraft, case_text
from models.case_names import Names
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.jobs import Job
from models.operations.ai_usage import record_calls
from models.operations.case_drafts import WrittenDraft, fail_draft, save_draft
from models.operations.cases import without_names
from models.queries.session_names import names_in
from tasks.actors.ai_usage import usage_rows
from tasks.actors.control import control_for
from tasks.actors.inputs.cases import case_input
from tasks.actors.registry import actor
from tasks.context import Context
from tasks.integrations.assistant import AssistantError, CallRecord, CaseInput, CaseNotes, write_case as ask
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 960


@dataclass(frozen=True)
class _Request:
    given: CaseInput
    names: Names
    state_version: int


def give_up_case(draft_id: UUID, case_round: int, *, code: str) -> None:
    """The job is dead: the draft becomes `failed`, and people can ask again."""
    draft, _ = _locked(draft_id)
    fail_draft(draft, case_round=case_round, code=code)


@actor(Job.CASE_WRITE, when_dead=give_up_case, time_limit_seconds=TIME_LIMIT_SECONDS)
def write_case(job: RunningJob, draft_id: UUID, case_round: int) -> None:
    """One structured call about the session as it is when the job runs.

    Running twice is safe: the draft is written by compare-and-set on (round, pending), in the transaction that ends the
    row, and the case is one row of the session.  A late or second result finds the round over and changes nothing.
    """
    with job.transaction():
        request = _prepare(draft_id, case_round)
    if request is None:
        with job.finish():
            return
    result, calls = _call(job, request)
    with job.finish():
        draft, ai_session = _locked(draft_id)
        record_calls(usage_rows(calls), ai_session_id=ai_session.id, user_id=draft.requested_by_id)
        if isinstance(result, WrittenDraft):
            debounce = job.context.settings.preview_debounce
            save_draft(draft, ai_session, result, case_round=case_round, debounce=debounce)
        else:
            fail_draft(draft, case_round=case_round, code=result)


def _prepare(draft_id: UUID, case_round: int) -> _Request | None:
    """Read the session, with its row locked so that its parts fit its `state_version`."""
    draft, ai_session = _locked(draft_id)
    if not draft.is_awaiting(case_round):
        return None
    return _Request(case_input(ai_session), names_in(ai_session), ai_session.state_version)


def _call(job: RunningJob, request: _Request) -> tuple[WrittenDraft | str, list[CallRecord]]:
    """The draft, or the error code if there is none.  No database connection is held."""
    context = job.context
    control = control_for(job, deadline=time.monotonic() + context.settings.preview_timeout_seconds)
    try:
        notes, done = ask(context.assistant, request.given, control)
    except AssistantError as error:
        return str(error.code), list(error.calls)
    return _written(context, request, notes, done.calls[-1]), list(done.calls)


def _written(context: Context, request: _Request, notes: CaseNotes, call: CallRecord) -> WrittenDraft:
    return WrittenDraft(
        content=without_names(case_text(notes.model_dump()), request.names),
        state_version=request.state_version,
        cache_key=cache_key(CASE, context.settings),
        prompt_hash=call.prompt_hash,
        provider=context.assistant.name,
        provider_label=context.assistant.label,
        model=call.model,
    )


def _locked(draft_id: UUID) -> tuple[CaseDraft, AiSession]:
    """Lock the session's row, which guards everything in the session."""
    draft = db_session().get_one(CaseDraft, draft_id)
    ai_session = locked(AiSession, draft.ai_session_id)
    db_session().refresh(draft)
    return draft, ai_session
