"""Add steps to a session."""

from __future__ import annotations

from models import events
from models.account import Account
from models.ai_session import AiSession
from models.core import clock
from models.core.database.tables import JsonObject, set_loaded
from models.core.unit_of_work import current, db_session
from models.evidence import evidence_in
from models.redactions import MASKED_KINDS, redactions_of
from models.step import Step, StepKind
from models.user import User

_BY_PEOPLE = frozenset({StepKind.USER_MESSAGE, StepKind.ACTION, StepKind.NOTE})


def add_step(
    ai_session: AiSession, kind: StepKind, content: str, *, by: User | None = None, data: JsonObject | None = None
) -> Step:
    """Add the next step.  Expects the session's row to be locked, because its step count is the index."""
    ai_session.step_count += 1
    ai_session.notice_count += kind == StepKind.SYSTEM
    # The clocks of machines differ; without `max` a session could move down in the list.
    ai_session.last_activity_at = max(clock.now(), ai_session.last_activity_at)
    step = Step(
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        index=ai_session.step_count,
        kind=kind,
        author_id=by.id if by else None,
        content=content,
        data=_with_evidence(kind, content, {**(data or {}), **_redactions(ai_session, kind, content)}),
        created_at=ai_session.last_activity_at,
    )
    set_loaded(step, author=by)
    current().add(step)
    ai_session.updated_at = step.created_at
    events.step_created(step)
    return step


def _redactions(ai_session: AiSession, kind: StepKind, content: str) -> JsonObject:
    """The places that are masked under the account's present settings."""
    if kind not in MASKED_KINDS:
        return {}
    account = db_session().get_one(Account, ai_session.account_id)
    return redactions_of(content, contacts_too=account.effective_settings.redact_contacts)


def _with_evidence(kind: StepKind, content: str, data: JsonObject) -> JsonObject:
    """`data` with an excerpt of the output that a person pasted into the step or into its notes."""
    if kind not in _BY_PEOPLE:
        return data
    evidence = evidence_in(data.get("notes") or "" if kind == StepKind.ACTION else content)
    return data | {"evidence": evidence} if evidence else data


def add_log_entry(ai_session: AiSession, words: str, *, kind: str, by: User | None = None, **data: str | bool) -> Step:
    """Add a line of the system's about what happened to the session.  `by` is the person who caused it.

    `kind` and `data` become the step's `data`.  Expects the session's row to be locked.
    """
    caused_by = {"by": str(by.id)} if by else {}
    return add_step(ai_session, StepKind.SYSTEM, words, data={"kind": kind, **caused_by, **data})
