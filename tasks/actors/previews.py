"""The previews of a session's resolution note and escalation package: read the session, ask once, store the text."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from models.ai_session import AiSession
from models.cache_key import cache_key
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.jobs import Job
from models.operations.ai_usage import record_calls
from models.operations.previews import WrittenPreview, fail_preview, store_preview
from models.preview import Preview, PreviewKind
from tasks.actors.ai_usage import usage_rows
from tasks.actors.control import control_for
from tasks.actors.inputs.previews import escalation_package_input, redacted_ledger, resolution_note_input
from tasks.actors.registry import actor
from tasks.context import Context
from tasks.integrations.assistant import (
    AssistantError,
    CallRecord,
    Control,
    Done,
    Provider,
    write_escalation_package,
    write_resolution_note,
)
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 960


@dataclass(frozen=True)
class _Request:
    """`write` makes the call; the session was read when its `state_version` was this one."""

    kind: PreviewKind
    state_version: int
    write: Callable[[Provider, Control], tuple[str, Done]]


def give_up_preview(preview_id: UUID, preview_round: int, *, code: str) -> None:
    """The job is dead: the preview becomes `failed`, and people can ask again."""
    preview, _ = _locked(preview_id)
    fail_preview(preview, preview_round=preview_round, code=code)


@actor(Job.PREVIEW_WRITE, when_dead=give_up_preview, time_limit_seconds=TIME_LIMIT_SECONDS)
def write_preview(job: RunningJob, preview_id: UUID, preview_round: int) -> None:
    """One structured call about the session as it is when the job runs.

    Running twice is safe: the text is written by compare-and-set on (round, pending), in the transaction that ends the
    row.  A late or second result finds the round over and changes nothing.
    """
    with job.transaction():
        request = _prepare(preview_id, preview_round)
    if request is None:
        with job.finish():
            return
    result, calls = _call(job, request)
    with job.finish():
        preview, ai_session = _locked(preview_id)
        record_calls(usage_rows(calls), ai_session_id=ai_session.id, user_id=preview.requested_by_id)
        if isinstance(result, WrittenPreview):
            store_preview(preview, result, preview_round=preview_round, debounce=job.context.settings.preview_debounce)
        else:
            fail_preview(preview, preview_round=preview_round, code=result)


def _prepare(preview_id: UUID, preview_round: int) -> _Request | None:
    """Read the session, with its row locked so that its parts fit its `state_version`."""
    preview, ai_session = _locked(preview_id)
    if not preview.is_awaiting(preview_round):
        return None
    kind = PreviewKind(preview.kind)
    return _Request(kind, ai_session.state_version, _writer(kind, ai_session))


def _writer(kind: PreviewKind, ai_session: AiSession) -> Callable[[Provider, Control], tuple[str, Done]]:
    if kind == PreviewKind.RESOLUTION_NOTE:
        note = resolution_note_input(ai_session)
        ledger = redacted_ledger(ai_session, contacts=note.redact_contacts)
        return lambda provider, control: write_resolution_note(provider, note, control, ledger=ledger)
    package = escalation_package_input(ai_session)
    ledger = redacted_ledger(ai_session, contacts=package.redact_contacts)
    return lambda provider, control: write_escalation_package(provider, package, control, ledger=ledger)


def _call(job: RunningJob, request: _Request) -> tuple[WrittenPreview | str, list[CallRecord]]:
    """The text, or the error code if there is none.  No database connection is held."""
    context = job.context
    control = control_for(job, deadline=time.monotonic() + context.settings.preview_timeout_seconds)
    try:
        content, done = request.write(context.assistant, control)
    except AssistantError as error:
        return str(error.code), list(error.calls)
    return _written(context, request, content, done.calls[-1]), list(done.calls)


def _written(context: Context, request: _Request, content: str, call: CallRecord) -> WrittenPreview:
    return WrittenPreview(
        content=content,
        state_version=request.state_version,
        cache_key=cache_key(request.kind, context.settings),
        prompt_hash=call.prompt_hash,
        provider=context.assistant.name,
        provider_label=context.assistant.label,
        model=call.model,
    )


def _locked(preview_id: UUID) -> tuple[Preview, AiSession]:
    """Lock the session's row, which guards everything in the session."""
    preview = db_session().get_one(Preview, preview_id)
    ai_session = locked(AiSession, preview.ai_session_id)
    db_session().refresh(preview)
    return preview, ai_session
