"""Ask for a proposal of how a script becomes a template, store it, and accept or reject it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from models import events
from models.ai_session import AiSession
from models.core import clock
from models.core.database.tables import JsonObject
from models.core.errors import Conflict, Invalid, VersionConflict
from models.core.locking import locked
from models.core.unit_of_work import current, db_session
from models.jobs import Job, request
from models.operations.scripts import NewScript, ScriptChanges, create_script, save_script
from models.script import Script, ScriptSource, ScriptStatus
from models.scripting.drafts import parameters_of
from models.scripting.parameters import Parameter
from models.scripting.templating import Place, applied
from models.suggested_fix import SuggestedFix
from models.templatization import Templatization, TemplatizationStatus
from models.user import User

NOTHING_VARIES = "nothing_varies"
"""The code of a proposal that would have no parameter."""
_DECIDED = {TemplatizationStatus.ACCEPTED, TemplatizationStatus.REJECTED}


class NotReady(Conflict):
    code, message = "not_ready", "This proposal is not ready."


class ScriptMovedOn(Conflict):
    code, message = "script_moved_on", "The script has changed since the proposal was made. Ask for a new one."


class AlreadyDecided(Conflict):
    code, message = "already_decided", "Somebody has decided about this proposal already."


@dataclass(frozen=True)
class WrittenProposal:
    """What the job proposes: the `content` of a `Templatization`, and the columns that say where it is from."""

    content: JsonObject
    source: Mapping[str, Any] = field(default_factory=dict)


def templatize(source: Script | SuggestedFix, *, by: User) -> Templatization:
    """Ask for a proposal.  While one of the same person for the same source is pending, it is returned.

    Raises Invalid (422) if there is no script to make a template of.
    """
    row = Templatization(account_id=by.account_id, status=TemplatizationStatus.PENDING, requested_by_id=by.id)
    if isinstance(source, Script):
        if source.status == ScriptStatus.ARCHIVED:
            raise Invalid(detail={"script_id": ["This script is archived. Restore it first."]})
        row.script_id, row.source_version = source.id, source.version
    else:
        if not (source.ai_drafted_script or "").strip():
            raise Invalid(detail={"fix_id": ["This fix has no script."]})
        row.fix_id = source.id
        kept = _kept_script_of(source)
        row.source_version = kept.version if kept else None
    if pending := _pending(source, by=by):
        return pending
    current().add(row)
    db_session().flush()
    request(Job.TEMPLATIZATION_WRITE, templatization_id=row.id)
    return row


def _pending(source: Script | SuggestedFix, *, by: User) -> Templatization | None:
    """The request of this person that is under way.  Of two calls at once, the second waits and finds the first's."""
    locked(User, by.id)
    column = Templatization.script_id if isinstance(source, Script) else Templatization.fix_id
    query = select(Templatization).where(
        column == source.id,
        Templatization.requested_by_id == by.id,
        Templatization.status == TemplatizationStatus.PENDING,
    )
    return db_session().scalars(query.limit(1)).one_or_none()


def save_proposal(row: Templatization, written: WrittenProposal) -> None:
    """Store the proposal, unless it is no longer awaited.  Expects the row to be locked.

    Parameters that the source has already are parameters of the proposal too.
    """
    if row.status != TemplatizationStatus.PENDING:
        return
    content, source = written.content, _source_of(row)
    before = source.parameters if isinstance(source, Script) else source.ai_drafted_parameters or []
    parameters = parameters_of(content["body"], [*before, *content["parameters"]])
    row.status, row.content = TemplatizationStatus.READY, {**content, "parameters": parameters}
    for column, value in written.source.items():
        setattr(row, column, value)
    events.templatize_ready(row)


def fail_proposal(row: Templatization, *, code: str) -> None:
    """There is no proposal, for the reason `code`.  Expects the row to be locked."""
    if row.status == TemplatizationStatus.PENDING:
        row.status, row.error = TemplatizationStatus.FAILED, code
        events.templatize_ready(row)


