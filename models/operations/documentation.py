"""Writes, edits and completes the documentation of a session.

It exists as soon as somebody asks for it, made from the record; a model's text replaces parts of it later.  Each
function expects the session's row to be locked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import inspect, select, update

from models import events
from models.ai_session import AiSession
from models.client_update import ClientUpdate
from models.core import ids
from models.core.database.tables import JsonObject, set_loaded
from models.core.unit_of_work import current, db_session
from models.documentation import Documentation, Section, Sections, whole
from models.documentation_text import sections_in, with_section
from models.handoff import Handoff
from models.jobs import Job, request
from models.operations.documentation_record import Recorded
from models.operations.packages import SessionRecord
from models.user import User
from models.write_up import NoDraft, WriteUpStatus

_KEPT = (Section.ENVIRONMENT, Section.CAUSE)
"""What a text made from the record takes over from the copilot's text before it."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a person changes: sections or the whole Markdown or neither; `time_spent_minutes` None leaves it."""

    sections: Mapping[str, str] = field(default_factory=dict)
    content: str | None = None
    time_spent_minutes: int | None = None

    @property
    def is_of_text(self) -> bool:
        return self.content is not None or bool(self.sections)

    @property
    def resolution(self) -> str | None:
        """The text of the resolution, if this change has one."""
        sections = self.sections if self.content is None else sections_in(self.content)
        return sections.get(Section.RESOLUTION, "").strip() or None


@dataclass(frozen=True)
class WrittenSections:
    """A job's result.  `sections` may be partial; `error` says why there are none."""

    state_version: int
    sections: Sections = field(default_factory=dict)
    written_by: JsonObject | None = None
    error: str | None = None


def documentation_of(ai_session: AiSession) -> Documentation | None:
    """Asks the database only if there is a row, so that a session's first escalation need not."""
    if not ai_session.is_documented:
        return None
    return db_session().scalars(select(Documentation).where(Documentation.ai_session_id == ai_session.id)).one()


def ask_for_documentation(ai_session: AiSession) -> Documentation:
    """Request a (new) text from the copilot.  However many people ask, one job runs.

    A person's text stays; the job then writes a draft beside it.
    """
    documentation = documentation_of(ai_session) or _new(ai_session)
    if documentation.is_pending:
        return documentation
    if not documentation.is_edited and documentation.written_by is None:
        _write_from_record(documentation, Recorded.of(ai_session))
    _request_job(documentation)
    return _stored(ai_session, documentation)


def edit_documentation(ai_session: AiSession, change: Change, *, by: User) -> Documentation:
    """Store a person's text and time.  From here on, jobs only write drafts beside it."""
    documentation, recorded = documentation_of(ai_session) or _new(ai_session), Recorded.of(ai_session)
    if documentation.content is None:
        _write_from_record(documentation, recorded)
    _apply(documentation, recorded, change, by=by)
    events.documentation_ready(documentation)
    return _stored(ai_session, documentation)


def accept_draft(ai_session: AiSession, *, by: User) -> Documentation:
    """Put the draft in the place of the text.  Raises NoDraft (409)."""
    documentation = documentation_of(ai_session)
    if documentation is None:
        raise NoDraft
    documentation.take_draft(by=by)
    documentation.sections, documentation.draft_sections = whole(documentation.draft_sections or {}), None
    documentation.is_content_edited = False
    events.documentation_ready(documentation)
    return documentation


def document_escalation(
    ai_session: AiSession, handoff: Handoff, record: SessionRecord, *, existing: Documentation | None
) -> Documentation:
    """Write the documentation of the session that is handed over.  The handoff's assessment completes it.

    An escalation has one call of a model, the assessment, so that its texts do not contradict each other.  `existing`
    is what `documentation_of` found before the handoff was added, because a query would write the handoff too early.
    """
    documentation = existing or _new(ai_session)
    if not documentation.is_edited:
        _write_from_record(documentation, Recorded(ai_session, record))
        documentation.await_text()
        documentation.handoff_id = handoff.id
    return _stored(ai_session, documentation)


def complete_from_assessment(
    ai_session: AiSession, handoff: Handoff, *, data: JsonObject | None, error: str | None
) -> None:
    """The handoff's assessment has ended: add its cause and next steps, or say that they are missing.

    A text that a person has edited in the meantime stays as it is.
    """
    documentation = documentation_of(ai_session)
    if documentation is None or documentation.handoff_id != handoff.id:
        return
    if documentation.is_edited and not documentation.is_pending:
        return
    if data and not documentation.is_edited:
        recorded = Recorded.of(ai_session)
        cause = recorded.cause(likely=f"Likely ({data['confidence']} confidence): {data['likely_cause']}")
        steps = [recorded.sections()[Section.NEXT_STEPS], *(f"- {step}" for step in data["suggested_steps"])]
        added: Sections = {Section.CAUSE: cause, Section.NEXT_STEPS: "\n".join(filter(None, steps))}
        _write_from_record(documentation, recorded, added=added)
        documentation.written_by = {name: data[name] for name in ("provider", "provider_label") if name in data}
    documentation.end(WriteUpStatus.READY, error=None if documentation.is_edited else error)
    events.documentation_ready(documentation)


