"""A proposal of how a script becomes a template: read the script, ask once, store what each parameter replaced."""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import UUID

from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.jobs import Job
from models.operations.ai_usage import record_calls
from models.operations.templatizations import (
    NOTHING_VARIES,
    WrittenProposal,
    fail_proposal,
    hash_of,
    save_proposal,
)
from models.script import Script
from models.suggested_fix import SuggestedFix
from models.templatization import Templatization, TemplatizationStatus
from tasks.actors.ai_usage import usage_rows
from tasks.actors.control import control_for
from tasks.actors.inputs.scripts import templatize_input
from tasks.actors.registry import actor
from tasks.context import Context
from tasks.integrations.assistant import (
    AssistantError,
    CallRecord,
    Template,
    TemplatizeInput,
    write_template,
)
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 960


@dataclass(frozen=True)
class _Request:
    given: TemplatizeInput
    ai_session_id: UUID | None


def give_up_templatization(templatization_id: UUID, *, code: str) -> None:
    """The job is dead: the proposal becomes `failed`, and the person can ask again."""
    fail_proposal(locked(Templatization, templatization_id), code=code)


@actor(Job.TEMPLATIZATION_WRITE, when_dead=give_up_templatization, time_limit_seconds=TIME_LIMIT_SECONDS)
def write_templatization(job: RunningJob, templatization_id: UUID) -> None:
    """One structured call about the script as it is when the job runs.

    Running twice is safe: the proposal is stored only while it is pending, under its row's lock, in the transaction
    that ends the job.  A late or second result changes nothing.
    """
    with job.transaction():
        request = _prepare(templatization_id)
    if request is None:
        with job.finish():
            return
    result, calls = _call(job, request)
    with job.finish():
        row = locked(Templatization, templatization_id)
        record_calls(usage_rows(calls), ai_session_id=request.ai_session_id, user_id=row.requested_by_id)
        if isinstance(result, WrittenProposal):
            save_proposal(row, result)
        else:
            fail_proposal(row, code=result)


def _prepare(templatization_id: UUID) -> _Request | None:
    row = locked(Templatization, templatization_id)
    if row.status != TemplatizationStatus.PENDING:
        return None
    if row.script_id:
        return _Request(templatize_input(db_session().get_one(Script, row.script_id)), None)
    fix = db_session().get_one(SuggestedFix, row.fix_id)
    return _Request(templatize_input(fix), fix.ai_session_id)


def _call(job: RunningJob, request: _Request) -> tuple[WrittenProposal | str, list[CallRecord]]:
    """The proposal, or the code of why there is none.  No database connection is held."""
    context = job.context
    control = control_for(job, deadline=time.monotonic() + context.settings.reply_timeout_seconds)
    try:
        template, done = write_template(context.assistant, request.given, control)
    except AssistantError as error:
        return str(error.code), list(error.calls)
    if not template.parameters:
        return NOTHING_VARIES, list(done.calls)
    return _written(context, request.given, template, done.calls[-1]), list(done.calls)


def _written(context: Context, given: TemplatizeInput, template: Template, call: CallRecord) -> WrittenProposal:
    return WrittenProposal(
        content={**vars(template), "language": given.language, "source_hash": hash_of(given.body)},
        source={
            "provider": context.assistant.name,
            "provider_label": context.assistant.label,
            "model": call.model,
            "prompt_hash": call.prompt_hash,
        },
    )