def accept_proposal(
    row: Templatization, *, title: str | None, parameters: Sequence[Parameter] | None, by: User
) -> Templatization:
    """Make the template: a new version of the script, or a script from the fix.  Both are drafts.

    `parameters` are those that the person keeps, edited; what an omitted one replaced is put back, and one that the
    source had before stays.  A proposal that was accepted before is returned as it is.  Expects the row to be locked.
    Raises NotReady, AlreadyDecided, ScriptMovedOn, VersionConflict (409), Invalid (422).
    """
    if row.status == TemplatizationStatus.ACCEPTED:
        return row
    _check_ready(row)
    content = row.content or {}
    kept = content["parameters"] if parameters is None else _with_own(content, parameters)
    changes = ScriptChanges(
        title=title or content["title"],
        purpose=content["purpose"],
        language=content["language"],
        body=_body_with(row, {one["name"] for one in kept}),
        parameters=kept,
        status=ScriptStatus.DRAFT,
    )
    template = _of_script(row, changes, by=by) if row.script_id else _of_fix(row, changes, by=by)
    row.result_script_id = template.id
    _decide(row, TemplatizationStatus.ACCEPTED, by=by)
    return row


def _of_script(row: Templatization, changes: ScriptChanges, *, by: User) -> Script:
    script = db_session().get_one(Script, row.script_id)
    return save_script(script, changes, version=row.source_version or 0, by=by)


def _of_fix(row: Templatization, changes: ScriptChanges, *, by: User) -> Script:
    """The one script that is kept from the fix; the AI session's row is locked, so that there is only one.

    Raises VersionConflict (409) if somebody has changed it since the proposal was asked for.
    """
    fix = db_session().get_one(SuggestedFix, row.fix_id)
    locked(AiSession, fix.ai_session_id)
    if existing := _kept_script_of(fix):
        seen = row.source_version
        if seen is None and existing.body == fix.ai_drafted_script:
            seen = 1  # Kept meanwhile, as the proposal found it.
        return save_script(existing, changes, version=seen or 0, by=by)
    source: dict[str, Any] = {"source_ai_session_id": fix.ai_session_id, "source_fix_id": fix.id}
    return create_script(NewScript(**changes.given, **source, source_kind=ScriptSource.FIX), by=by)


def _kept_script_of(fix: SuggestedFix) -> Script | None:
    wanted = select(Script).where(
        Script.account_id == fix.account_id, Script.source_fix_id == fix.id, Script.source_kind == ScriptSource.FIX
    )
    return db_session().scalars(wanted).unique().one_or_none()


def _source_of(row: Templatization) -> Script | SuggestedFix:
    if row.script_id:
        return db_session().get_one(Script, row.script_id)
    return db_session().get_one(SuggestedFix, row.fix_id)


def _with_own(content: JsonObject, chosen: Sequence[Parameter]) -> list[Parameter]:
    """The chosen parameters, and those of the source that replaced nothing: they can be edited, and not left out."""
    names = {one["name"] for one in chosen} | {Place(*one).name for one in content["places"]}
    return [*chosen, *(one for one in content["parameters"] if one["name"] not in names)]


def _body_with(row: Templatization, names: set[str]) -> str:
    """The proposal's body with only these parameters; what the others replaced is put back from the source.

    Raises VersionConflict or ScriptMovedOn (409) if the source has changed since the proposal was asked for.
    """
    content, found = row.content or {}, _source_of(row)
    if isinstance(found, Script) and found.version != row.source_version:
        raise VersionConflict(found)
    source = found.body if isinstance(found, Script) else found.ai_drafted_script or ""
    places = [Place(*one) for one in content["places"]]
    is_other = "source_hash" in content and content["source_hash"] != hash_of(source)
    if (is_other) or applied(source, places) != content["body"]:
        raise ScriptMovedOn
    return applied(source, [place for place in places if place.name in names])


def hash_of(source: str) -> str:
    """What tells whether the script is still the one that a proposal was made from."""
    return sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


def reject_proposal(row: Templatization, *, by: User) -> Templatization:
    """The person does not want it; again: nothing changes.  Expects the row to be locked.

    Raises NotReady, AlreadyDecided (409).
    """
    if row.status == TemplatizationStatus.REJECTED:
        return row
    _check_ready(row)
    _decide(row, TemplatizationStatus.REJECTED, by=by)
    return row


def _check_ready(row: Templatization) -> None:
    if row.status in _DECIDED:
        raise AlreadyDecided(detail={"status": row.status, "result_script_id": row.result_script_id})
    if row.status != TemplatizationStatus.READY:
        raise NotReady(detail={"status": row.status})


def _decide(row: Templatization, status: TemplatizationStatus, *, by: User) -> None:
    row.status, row.decided_by_id, row.decided_at = status, by.id, clock.now()
