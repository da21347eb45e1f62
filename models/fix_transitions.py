"""The rules that move a suggested fix: its statuses, which moves are allowed, and what each one requires.

| move                 | from                      | to                  | requires                              |
| -------------------- | ------------------------- | ------------------- | ------------------------------------- |
| apply                | `proposed`                | `proposed`, applied | nothing; again changes nothing        |
| record an outcome    | any that is not terminal  | the outcome         | notes for pending and partial         |
| a newer fix          | `proposed`, never applied | `dismissed`         | nothing                               |
| resolve the session  | `applied_pending`         | `applied_success`   | it is the active fix                  |
| undo an outcome      | the outcome               | as before it        | same person, 15 s, nothing followed   |
| draft a script       | any that is not terminal  | unchanged           | a script that is not empty            |
| decide on a script   | any that is not terminal  | unchanged           | `used_template`: the script; applies  |
| reopen the session   | `applied_success`         | as before it        | resolving had made it a success       |

`SuggestedFix` makes the moves in its columns; `models.operations.suggested_fixes` holds what people do.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from models.core import clock
from models.core.errors import Conflict, Invalid


class FixStatus(StrEnum):
    PROPOSED = "proposed"
    APPLIED_PENDING = "applied_pending"
    APPLIED_PARTIAL = "applied_partial"
    APPLIED_SUCCESS = "applied_success"
    APPLIED_FAILED = "applied_failed"
    DISMISSED = "dismissed"


TERMINAL = frozenset({FixStatus.APPLIED_SUCCESS, FixStatus.APPLIED_FAILED, FixStatus.DISMISSED})
VERIFIED = frozenset({FixStatus.APPLIED_PARTIAL, FixStatus.APPLIED_SUCCESS, FixStatus.APPLIED_FAILED})
NEEDS_NOTES = frozenset({FixStatus.APPLIED_PENDING, FixStatus.APPLIED_PARTIAL})
UNDO_WINDOW = timedelta(seconds=15)
APPLIED, OUTCOME, UNDONE = "fix_applied", "fix_outcome", "fix_outcome_taken_back"
"""The `data.kind` of the steps about a fix."""
# Later than this is a slip of the keyboard, and near the last year that a datetime can hold.
LATEST_REMINDER = timedelta(days=36_525)


class DismissedReason(StrEnum):
    ENGINEER = "engineer"
    SUPERSEDED = "superseded"


class Decision(StrEnum):
    """How the engineer uses the fix's drafted script, or the template that takes its place."""

    ONE_OFF = "one_off"
    DRAFT_TEMPLATE = "draft_template"
    BUILD_TEMPLATE = "build_template"
    USED_TEMPLATE = "used_template"
    DISMISSED = "dismissed"


class FixTerminal(Conflict):
    code, message = "fix_terminal", "This fix already has its outcome."


class AlreadyApplied(Conflict):
    code, message = "already_applied", "This fix has already been tried."


class TooLate(Conflict):
    code, message = "too_late", "This can no longer be taken back."


def check_not_terminal(status: str) -> None:
    """Raises FixTerminal (409)."""
    if status in TERMINAL:
        raise FixTerminal(detail={"status": status})


def check_may_apply(status: str) -> None:
    """Raises FixTerminal or AlreadyApplied (409) if the fix already has an outcome."""
    check_not_terminal(status)
    if status != FixStatus.PROPOSED:
        raise AlreadyApplied(detail={"status": status})


def check_outcome(status: str, outcome: FixStatus, *, notes: str | None) -> None:
    """Raises FixTerminal (409), Invalid (422) if the outcome requires notes and `notes` is None."""
    check_not_terminal(status)
    if outcome in NEEDS_NOTES and notes is None:
        raise Invalid(detail={"notes": ["Say what is missing or what it waits for."]})


def check_reminder(outcome: FixStatus, remind_at: datetime) -> None:
    """Raises Invalid (422) unless the fix waits for verification and the time is in the future."""
    if outcome != FixStatus.APPLIED_PENDING:
        raise Invalid(detail={"remind_at": ["Only a fix that waits for verification can have a reminder."]})
    now = clock.now()
    if remind_at <= now:
        raise Invalid(detail={"remind_at": ["This time has passed."]})
    if remind_at > now + LATEST_REMINDER:
        raise Invalid(detail={"remind_at": ["This is too far in the future."]})


def check_decision(status: str, decision: Decision, script_id: UUID | None) -> None:
    """Raises FixTerminal (409), Invalid (422) if a used template has no `script_id`, or another decision has one."""
    check_not_terminal(status)
    if decision == Decision.USED_TEMPLATE and script_id is None:
        raise Invalid(detail={"script_id": ["Say which script was used."]})
    if decision != Decision.USED_TEMPLATE and script_id is not None:
        raise Invalid(detail={"script_id": ["Only a used template names a script."]})