def document_resolution(ai_session: AiSession, change: Change, *, by: User) -> Documentation:
    """Write the documentation of a session that has just been resolved.

    A text that the person gave is final.  Otherwise the copilot writes it, unless its text is still current.
    """
    documentation, recorded = documentation_of(ai_session) or _new(ai_session), Recorded.of(ai_session)
    documentation.time_spent_minutes = _first(change.time_spent_minutes, documentation.time_spent_minutes)
    if change.is_of_text or documentation.is_edited:
        _conclude_by_hand(documentation, recorded, change, by=by)
    elif _is_current(documentation, ai_session):
        _set_sections(documentation, recorded, documentation.sections | _entered_resolution(recorded))
    else:
        _write_from_record(documentation, recorded)
        _request_job(documentation)
    if not documentation.is_pending:
        events.documentation_ready(documentation)
    return _stored(ai_session, documentation)


def mark_write_ups_outdated(ai_session: AiSession) -> None:
    """The session was reopened: its documentation and client update stay, and are stale."""
    for table in (Documentation, ClientUpdate):
        of_session = update(table).where(table.ai_session_id == ai_session.id)
        db_session().execute(of_session.values(is_outdated=True))


def save_documentation(documentation: Documentation, ai_session: AiSession, written: WrittenSections) -> None:
    """Store a job's result: as the text, or as the draft beside a person's text.

    Without a result, the text made from the record stays, and `error` says why the copilot wrote nothing.
    """
    if written.error is None:
        _store(documentation, ai_session, written)
    documentation.end(WriteUpStatus.READY, error=written.error)
    events.documentation_ready(documentation)


def _store(documentation: Documentation, ai_session: AiSession, written: WrittenSections) -> None:
    recorded = Recorded.of(ai_session)
    sections = whole(recorded.sections() | {name: text for name, text in written.sections.items() if text})
    sections[Section.CAUSE] = recorded.cause(written=written.sections.get(Section.CAUSE, ""))
    sections.update(_entered_resolution(recorded))
    content = recorded.markdown(documentation, sections)
    if documentation.is_edited:
        documentation.set_draft(content, state_version=written.state_version)
        documentation.draft_sections = sections
        return
    documentation.set_text(content, state_version=written.state_version)
    documentation.sections, documentation.written_by = sections, written.written_by


def _conclude_by_hand(documentation: Documentation, recorded: Recorded, change: Change, *, by: User) -> None:
    if documentation.content is None:
        _write_from_record(documentation, recorded)
    entered = _entered_resolution(recorded)
    if not change.resolution and change.content is None and entered:
        change = Change(sections={**change.sections, **entered}, time_spent_minutes=change.time_spent_minutes)
    _apply(documentation, recorded, change, by=by)
    documentation.end(WriteUpStatus.READY)


def _entered_resolution(recorded: Recorded) -> Sections:
    """The section with what the person who resolved the session entered, its secrets masked; empty without it."""
    if not recorded.ai_session.resolution:
        return {}
    return {Section.RESOLUTION: recorded.sections()[Section.RESOLUTION]}


def _apply(documentation: Documentation, recorded: Recorded, change: Change, *, by: User) -> None:
    documentation.time_spent_minutes = _first(change.time_spent_minutes, documentation.time_spent_minutes)
    if change.content is not None:
        documentation.sections, documentation.is_content_edited = sections_in(change.content), True
        documentation.edit(change.content, state_version=recorded.ai_session.state_version, by=by)
    elif change.sections:
        _set_sections(documentation, recorded, documentation.sections | dict(change.sections))
        documentation.edit(str(documentation.content), state_version=recorded.ai_session.state_version, by=by)
    else:
        _set_sections(documentation, recorded, documentation.sections)
    set_loaded(documentation, edited_by=by if change.is_of_text else documentation.edited_by)


def _set_sections(documentation: Documentation, recorded: Recorded, sections: JsonObject) -> None:
    """Change sections and the Markdown made from them; Markdown that a person edited keeps everything else."""
    before, documentation.sections = documentation.sections, whole(sections)
    if not documentation.is_content_edited:
        documentation.content = recorded.markdown(documentation, documentation.sections)
        return
    for section in Section:
        if before.get(section) != documentation.sections[section]:
            documentation.content = with_section(str(documentation.content), section, documentation.sections[section])


def _write_from_record(documentation: Documentation, recorded: Recorded, *, added: Sections | None = None) -> None:
    sections, before = recorded.sections(), documentation.sections or {}
    for section in _KEPT:
        sections[section] = sections[section] or before.get(section, "")
    sections.update(added or {})
    documentation.sections = sections
    documentation.set_text(recorded.markdown(documentation, sections), state_version=recorded.ai_session.state_version)
    documentation.written_by = None


def _request_job(documentation: Documentation) -> None:
    documentation.handoff_id = None
    documentation.await_text()
    request(Job.DOCUMENTATION_WRITE, documentation_id=documentation.id, round_number=documentation.round)


def _is_current(documentation: Documentation, ai_session: AiSession) -> bool:
    """Whether the copilot's text is complete, of the session's present state, and not that of an escalation."""
    is_of_now = documentation.state_version == ai_session.state_version and not documentation.is_outdated
    is_whole = documentation.status == WriteUpStatus.READY and documentation.error is None
    return is_of_now and is_whole and documentation.written_by is not None and documentation.handoff_id is None


def _first(new: int | None, old: int | None) -> int | None:
    return old if new is None else new


def _new(ai_session: AiSession) -> Documentation:
    """Complete, but not stored yet: `_stored` adds it after the last change and the last query."""
    documentation = Documentation(
        id=ids.new_id(),
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        status=WriteUpStatus.READY,
        state_version=ai_session.state_version,
        sections={},
        is_content_edited=False,
        is_outdated=False,
        round=0,
    )
    set_loaded(documentation, edited_by=None)
    return documentation


def _stored(ai_session: AiSession, documentation: Documentation) -> Documentation:
    if inspect(documentation).transient:
        ai_session.is_documented = True
        current().add(documentation)
    return documentation
